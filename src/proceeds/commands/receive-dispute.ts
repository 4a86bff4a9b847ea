import type { Result } from '../../kernel/result.ts'
import { sumFen } from '../../kernel/money.ts'
import { divideAmongOrders, leftOf, type DisputedOrder } from '../../order/dispute.ts'
import { findOrder, ordersOfCheckout } from '../../order/queries.ts'
import { fixParts, markDisputePosted, recordDispute } from '../../payment/dispute/commands.ts'
import { disputeParts, disputesToPost, findDispute, type PaymentDispute } from '../../payment/dispute/queries.ts'
import { findPayment } from '../../payment/queries.ts'
import type { Context } from '../../platform/context.ts'
import { each } from '../../platform/each.ts'
import type { DisputeEvent } from '../../kernel/payment.ts'
import { orderMoneyOf } from '../dispute/queries.ts'
import { decideOrderDispute, openOrderDispute } from './post-dispute.ts'

/**
 * What the gateway reports about a dispute, all the way: kept in the market's books, then posted order by order. The same
 * event or the same fact again changes nothing, and events may come in any order. Answers the dispute's id; refused while
 * the payment is unknown. Law: design 2.6; who bears what: docs/decisions/0009.
 */
export async function receiveDispute(context: Context, event: DisputeEvent): Promise<Result<string>> {
  const recorded = await recordDispute(context, event)
  if (recorded.ok) await postDispute(context, recorded.value)
  return recorded
}

/** The clock's part: disputes the county's books do not have yet, or not as they stand now. */
export async function postDisputes(context: Context): Promise<void> {
  await each(await disputesToPost(context.market), (id) => postDispute(context, id))
}

/** Posts a dispute to every order it concerns, as far as it has come. Safe to repeat; waits until the payment itself is posted. */
async function postDispute(context: Context, disputeId: string): Promise<void> {
  const dispute = await findDispute(context.market, disputeId)
  if (!dispute || dispute.posted === dispute.status) return
  const parts = await partsOf(context, dispute)
  if (!parts) return
  for (const part of parts) {
    await openOrderDispute(context, dispute, part)
    if (dispute.status !== 'open') await decideOrderDispute(context, { ...part, disputeId, status: dispute.status })
  }
  await markDisputePosted(context, dispute)
}

// Null while money of the payment is still on its way into the books: what is left of its orders is not known yet.
async function partsOf(context: Context, dispute: PaymentDispute): Promise<{ orderId: string; amountFen: number }[] | null> {
  const fixed = await disputeParts(context.market, dispute.id)
  if (fixed.length > 0) return fixed
  const payment = await findPayment(context.market, dispute.paymentId)
  const orders = payment?.status === 'captured' ? await ordersOfCheckout(context.market, payment.checkoutId) : []
  if (orders.length === 0 || orders.some(({ state }) => state !== 'posted' && state !== 'returned')) return null
  const disputed = await Promise.all(orders.map((order) => disputedOrder(context, order)))
  await fixParts(context, dispute.id, divideAmongOrders(dispute.amountFen, disputed))
  return disputeParts(context.market, dispute.id)
}

async function disputedOrder(context: Context, { orderId, totalFen }: { orderId: string; totalFen: number }): Promise<DisputedOrder> {
  const order = await findOrder(context.county, orderId)
  if (!order) throw new Error(`a posted order is missing: ${orderId}`)
  const left = leftOf((await orderMoneyOf(context.county, order)).money)
  return { orderId, paidFen: totalFen, leftFen: sumFen([left.freightFen, ...left.lines.map(({ amountFen }) => amountFen)]) }
}
