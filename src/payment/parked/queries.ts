import { sql } from 'drizzle-orm'
import type { Ms } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import { parkedEvents } from './tables.ts'

/** Events that wait for what they are about and are due for another try. */
export async function parkedDue(market: Database, now: Ms) {
  return market.rows(parkedEvents, sql`WHERE next_try_at_ms <= ${now} ORDER BY next_try_at_ms LIMIT 50`)
}

export type ParkedEvent = { eventId: string; kind: string; paymentId: string | null; reason: string; tries: number; parkedAtMs: Ms }

/** The longest waiting, for the operator; at most 50. */
export async function longestParked(market: Database): Promise<ParkedEvent[]> {
  return market.all(sql`SELECT p.event_id AS eventId, e.kind AS kind, e.payment_id AS paymentId, p.reason AS reason, p.tries AS tries,
    p.parked_at_ms AS parkedAtMs FROM parked_events p JOIN payment_events e ON e.id = p.event_id ORDER BY p.parked_at_ms LIMIT 50`)
}
