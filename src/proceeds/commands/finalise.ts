import { sql } from 'drizzle-orm'
import { postEntry } from '../../ledger/queries.ts'
import { finaliseUnits } from '../../lot/queries.ts'
import { dueToFinal, findOrder, inDispute, linesOf, moveOrder } from '../../order/queries.ts'
import { finalLines } from '../../order/refund.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import { each } from '../../platform/each.ts'
import { finalEntry } from '../posting.ts'

/** The clock's part: orders whose after-sales window is over, with no claim and no dispute open, become final and pay into S_final. Law: design 2.2, 2.7. */
export async function finaliseOrders(context: Context): Promise<void> {
  await each(await dueToFinal(context.county, context.clock.now()), (id) => finaliseOrder(context, id))
  await closeLots(context)
}

/** Makes one received order final; one that is not due yet, or that has moved on, is left as it is. */
export async function finaliseOrder(context: Context, orderId: string): Promise<void> {
  const order = await findOrder(context.county, orderId)
  if (!order || order.status !== 'received' || order.dueAtMs > context.clock.now()) return
  const lots = finalLines(await linesOf(context.county, [orderId]))
  await context.county.run([
    ...moveOrder(orderId, 'received', sql`status = 'final', final_at_ms = due_at_ms`),
    // A refund, a claim or a dispute that came in between is read again on the next run.
    must(sql`(SELECT refunded_goods_fen FROM orders WHERE id = ${orderId}) = ${order.refundedGoodsFen}`, 'order_status_moved'),
    must(sql`NOT EXISTS (SELECT 1 FROM claims WHERE order_id = ${orderId} AND status = 'open')`, 'order_status_moved'),
    must(sql`NOT ${inDispute(sql`${orderId}`)}`, 'order_status_moved'),
    ...finaliseUnits(lots),
    ...postEntry(context, finalEntry(order, lots)),
  ])
}

/**
 * Closes every lot whose grams are all packed or lost and whose packs are all final or lost; the rest of a lot that will
 * not be sold is written off first, as a loss of kind "unsold". Law: design 2.7.
 */
export async function closeLots(context: Context): Promise<void> {
  await context.county.run([
    sql`UPDATE lots SET closed_at_ms = ${context.clock.now()}
      WHERE closed_at_ms IS NULL AND open_units = 0 AND packed_grams + lost_grams = grams`,
  ])
}
