import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { releaseUnits } from '../../lot/queries.ts'
import { commit } from '../../platform/commit.ts'
import { each } from '../../platform/each.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import { buyerOf, capturedAmong, dueReservations, findCheckout, linesOf, moveOrder, ordersOfCheckout } from '../queries.ts'

/** Gives the stock of an unpaid order back; an order that is not waiting for payment is left as it is. */
export async function releaseOrder(context: Context, orderId: string): Promise<void> {
  const lines = await linesOf(context.county, [orderId])
  if (lines.length === 0) return
  await context.county.run([...moveOrder(orderId, 'reserved', sql`status = 'released'`), ...releaseUnits(lines)])
}

/** The clock's part: checkouts whose 30 minutes are over expire first, then stock held for orders nobody paid goes back. */
export async function releaseExpired(context: Context): Promise<void> {
  const now = context.clock.now()
  const due = await dueReservations(context.county, now)
  if (due.length === 0) return
  const checkoutIds = JSON.stringify(due.map(({ checkoutId }) => checkoutId))
  await context.market.run([
    sql`UPDATE checkouts SET status = 'expired'
      WHERE id IN (SELECT value FROM json_each(${checkoutIds})) AND status = 'open' AND expires_at_ms <= ${now}`,
  ])
  const captured = await capturedAmong(context.market, due)
  await each(
    due.filter(({ id }) => !captured.has(id)),
    ({ id }) => releaseOrder(context, id),
  )
}

/** The buyer gives up before paying: the checkout closes and its stock goes back. Answers the checkout's id. */
export async function cancelCheckout(context: Context, checkoutId: string): Promise<Result<string>> {
  const checkout = await findCheckout(context.market, checkoutId)
  const mine = checkout && (checkout.buyer === 'guest' || checkout.buyer === buyerOf(context.actor) || context.actor.kind === 'system')
  if (!mine) return refuse('not_found')
  const closed = await commit(
    context,
    'market',
    [
      must(sql`(SELECT status FROM checkouts WHERE id = ${checkoutId}) = 'open'`, 'checkout_status_moved'),
      sql`UPDATE checkouts SET status = 'expired' WHERE id = ${checkoutId}`,
    ],
    { action: 'checkout.cancel', subject: checkoutId },
  )
  if (!closed.ok) return closed
  for (const { orderId } of await ordersOfCheckout(context.market, checkoutId)) await releaseOrder(context, orderId)
  return ok(checkoutId)
}
