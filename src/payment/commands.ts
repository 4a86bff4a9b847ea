import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { findCheckout, findOrders, linesOf, newsStatement, ordersOfCheckout } from '../order/queries.ts'
import type { News } from '../order/message.ts'
import { secretId } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { build, must } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import { each } from '../platform/each.ts'
import type { PaymentEvent, PaymentRequest } from '../platform/gateway.ts'
import { paymentLines } from './payment-lines.ts'
import { findPayment, isRefundSent, paymentOfCheckout, unsentRefunds, type UnsentRefund } from './queries.ts'
import { paymentEvents, paymentRefunds, payments } from './tables.ts'

type Checkout = NonNullable<Awaited<ReturnType<typeof findCheckout>>>

/**
 * Opens the payment of a placed checkout at the gateway, once; opening again answers the same one. Answers the path
 * where the buyer pays. Refused when the checkout is neither open nor paid.
 */
export async function openPayment(context: Context, checkoutId: string): Promise<Result<string>> {
  const checkout = await findCheckout(context.market, checkoutId)
  if (!checkout) return refuse('not_found')
  const before = await paymentOfCheckout(context.market, checkoutId)
  if (!before && checkout.status !== 'open') return refuse('payment_closed')
  const paymentId = before?.id ?? secretId('pay')
  const { totalFen: amountFen } = checkout
  const opened = await context.gateway.open(await paymentRequest(context, checkout, paymentId))
  if (before) return ok(opened.payPath)
  const row = { id: paymentId, checkoutId, gateway: context.gateway.name, gatewayReference: opened.gatewayReference, amountFen }
  await context.market.run([
    build
      .insert(payments)
      .values({ ...row, status: 'created', createdAtMs: context.clock.now() })
      .onConflictDoNothing({ target: payments.checkoutId }),
  ])
  const kept = await paymentOfCheckout(context.market, checkoutId)
  return kept?.id === paymentId ? ok(opened.payPath) : openPayment(context, checkoutId)
}

async function paymentRequest(context: Context, checkout: Checkout, paymentId: string): Promise<PaymentRequest> {
  const { id: checkoutId, totalFen: amountFen, expiresAtMs, locale } = checkout
  const ids = (await ordersOfCheckout(context.market, checkoutId)).map(({ orderId }) => orderId)
  const [orders, lines] = await Promise.all([findOrders(context.county, ids), linesOf(context.county, ids)])
  const returnPath = `${locale === 'en' ? '/en' : ''}/orders/${checkoutId}`
  return { paymentId, checkoutId, amountFen, expiresAtMs, locale, lines: paymentLines(orders, lines, locale), returnPath }
}

/** The sandbox's own event: its id is the fact, so the same press twice is the same event. */
export async function sandboxEvent(paymentId: string, kind: PaymentEvent['kind'], attempt: string): Promise<PaymentEvent> {
  const eventId = kind === 'captured' ? `sandbox:${paymentId}:captured` : `sandbox:${paymentId}:failed:${attempt}`
  return { eventId, kind, paymentId, bodySha256: await sha256(`${paymentId}:${kind}`) }
}

/**
 * Takes in what the gateway reports, in one market batch: the event, the payment, the checkout, and its orders as paid
 * for and to be posted. An event that is already known changes nothing and answers the same. Answers the checkout's id.
 */
export async function capturePayment(context: Context, event: PaymentEvent): Promise<Result<string>> {
  const payment = await findPayment(context.market, event.paymentId)
  if (!payment) return refuse('not_found')
  const { checkoutId } = payment
  const { eventId: id, kind, paymentId, bodySha256 } = event
  const now = context.clock.now()
  const record = build.insert(paymentEvents).values({ id, gateway: context.gateway.name, kind, paymentId, bodySha256, atMs: now })
  const problem = await context.market.run([
    must(sql`NOT EXISTS (SELECT 1 FROM payment_events WHERE id = ${id})`, 'payment_event_known'),
    record,
    ...(kind === 'captured'
      ? [
          sql`UPDATE payments SET status = 'captured', captured_at_ms = ${now} WHERE id = ${paymentId} AND status <> 'captured'`,
          sql`UPDATE checkouts SET status = 'paid' WHERE id = ${checkoutId} AND status <> 'paid'`,
          sql`UPDATE checkout_orders SET state = 'captured' WHERE checkout_id = ${checkoutId} AND state = 'reserved'`,
        ]
      : [sql`UPDATE payments SET status = 'failed' WHERE id = ${paymentId} AND status = 'created'`]),
  ])
  return problem === null || problem === 'payment_event_known' ? ok(checkoutId) : refuse(problem)
}

/** Sends every refund that stands in the books to the gateway; driven by the clock until none is left. */
export async function sendRefunds(context: Context): Promise<void> {
  await each(await unsentRefunds(context.county), async (refund) => {
    const sent = await sendBack(context, refund, { kind: 'refunded', number: refund.number, amountFen: refund.amountFen })
    if (!sent.ok) return
    await context.county.run([sql`UPDATE refunds SET sent_at_ms = ${context.clock.now()} WHERE id = ${refund.id} AND sent_at_ms IS NULL`])
  })
}

/** Gives back the money of an order that was paid for after its stock had gone, and marks it returned. */
export async function returnOrder(
  context: Context,
  order: { id: string; checkoutId: string; number: string; totalFen: number },
): Promise<void> {
  const { id: orderId, checkoutId, number, totalFen: amountFen } = order
  await sendBack(context, { id: `return:${orderId}`, orderId, checkoutId, number, amountFen }, { kind: 'not_served', number, amountFen })
  await context.market.run([sql`UPDATE checkout_orders SET state = 'returned' WHERE checkout_id = ${checkoutId} AND order_id = ${orderId}`])
}

/** One refund at the gateway and in the market's books, with the message to the buyer; sending twice sends once. */
async function sendBack(context: Context, refund: UnsentRefund, news: News): Promise<Result<string>> {
  if (await isRefundSent(context.market, refund.id)) return ok(refund.id)
  const payment = await paymentOfCheckout(context.market, refund.checkoutId)
  const checkout = await findCheckout(context.market, refund.checkoutId)
  if (!payment || !checkout) return refuse('not_found')
  const { id, orderId, amountFen } = refund
  const { gatewayReference } = await context.gateway.refund({
    refundId: id,
    paymentId: payment.id,
    gatewayReference: payment.gatewayReference,
    amountFen,
  })
  const problem = await context.market.run([
    must(sql`NOT EXISTS (SELECT 1 FROM payment_refunds WHERE id = ${id})`, 'refund_sent'),
    build.insert(paymentRefunds).values({ id, paymentId: payment.id, orderId, amountFen, gatewayReference, atMs: context.clock.now() }),
    newsStatement(context.clock, checkout, news),
  ])
  return problem === null || problem === 'refund_sent' ? ok(id) : refuse(problem)
}
