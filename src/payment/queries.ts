import { sql } from 'drizzle-orm'
import type { Fen } from '../kernel/money.ts'
import type { Database } from '../platform/database.ts'
import { payments } from './tables.ts'

export async function findPayment(market: Database, id: string) {
  return market.row(payments, sql`WHERE id = ${id}`)
}

export async function paymentOfCheckout(market: Database, checkoutId: string) {
  return market.row(payments, sql`WHERE checkout_id = ${checkoutId}`)
}

/** Checkouts with money taken and orders still to be posted or returned. */
export async function checkoutsToPost(market: Database): Promise<string[]> {
  const rows = await market.all<{ id: string }>(
    sql`SELECT DISTINCT checkout_id AS id FROM checkout_orders WHERE state = 'captured' ORDER BY checkout_id LIMIT 50`,
  )
  return rows.map(({ id }) => id)
}

export type UnsentRefund = { id: string; orderId: string; checkoutId: string; number: string; amountFen: Fen }

/** Refunds that stand in the books and have not been sent to the gateway yet, oldest first. */
export async function unsentRefunds(county: Database): Promise<UnsentRefund[]> {
  return county.all(sql`SELECT r.id AS id, r.order_id AS orderId, o.checkout_id AS checkoutId, o.number AS number,
    r.goods_fen + r.freight_fen AS amountFen FROM refunds r JOIN orders o ON o.id = r.order_id
    WHERE r.sent_at_ms IS NULL ORDER BY r.at_ms LIMIT 50`)
}

export async function isRefundSent(market: Database, id: string): Promise<boolean> {
  return (await market.first(sql`SELECT 1 AS sent FROM payment_refunds WHERE id = ${id}`)) !== null
}
