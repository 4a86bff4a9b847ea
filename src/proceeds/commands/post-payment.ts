import { sql } from 'drizzle-orm'
import type { ProblemCode } from '../../kernel/problem.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { postEntry } from '../../ledger/queries.ts'
import { addProceeds, reserveAgain, sellUnits } from '../../lot/queries.ts'
import { findCheckout, findOrder, findOrderWithLines, moveOrder, newsStatement, ordersOfCheckout } from '../../order/queries.ts'
import { releaseOrder } from '../../order/commands/release.ts'
import { byLot, lineFen } from '../../order/refund.ts'
import { releaseCheckout } from '../../payment/closing/commands.ts'
import { capturePayment } from '../../payment/commands.ts'
import { returnOrder } from '../../payment/refund/commands.ts'
import { checkoutsToPost } from '../../payment/queries.ts'
import type { Context } from '../../platform/context.ts'
import { must, type Statement } from '../../platform/database.ts'
import { each } from '../../platform/each.ts'
import type { PaymentEvent } from '../../kernel/payment.ts'
import { paidEntry } from '../posting.ts'

/**
 * What the gateway reports, all the way: captured in the market's books, then posted order by order; when nobody can pay
 * any more, the stock goes back. Answers the checkout's id.
 */
export async function receivePayment(context: Context, event: PaymentEvent): Promise<Result<string>> {
  const captured = await capturePayment(context, event)
  if (captured.ok && event.kind === 'captured') await postCheckout(context, captured.value)
  if (captured.ok && event.kind === 'expired') await releaseCheckout(context, captured.value)
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
 * `pay:<order>` stands in the ledger, once. An order that is already paid answers the same. One whose stock has gone back
 * gets it again if it is still there; if not, or if its lot's money would go beyond its bound, it is refused for good.
 * Law: design 2.
 */
export async function postPayment(context: Context, orderId: string): Promise<Result<string>> {
  const found = await findOrderWithLines(context.county, orderId)
  if (!found) return refuse('not_found')
  const { order, lines } = found
  if (order.status !== 'reserved' && order.status !== 'released') return ok(orderId)
  if (order.returnedAtMs !== null) return refuse('order_returned')
  const now = context.clock.now()
  const money = byLot(lines.map((line) => ({ lotId: line.lotId, amountFen: lineFen(line) })))
  const problem = await context.county.run([
    ...moveOrder(orderId, order.status, sql`status = 'paid', paid_at_ms = ${now}`),
    ...(order.status === 'released' ? reserveAgain(lines, localDate(now)) : []),
    ...sellUnits(lines),
    ...addProceeds(money),
    ...postEntry(context, paidEntry(order, money)),
  ])
  if (problem === null) return ok(orderId)
  if (problem === 'order_status_moved' || problem === 'order_returned') return postPayment(context, orderId)
  if (!neverServed.has(problem)) throw new Error(`a paid order cannot be posted: ${problem}`)
  await refuseForGood(context, orderId)
  return postPayment(context, orderId)
}

const neverServed = new Set<ProblemCode>(['lot_money_full', 'stock_gone'])

// Its stock goes back if it was held, and nobody serves it any more: from here on its money can be returned.
async function refuseForGood(context: Context, orderId: string): Promise<void> {
  await releaseOrder(context, orderId)
  await context.county.run([
    sql`UPDATE orders SET returned_at_ms = coalesce(returned_at_ms, ${context.clock.now()}) WHERE id = ${orderId} AND status = 'released'`,
  ])
}
