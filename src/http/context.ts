import type { Actor } from '../kernel/actor.ts'
import type { Configuration, Bindings } from '../env.ts'
import type { Clock } from '../platform/clock.ts'
import type { Context, Locale } from '../platform/context.ts'
import { Database } from '../platform/database.ts'
import { stripeGateway } from '../payment/stripe/commands.ts'
import { sandboxGateway } from '../platform/gateway.ts'

/** `origin` is where buyers come back to from a provider's page; a job sends nobody there. */
type Request = { requestId: string; locale: Locale; clock: Clock; origin?: string }

/** The context of one request or job: three databases on one meter, nobody signed in yet. */
export function makeContext(env: Bindings, configuration: Configuration, { requestId, locale, clock, origin = '' }: Request): Context {
  const { stripe } = configuration.secrets
  const meter = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  return {
    market: new Database(env.MARKET_DB, meter),
    county: new Database(env.COUNTY_DB, meter),
    vault: new Database(env.VAULT_DB, meter),
    files: env.FILES,
    gateway: stripe ? stripeGateway(stripe, origin) : sandboxGateway,
    clock,
    actor: { kind: 'guest' },
    locale,
    requestId,
    once: null,
    ...configuration,
  }
}

/** The same context acting as someone else. */
export function actingAs(context: Context, actor: Actor): Context {
  return { ...context, actor }
}
