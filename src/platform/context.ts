import type { Actor } from '../kernel/actor.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import type { PaymentGateway } from './gateway.ts'

export type Locale = 'zh' | 'en'

/** The caller's idempotency key for this write and the hash of what it sent. */
export type Once = { route: string; key: string; inputSha256: string }

/** How Stripe knows us and we know Stripe; `apiBase` is null but in tests. */
export type StripeSecrets = { secretKey: string; webhookSecret: string; apiBase: string | null }

/** Secrets after configuration was checked; the development values never reach production. */
export type Secrets = {
  vaultKey: string
  vaultHmacKey: string
  cardKey: string
  passwordPepper: string
  setupToken: string | null
  /** Null while payment is a sandbox. */
  stripe: StripeSecrets | null
  logKey: string
}

export type Environment = 'development' | 'test' | 'demo' | 'production'

/** Everything a command or a query may touch. `now` comes from the clock, never from the runtime. */
export type Context = {
  market: Database
  county: Database
  vault: Database
  files: R2Bucket
  gateway: PaymentGateway
  clock: Clock
  actor: Actor
  locale: Locale
  requestId: string
  once: Once | null
  secrets: Secrets
  logOrigin: string
  environment: Environment
}
