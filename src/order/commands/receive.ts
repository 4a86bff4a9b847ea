import { sql } from 'drizzle-orm'
import { refuse, type Result } from '../../kernel/result.ts'
import { hourMs } from '../../kernel/time.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { dueAfter } from '../order.ts'
import { findBuyersOrder, moveOrder } from '../queries.ts'

/** The buyer has the goods; the window for claims opens. Answers the order's id. */
export async function confirmReceipt(context: Context, checkoutId: string, orderId: string): Promise<Result<string>> {
  const order = await findBuyersOrder(context.county, context.actor, checkoutId, orderId)
  if (!order) return refuse('not_found')
  if (order.status === 'paid' || order.status === 'reserved') return refuse('order_not_shipped')
  const now = context.clock.now()
  const change = sql`status = 'received', received_at_ms = ${now}, due_at_ms = ${dueAfter('received', now, order)}`
  return commit(context, 'county', moveOrder(orderId, 'shipped', change), { action: 'order.receive', subject: orderId })
}

/** The clock's part: receipt is assumed when the contract's days are over, as of that moment and not of the job's run. */
export async function assumeReceipts(context: Context): Promise<void> {
  await context.county.run([
    sql`UPDATE orders SET status = 'received', receipt_assumed = 1, received_at_ms = due_at_ms,
      due_at_ms = due_at_ms + after_sales_hours * ${hourMs}
      WHERE id IN (SELECT id FROM orders WHERE status = 'shipped' AND due_at_ms <= ${context.clock.now()} ORDER BY due_at_ms LIMIT 200)`,
  ])
}
