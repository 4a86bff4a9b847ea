import { z } from 'zod'
import type { Environment, Secrets, StripeSecrets } from './platform/context.ts'

export type Bindings = {
  MARKET_DB: D1Database
  COUNTY_DB: D1Database
  VAULT_DB: D1Database
  FILES: R2Bucket
  ASSETS: Fetcher
  ENVIRONMENT: string
  PAYMENT_GATEWAY: string
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  STRIPE_API_BASE?: string
  VAULT_KEY?: string
  VAULT_HMAC_KEY?: string
  CARD_KEY?: string
  PASSWORD_PEPPER?: string
  SETUP_TOKEN?: string
  LOG_KEY?: string
  LOG_ORIGIN?: string
}

/** `logOrigin`: the name under which the log of this installation signs, such as "example.org/log". */
export type Configuration = { environment: Environment; secrets: Secrets; logOrigin: string }

const secretNames = ['VAULT_KEY', 'VAULT_HMAC_KEY', 'CARD_KEY', 'PASSWORD_PEPPER', 'LOG_KEY'] as const
const longSecret = z.string().min(32)

// Known to everyone who reads this file, so they serve development, tests and the demo only.
const developmentSecrets: Omit<Secrets, 'stripe'> = {
  vaultKey: 'ZGV2ZWxvcG1lbnQtb25seS12YXVsdC1rZXktMzJieXQ=',
  vaultHmacKey: 'development-only-vault-hmac-key-32',
  cardKey: 'development-only-card-key-32-chars',
  passwordPepper: 'development-only-password-pepper-32',
  setupToken: 'development-setup',
  logKey: 'ZGV2ZWxvcG1lbnQtb25seS1sb2cta2V5LTMyYnl0ZXM=',
}

/**
 * Checks the configuration. In production every secret must be set, at least 32 characters long (VAULT_KEY and
 * LOG_KEY: base64 of 32 bytes), none may be a development value, and PAYMENT_GATEWAY must say "trial" or "stripe". Stripe
 * needs its two secrets everywhere. Otherwise the names of what is missing.
 */
export function configure(env: Bindings): Configuration | { missing: string[] } {
  const environment = z.enum(['development', 'test', 'demo', 'production']).safeParse(env.ENVIRONMENT)
  if (!environment.success) return { missing: ['ENVIRONMENT'] }
  const unpayable = paymentMissing(env, environment.data === 'production')
  const stripe = stripeOf(env)
  if (environment.data !== 'production') {
    if (unpayable.length > 0) return { missing: unpayable }
    return { environment: environment.data, secrets: { ...developmentSecrets, stripe }, logOrigin: env.LOG_ORIGIN ?? 'sigen.invalid/log' }
  }
  const known = new Set(Object.values(developmentSecrets))
  const missing: string[] = secretNames.filter((name) => !longSecret.safeParse(env[name]).success || known.has(env[name]!))
  for (const name of ['VAULT_KEY', 'LOG_KEY'] as const) if (!missing.includes(name) && !isKey(env[name]!)) missing.push(name)
  if (!/^[^\s+]+$/.test(env.LOG_ORIGIN ?? '')) missing.push('LOG_ORIGIN')
  missing.push(...unpayable)
  if (missing.length > 0) return { missing }
  const secrets = {
    vaultKey: env.VAULT_KEY!,
    vaultHmacKey: env.VAULT_HMAC_KEY!,
    cardKey: env.CARD_KEY!,
    passwordPepper: env.PASSWORD_PEPPER!,
    setupToken: env.SETUP_TOKEN ?? null,
    stripe,
    logKey: env.LOG_KEY!,
  }
  return { environment: 'production', secrets, logOrigin: env.LOG_ORIGIN! }
}

// A sandbox anyone may press "paid" in is never switched on by leaving the default; another address for Stripe is for tests.
function paymentMissing(env: Bindings, production: boolean): string[] {
  if (env.PAYMENT_GATEWAY !== 'stripe')
    return ['trial', ...(production ? [] : ['sandbox'])].includes(env.PAYMENT_GATEWAY) ? [] : ['PAYMENT_GATEWAY']
  const missing = []
  if (!/^[sr]k_(test|live)_\w{8,}$/.test(env.STRIPE_SECRET_KEY ?? '')) missing.push('STRIPE_SECRET_KEY')
  if (!/^whsec_\w{8,}$/.test(env.STRIPE_WEBHOOK_SECRET ?? '')) missing.push('STRIPE_WEBHOOK_SECRET')
  if (env.STRIPE_API_BASE !== undefined && (production || !URL.canParse(env.STRIPE_API_BASE))) missing.push('STRIPE_API_BASE')
  return missing
}

function stripeOf(env: Bindings): StripeSecrets | null {
  if (env.PAYMENT_GATEWAY !== 'stripe') return null
  return { secretKey: env.STRIPE_SECRET_KEY ?? '', webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? '', apiBase: env.STRIPE_API_BASE ?? null }
}

function isKey(base64: string): boolean {
  try {
    return atob(base64).length === 32
  } catch {
    return false
  }
}
