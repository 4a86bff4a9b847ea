import { sql } from 'drizzle-orm'
import { refuse, type Result } from '../../kernel/result.ts'
import { postEntry } from '../../ledger/queries.ts'
import { addProceeds, sellUnits } from '../../lot/queries.ts'
import { findCheckout, findOrder, linesOf, moveOrder, newsStatement, ordersOfCheckout } from '../../order/queries.ts'
import { releaseOrder } from '../../order/commands/release.ts'
import { byLot, lineFen } from '../../order/refund.ts'
import { capturePayment, returnOrder } from '../../payment/commands.ts'
import { checkoutsToPost } from '../../payment/queries.ts'
import type { Context } from '../../platform/context.ts'
import { must, type Statement } from '../../platform/database.ts'
import { each } from '../../platform/each.ts'
import type { PaymentEvent } from '../../platform/gateway.ts'
import { paidEntry } from '../posting.ts'

/** What the gateway reports, all the way: captured in the market's books, then posted order by order. Answers the checkout's id. */
export async function receivePayment(context: Context, event: PaymentEvent): Promise<Result<string>> {
  const captured = await capturePayment(context, event)
  if (captured.ok && event.kind === 'captured') await postCheckout(context, captured.value)
  return captured
}

/** The clock's part: whatever was captured and not posted yet. */
export async function postCaptured(context: Context): Promise<void> {
  await each(await checkoutsToPost(context.market), (checkoutId) => postCheckout(context, checkoutId))
}

/** Posts every captured order of a checkout; one that can no longer be served has its money returned. Safe to repeat. */
async function postCheckout(context: Context, checkoutId: string): Promise<void> {
  const checkout = await findCheckout(context.market, checkoutId)
  if (!checkout) return
  for (const { orderId, state, totalFen } of await ordersOfCheckout(context.market, checkoutId)) {
    if (state !== 'captured') continue
    const order = await findOrder(context.county, orderId)
    if (!order) continue
    const posted = await postPayment(context, orderId)
    if (!posted.ok) await returnOrder(context, { ...order, totalFen })
    else
      await markPosted(
        context,
        { checkoutId, orderId },
        newsStatement(context.clock, checkout, { kind: 'paid', number: order.number, amountFen: totalFen }),
      )
  }
}

// Whoever comes first marks it and tells the buyer; the others find it done.
async function markPosted(
  context: Context,
  { checkoutId, orderId }: { checkoutId: string; orderId: string },
  news: Statement,
): Promise<void> {
  const part = sql`checkout_orders WHERE checkout_id = ${checkoutId} AND order_id = ${orderId}`
  await context.market.run([
    must(sql`(SELECT state FROM ${part}) = 'captured'`, 'order_status_moved'),
    sql`UPDATE checkout_orders SET state = 'posted' WHERE checkout_id = ${checkoutId} AND order_id = ${orderId}`,
    news,
  ])
}

/**
 * The county's batch of a paid order: the order is paid, its units are sold, its lots have their money, and the entry
 * `pay:<order>` stands in the ledger, once. An order that is already paid answers the same; a released one is refused,
 * and so is one that would take its lot's money beyond its bound: its stock goes back. Law: design 2.
 */
export async function postPayment(context: Context, orderId: string): Promise<Result<string>> {
  const order = await findOrder(context.county, orderId)
  if (!order) return refuse('not_found')
  const lines = await linesOf(context.county, [orderId])
  const now = context.clock.now()
  const money = byLot(lines.map((line) => ({ lotId: line.lotId, amountFen: lineFen(line) })))
  const problem = await context.county.run([
    ...moveOrder(orderId, 'reserved', sql`status = 'paid', paid_at_ms = ${now}`),
    ...sellUnits(lines),
    ...addProceeds(money),
    ...postEntry(context, paidEntry(order, money)),
  ])
  if (problem === null) return { ok: true, value: orderId }
  if (problem === 'lot_money_full') await releaseOrder(context, orderId)
  else if (problem !== 'order_status_moved') throw new Error(`a reserved order cannot be posted: ${problem}`)
  const current = await findOrder(context.county, orderId)
  return current?.status === 'released' ? refuse('order_status_moved') : { ok: true, value: orderId }
}
