import { sql } from 'drizzle-orm'
import type { Fen } from '../../kernel/money.ts'
import type { Ms } from '../../kernel/time.ts'
import { jsonRows, type Database } from '../../platform/database.ts'

export type UnsentRefund = { id: string; orderId: string; checkoutId: string; number: string; amountFen: Fen }

const unsent = sql`SELECT r.id AS id, r.order_id AS orderId, o.checkout_id AS checkoutId, o.number AS number,
  r.goods_fen + r.freight_fen AS amountFen FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.sent_at_ms IS NULL`

/** Refunds that stand in the books and have not been sent to the gateway yet, oldest first. */
export async function unsentRefunds(county: Database): Promise<UnsentRefund[]> {
  return county.all(sql`${unsent} ORDER BY r.at_ms LIMIT 50`)
}

/** One of them; null when it has been sent. */
export async function unsentRefund(county: Database, id: string): Promise<UnsentRefund | null> {
  return county.first(sql`${unsent} AND r.id = ${id}`)
}

/** How often a refund was sent, and whether the last time it came back. */
export async function sendingsOf(market: Database, refundId: string): Promise<{ sent: number; failed: number }> {
  const row = await market.first<{ sent: number; failed: number }>(sql`
    SELECT count(*) AS sent, count(f.id) AS failed FROM payment_refunds p LEFT JOIN refund_failures f ON f.id = p.id
    WHERE p.refund_id = ${refundId}`)
  return row!
}

export type FailedRefund = { refundId: string; orderId: string; checkoutId: string; amountFen: Fen; reason: string; atMs: Ms }

const failed = sql`SELECT p.refund_id AS refundId, p.order_id AS orderId, y.checkout_id AS checkoutId, p.amount_fen AS amountFen,
  f.reason AS reason, f.at_ms AS atMs FROM refund_failures f JOIN payment_refunds p ON p.id = f.id JOIN payments y ON y.id = p.payment_id
  WHERE NOT EXISTS (SELECT 1 FROM payment_refunds n WHERE n.refund_id = p.refund_id
    AND NOT EXISTS (SELECT 1 FROM refund_failures g WHERE g.id = n.id))`

/** Refunds that came back and have not been sent anew, for these orders, newest first. A refund that failed twice is one. */
export async function failedRefunds(market: Database, orderIds: readonly string[]): Promise<FailedRefund[]> {
  const rows = await market.all<FailedRefund>(
    sql`${failed} AND p.order_id IN (SELECT value FROM ${jsonRows(orderIds)}) ORDER BY f.at_ms DESC LIMIT 100`,
  )
  return rows.filter(({ refundId }, index) => rows.findIndex((row) => row.refundId === refundId) === index)
}

export async function findFailedRefund(market: Database, refundId: string): Promise<FailedRefund | null> {
  return market.first(sql`${failed} AND p.refund_id = ${refundId} ORDER BY f.at_ms DESC LIMIT 1`)
}

/** The orders of one organisation whose refunds came back, for its list of things to do; at most 50. */
export async function ordersWithFailedRefunds(market: Database, organisationId: string): Promise<string[]> {
  const rows = await market.all<{ orderId: string }>(sql`
    SELECT DISTINCT w.orderId AS orderId FROM (${failed}) w
    JOIN checkout_orders c ON c.checkout_id = w.checkoutId AND c.order_id = w.orderId AND c.organisation_id = ${organisationId} LIMIT 50`)
  return rows.map(({ orderId }) => orderId)
}
