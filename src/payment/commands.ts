import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Ms } from '../kernel/time.ts'
import { findCheckout, findOrders, linesOf, ordersOfCheckout } from '../order/queries.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, must, type Statement } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import type { PaymentEvent, PaymentRequest } from '../kernel/payment.ts'
import { GatewayRefused, GatewayUnavailable } from '../platform/gateway.ts'
import { openingOf, paymentIdOf } from './opening.ts'
import { paymentLines } from './payment-lines.ts'
import { eventStatements, findPayment, findPaymentEvent, paymentOfCheckout, type Payment } from './queries.ts'
import { payments } from './tables.ts'

type Checkout = NonNullable<Awaited<ReturnType<typeof findCheckout>>>

/**
 * Opens the payment of a placed checkout at the gateway, once; opening again answers the same one. Answers where the
 * buyer goes on: a path of ours or the provider's address. Refused when the checkout's time is over, or while the
 * provider does not answer: then the goods stay held and the buyer may ask again.
 */
export async function openPayment(context: Context, checkoutId: string): Promise<Result<string>> {
  const checkout = await findCheckout(context.market, checkoutId)
  if (!checkout) return refuse('not_found')
  const before = await paymentOfCheckout(context.market, checkoutId)
  if (before) return whereToPay(context, checkout, before)
  const now = context.clock.now()
  if (checkout.status !== 'open' || checkout.expiresAtMs <= now) return refuse('payment_closed')
  const request = await requestOf(context, checkout, now)
  const opened = await asked(context, () => context.gateway.open(request))
  if (!opened.ok) return opened
  const { gatewayReference, payPath } = opened.value
  const { paymentId: id, amountFen } = request
  const row = { id, checkoutId, gateway: context.gateway.name, gatewayReference, payPath, amountFen, status: 'created' as const }
  const problem = await context.market.run([
    must(sql`(SELECT status FROM checkouts WHERE id = ${checkoutId}) = 'open'`, 'payment_closed'),
    build
      .insert(payments)
      .values({ ...row, createdAtMs: now })
      .onConflictDoNothing({ target: payments.id }),
  ])
  if (problem !== null) {
    // The buyer gave up in between: nobody shall pay for goods that are not held.
    await asked(context, () => context.gateway.expire(gatewayReference))
    return refuse(problem)
  }
  return ok((await findPayment(context.market, id))!.payPath)
}

function whereToPay(context: Context, checkout: Checkout, { gateway, status, payPath }: Payment): Result<string> {
  if (status === 'captured' || status === 'pending') return ok(`/orders/${checkout.id}`)
  // A provider's page takes no second try after a failed one; our own does. One that was switched off takes none at all.
  const refused = status === 'expired' || (status === 'failed' && gateway !== 'sandbox')
  const over = checkout.status !== 'open' || refused || gateway !== context.gateway.name
  return over ? refuse('payment_closed') : ok(payPath)
}

async function requestOf(context: Context, checkout: Checkout, now: Ms): Promise<PaymentRequest> {
  const { id: checkoutId, totalFen: amountFen, createdAtMs, locale } = checkout
  const ids = (await ordersOfCheckout(context.market, checkoutId)).map(({ orderId }) => orderId)
  const [orders, lines] = await Promise.all([findOrders(context.county, ids), linesOf(context.county, ids)])
  const paymentId = paymentIdOf(checkoutId)
  const returnPath = `${locale === 'en' ? '/en' : ''}/orders/${checkoutId}`
  const opening = openingOf(paymentId, createdAtMs, now)
  return { ...opening, paymentId, checkoutId, amountFen, locale, lines: paymentLines(orders, lines, locale), returnPath }
}

/** What the gateway answers, or that it cannot be asked now; why is for the operator's log. */
export async function asked<T>(context: Context, question: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await question())
  } catch (error) {
    if (!(error instanceof GatewayUnavailable) && !(error instanceof GatewayRefused)) throw error
    console.error(JSON.stringify({ requestId: context.requestId, gateway: context.gateway.name, error: error.message }))
    return refuse('payment_unavailable')
  }
}

/** The sandbox's own event: its id is the fact, so the same press twice is the same event. */
export async function sandboxEvent(paymentId: string, kind: 'captured' | 'failed', attempt: string): Promise<PaymentEvent> {
  const eventId = kind === 'captured' ? `sandbox:${paymentId}:captured` : `sandbox:${paymentId}:failed:${attempt}`
  return { eventId, kind, paymentId, bodySha256: await sha256(`${paymentId}:${kind}`) }
}

/**
 * Takes in what the gateway reports, in one market batch: the event, the payment, the checkout, and its orders as paid
 * for and to be posted. Events may come in any order and say the same twice: money that came is never taken for money
 * that did not. An event that is already known changes nothing and answers the same; the same id with another body is
 * refused and told to the operator. Answers the checkout's id.
 */
export async function capturePayment(context: Context, event: PaymentEvent): Promise<Result<string>> {
  const payment = await findPayment(context.market, event.paymentId)
  if (!payment) return refuse('not_found')
  // Nobody else's word counts for money that this provider was to take.
  if (event.kind === 'captured' && payment.gateway !== context.gateway.name) return refuse('not_found')
  if (event.amountFen !== undefined && event.amountFen !== payment.amountFen) {
    return refuse('payment_amount_differs', { paid: event.amountFen, due: payment.amountFen })
  }
  const now = context.clock.now()
  const problem = await context.market.run([
    ...eventStatements(context.gateway.name, event, now),
    ...(event.kind === 'captured' ? captured(payment, now) : notCaptured(payment, event, now)),
  ])
  if (problem === 'payment_event_known' && !event.parked) return knownEvent(context, event, payment.checkoutId)
  return problem === null || problem === 'payment_event_known' ? ok(payment.checkoutId) : refuse(problem)
}

function captured({ id, checkoutId }: Payment, now: Ms): Statement[] {
  return [
    sql`UPDATE payments SET status = 'captured', captured_at_ms = ${now} WHERE id = ${id} AND status <> 'captured'`,
    sql`UPDATE checkouts SET status = 'paid' WHERE id = ${checkoutId} AND status <> 'paid'`,
    sql`UPDATE checkout_orders SET state = 'captured' WHERE checkout_id = ${checkoutId} AND state = 'reserved'`,
  ]
}

// What is said of a session that was opened and never handed to the buyer is not about this payment.
function notCaptured({ id, checkoutId, gatewayReference }: Payment, { kind, gatewayReference: about }: PaymentEvent, now: Ms): Statement[] {
  if (about !== undefined && about !== gatewayReference) return []
  if (kind === 'pending') return [sql`UPDATE payments SET status = 'pending', asked_at_ms = ${now} WHERE id = ${id} AND status = 'created'`]
  if (kind === 'failed') return [sql`UPDATE payments SET status = 'failed' WHERE id = ${id} AND status IN ('created', 'pending')`]
  return [
    sql`UPDATE payments SET status = 'expired' WHERE id = ${id} AND status IN ('created', 'failed')`,
    sql`UPDATE checkouts SET status = 'expired' WHERE id = ${checkoutId} AND status = 'open'
      AND (SELECT status FROM payments WHERE id = ${id}) = 'expired'`,
  ]
}

/** An event that was there before: the same again answers `value`; another body under its id is refused, and an alarm. */
export async function knownEvent(
  context: Context,
  { eventId, bodySha256 }: Pick<PaymentEvent, 'eventId' | 'bodySha256'>,
  value: string,
): Promise<Result<string>> {
  const known = await findPaymentEvent(context.market, eventId)
  if (!known || known.bodySha256 === bodySha256) return ok(value)
  console.error(JSON.stringify({ requestId: context.requestId, alarm: 'payment_event_altered', eventId }))
  await commit({ ...context, once: null }, 'market', [], { action: 'payment_event.altered', subject: eventId })
  return refuse('payment_event_altered')
}
