import type { Actor } from '../kernel/actor.ts'
import type { Configuration, Bindings } from '../env.ts'
import type { Clock } from '../platform/clock.ts'
import type { Context, Locale } from '../platform/context.ts'
import { Database } from '../platform/database.ts'
import { sandboxGateway } from '../platform/gateway.ts'

type Request = { requestId: string; locale: Locale; clock: Clock }

/** The context of one request or job: three databases on one meter, nobody signed in yet. */
export function makeContext(env: Bindings, configuration: Configuration, { requestId, locale, clock }: Request): Context {
  const meter = { queries: 0, rowsRead: 0, rowsWritten: 0 }
  return {
    market: new Database(env.MARKET_DB, meter),
    county: new Database(env.COUNTY_DB, meter),
    vault: new Database(env.VAULT_DB, meter),
    files: env.FILES,
    gateway: sandboxGateway,
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
