import { sql } from 'drizzle-orm'
import { hourMs } from '../kernel/time.ts'
import type { Context } from './context.ts'

const keysLastMs = 72 * hourMs

/** Deletes what has served its time: idempotency keys after 72 hours, sessions, sign-in codes and rate limits when they are over. */
export async function forgetExpired({ county, market, clock }: Context): Promise<void> {
  const now = clock.now()
  const keys = sql`DELETE FROM idempotency_keys WHERE at_ms < ${now - keysLastMs}`
  await county.run([keys])
  await market.run([
    keys,
    sql`DELETE FROM sessions WHERE expires_at_ms < ${now}`,
    sql`DELETE FROM sign_in_codes WHERE expires_at_ms < ${now}`,
    sql`DELETE FROM rate_limits WHERE window_ends_at_ms < ${now}`,
  ])
}
