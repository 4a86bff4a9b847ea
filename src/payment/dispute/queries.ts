import { sql } from 'drizzle-orm'
import type { Database } from '../../platform/database.ts'
import { paymentDisputeParts, paymentDisputes } from './tables.ts'

export type PaymentDispute = NonNullable<Awaited<ReturnType<typeof findDispute>>>

export async function findDispute(market: Database, id: string) {
  return market.row(paymentDisputes, sql`WHERE id = ${id}`)
}

/** How a dispute divides among orders, in order of their ids; empty until it was divided. */
export async function disputeParts(market: Database, disputeId: string) {
  return market.rows(paymentDisputeParts, sql`WHERE dispute_id = ${disputeId} ORDER BY order_id`)
}

/** Disputes of which the county's books do not have the last state yet, oldest first. */
export async function disputesToPost(market: Database): Promise<string[]> {
  const rows = await market.all<{ id: string }>(
    sql`SELECT id AS id FROM payment_disputes WHERE posted <> status ORDER BY opened_at_ms LIMIT 50`,
  )
  return rows.map(({ id }) => id)
}
