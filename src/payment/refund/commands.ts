import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { findCheckout, findOrder, newsStatement } from '../../order/queries.ts'
import type { News } from '../../order/message.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, must } from '../../platform/database.ts'
import { each } from '../../platform/each.ts'
import type { RefundFailedEvent, RefundRequest } from '../../kernel/payment.ts'
import { GatewayRefused, sandboxGateway } from '../../platform/gateway.ts'
import { asked, knownEvent } from '../commands.ts'
import { eventStatements, paymentOfCheckout, type Payment } from '../queries.ts'
import { findFailedRefund, sendingsOf, unsentRefund, unsentRefunds, type UnsentRefund } from './queries.ts'
import { paymentRefunds, refundFailures } from './tables.ts'

/** The clock's part: sends every refund that stands in the books to the gateway, until none is left. */
export async function sendRefunds(context: Context): Promise<void> {
  await each(await unsentRefunds(context.county), (refund) => send(context, refund))
}

/** Sends one refund; what the gateway does not take now the clock sends later. */
export async function sendRefund(context: Context, refundId: string): Promise<void> {
  const refund = await unsentRefund(context.county, refundId)
  if (refund) await send(context, refund)
}

async function send(context: Context, refund: UnsentRefund): Promise<void> {
  const { id, number, amountFen } = refund
  const sent = await sendBack(context, refund, { kind: 'refunded', number, amountFen })
  if (!sent.ok) return
  await context.county.run([sql`UPDATE refunds SET sent_at_ms = ${context.clock.now()} WHERE id = ${id} AND sent_at_ms IS NULL`])
}

/** Gives back the money of an order that was paid for after its stock had gone, and marks it returned. */
export async function returnOrder(
  context: Context,
  order: { id: string; checkoutId: string; number: string; totalFen: number },
): Promise<void> {
  const { id: orderId, checkoutId, number, totalFen: amountFen } = order
  const refund = { id: `return:${orderId}`, orderId, checkoutId, number, amountFen }
  const sent = await sendBack(context, refund, { kind: 'not_served', number, amountFen })
  if (!sent.ok) return
  await context.market.run([sql`UPDATE checkout_orders SET state = 'returned' WHERE checkout_id = ${checkoutId} AND order_id = ${orderId}`])
}

/** Sends a refund anew that came back, under another key. Answers the refund's id. */
export async function retryRefund(context: Context, refundId: string): Promise<Result<string>> {
  const failed = await findFailedRefund(context.market, refundId)
  const order = failed && (await findOrder(context.county, failed.orderId))
  const forbidden = permit(context.actor, 'order.refund', { organisationId: order?.organisationId })
  if (forbidden) return { ok: false, problem: forbidden }
  if (!failed || !order) return refuse((await sendingsOf(context.market, refundId)).sent > 0 ? 'refund_not_failed' : 'not_found')
  const { orderId, checkoutId, amountFen } = failed
  const sent = await sendBack(
    { ...context, once: null },
    { id: refundId, orderId, checkoutId, number: order.number, amountFen },
    { kind: 'refunded', number: order.number, amountFen },
    'anew',
  )
  return sent.ok ? commit(context, 'market', [], { action: 'refund.retry', subject: refundId }) : sent
}

/**
 * The gateway could not deliver a refund: kept beside what was sent, once. Refused while we do not know of the refund
 * ourselves: its reply was lost, and it is asked for again.
 */
export async function failRefund(context: Context, event: RefundFailedEvent): Promise<Result<string>> {
  const { key, reason } = event
  const sent = await context.market.row(paymentRefunds, sql`WHERE id = ${key}`)
  if (!sent) return refuse('not_found')
  const { paymentId, amountFen, id } = sent
  const now = context.clock.now()
  const record = eventStatements(context.gateway.name, { ...event, paymentId }, now)
  const failure = sql`INSERT INTO refund_failures (id, payment_id, amount_fen, reason, at_ms)
    SELECT ${id}, ${paymentId}, ${amountFen}, ${reason}, ${now} WHERE NOT EXISTS (SELECT 1 FROM refund_failures WHERE id = ${id})`
  const problem = await context.market.run([...record, failure])
  if (problem === 'payment_event_known' && !event.parked) return knownEvent(context, event, key)
  return problem === null || problem === 'payment_event_known' ? ok(key) : refuse(problem)
}

/**
 * One refund at the gateway and in the market's books, with the message to the buyer; sending twice sends once, and one
 * that came back is sent again only `anew`. What the provider refuses stands in the books as sent and come back.
 */
async function sendBack(context: Context, refund: UnsentRefund, news: News, why?: 'anew'): Promise<Result<string>> {
  const { sent: times, failed } = await sendingsOf(context.market, refund.id)
  if (times > failed || (times > 0 && !why)) return ok(refund.id)
  const payment = await paymentOfCheckout(context.market, refund.checkoutId)
  const checkout = await findCheckout(context.market, refund.checkoutId)
  if (!payment || !checkout) return refuse('not_found')
  const { id: refundId, orderId, amountFen } = refund
  const key = times === 0 ? refundId : `${refundId}:${times + 1}`
  const { id: paymentId, gatewayReference: reference } = payment
  const answer = await taken(context, payment, { key, refundId, paymentId, gatewayReference: reference, amountFen })
  if (!answer.ok) return answer
  const { gatewayReference, refused } = answer.value
  const now = context.clock.now()
  const problem = await context.market.run([
    must(sql`NOT EXISTS (SELECT 1 FROM payment_refunds WHERE id = ${key})`, 'refund_sent'),
    build.insert(paymentRefunds).values({ id: key, refundId, paymentId, orderId, amountFen, gatewayReference, atMs: now }),
    refused === null
      ? newsStatement(context.clock, checkout, news)
      : build.insert(refundFailures).values({ id: key, paymentId, amountFen, reason: refused, atMs: now }),
  ])
  return problem === null || problem === 'refund_sent' ? ok(refundId) : refuse(problem)
}

type Taken = { gatewayReference: string; refused: string | null }

// A payment is given back where it was taken; the sandbox's took nothing.
async function taken(context: Context, { gateway }: Payment, request: RefundRequest): Promise<Result<Taken>> {
  if (gateway === 'sandbox') return ok({ ...(await sandboxGateway.refund(request)), refused: null })
  if (context.gateway.name !== gateway) return refuse('payment_unavailable')
  return asked(context, async () => {
    try {
      return { ...(await context.gateway.refund(request)), refused: null }
    } catch (error) {
      if (error instanceof GatewayRefused) return { gatewayReference: `refused:${request.key}`, refused: error.code }
      throw error
    }
  })
}
