import { sql } from 'drizzle-orm'
import type { Ms } from '../kernel/time.ts'
import { must, type Database, type Statement } from '../platform/database.ts'
import type { PaymentEvent } from '../kernel/payment.ts'
import { paymentEvents, payments } from './tables.ts'

export type Payment = NonNullable<Awaited<ReturnType<typeof findPayment>>>

export async function findPayment(market: Database, id: string) {
  return market.row(payments, sql`WHERE id = ${id}`)
}

export async function paymentOfCheckout(market: Database, checkoutId: string) {
  return market.row(payments, sql`WHERE checkout_id = ${checkoutId}`)
}

export async function findPaymentEvent(market: Database, id: string) {
  return market.row(paymentEvents, sql`WHERE id = ${id}`)
}

/** Checkouts with money taken and orders still to be posted or returned. */
export async function checkoutsToPost(market: Database): Promise<string[]> {
  const rows = await market.all<{ id: string }>(
    sql`SELECT DISTINCT checkout_id AS id FROM checkout_orders WHERE state = 'captured' ORDER BY checkout_id LIMIT 50`,
  )
  return rows.map(({ id }) => id)
}

/** Payments whose money was on its way when the provider was last asked, before `askedBefore`. */
export async function pendingPayments(market: Database, askedBefore: Ms) {
  return market.rows(payments, sql`WHERE status = 'pending' AND asked_at_ms <= ${askedBefore} ORDER BY asked_at_ms LIMIT 50`)
}

type Told = Pick<PaymentEvent, 'eventId' | 'bodySha256' | 'parked'> & { kind: string; paymentId: string | null }

/** Takes an event into the books, once; one that was parked is there already and is taken out of what waits. Fails with payment_event_known. */
export function eventStatements(gateway: string, { eventId, kind, paymentId, bodySha256, parked }: Told, now: Ms): Statement[] {
  if (parked) {
    return [
      must(sql`EXISTS (SELECT 1 FROM parked_events WHERE event_id = ${eventId})`, 'payment_event_known'),
      sql`DELETE FROM parked_events WHERE event_id = ${eventId}`,
    ]
  }
  return [
    must(sql`NOT EXISTS (SELECT 1 FROM payment_events WHERE id = ${eventId})`, 'payment_event_known'),
    sql`INSERT INTO payment_events (id, gateway, kind, payment_id, body_sha256, at_ms)
      VALUES (${eventId}, ${gateway}, ${kind}, ${paymentId}, ${bodySha256}, ${now})`,
  ]
}
