import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Ms } from '../../kernel/time.ts'
import { releaseOrder } from '../../order/commands/release.ts'
import { buyerOf, capturedAmong, dueReservations, findCheckout, ordersOfCheckout } from '../../order/queries.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { each } from '../../platform/each.ts'
import { sandboxGateway } from '../../platform/gateway.ts'
import type { Standing } from '../../kernel/payment.ts'
import { asked, capturePayment } from '../commands.ts'
import { paymentOfCheckout, pendingPayments, type Payment } from '../queries.ts'

const askAgainMs: Ms = 10 * 60_000

/**
 * The clock's part: stock held for orders that nobody paid in time goes back - after the provider was asked to close the
 * payment, so that nobody can pay any more, and has said that nobody did. While it does not answer, the stock stays held.
 */
export async function releaseExpired(context: Context): Promise<void> {
  const due = await dueReservations(context.county, context.clock.now())
  await each(new Set(due.map(({ checkoutId }) => checkoutId)), async (checkoutId) => {
    const payment = await paymentOfCheckout(context.market, checkoutId)
    const standing = payment ? await closePayment(context, payment) : ok('expired')
    if (!standing.ok || standing.value === 'captured') return
    await context.market.run([sql`UPDATE checkouts SET status = 'expired' WHERE id = ${checkoutId} AND status = 'open'`])
    const own = due.filter((order) => order.checkoutId === checkoutId)
    const paid = await capturedAmong(context.market, own)
    for (const { id } of own) if (!paid.has(id)) await releaseOrder(context, id)
  })
}

/** Gives the stock of a checkout back whose payment the provider has closed. Safe to repeat; the clock does what is cut off. */
export async function releaseCheckout(context: Context, checkoutId: string): Promise<void> {
  const checkout = await findCheckout(context.market, checkoutId)
  if (checkout?.status !== 'expired') return
  for (const { orderId, state } of await ordersOfCheckout(context.market, checkoutId)) {
    if (state === 'reserved') await releaseOrder(context, orderId)
  }
}

/**
 * The buyer gives up before paying: the payment is closed at the provider, then the checkout closes and its stock goes
 * back. Refused when the money has come, or is on its way. Answers the checkout's id.
 */
export async function cancelCheckout(context: Context, checkoutId: string): Promise<Result<string>> {
  const checkout = await findCheckout(context.market, checkoutId)
  const mine = checkout && (checkout.buyer === 'guest' || checkout.buyer === buyerOf(context.actor) || context.actor.kind === 'system')
  if (!mine) return refuse('not_found')
  if (checkout.status !== 'open') return refuse('checkout_status_moved')
  const payment = await paymentOfCheckout(context.market, checkoutId)
  const standing = payment ? await closePayment(context, payment, 'cancelling') : ok('expired')
  if (!standing.ok) return standing
  if (standing.value === 'captured') return refuse('payment_received')
  if (standing.value === 'pending') return refuse('payment_pending')
  const statements = [
    must(sql`(SELECT status FROM checkouts WHERE id = ${checkoutId}) = 'open'`, 'checkout_status_moved'),
    sql`UPDATE checkouts SET status = 'expired' WHERE id = ${checkoutId}`,
    sql`UPDATE payments SET status = 'expired' WHERE checkout_id = ${checkoutId} AND status IN ('created', 'failed')`,
  ]
  const closed = await commit(context, 'market', statements, { action: 'checkout.cancel', subject: checkoutId })
  if (closed.ok) await releaseCheckout(context, checkoutId)
  return closed
}

/** The clock's part: asks again about money that was on its way, should the provider's word have been lost. */
export async function askPending(context: Context): Promise<void> {
  const pending = await pendingPayments(context.market, context.clock.now() - askAgainMs)
  await each(pending, (payment) => closePayment(context, payment))
}

/**
 * Asks the provider to close a payment, and takes in how it stands as if the provider had told it. One that is closed
 * or captured already is not asked about. While cancelling, what it has closed is written with the checkout.
 */
async function closePayment(context: Context, payment: Payment, why?: 'cancelling'): Promise<Result<Standing>> {
  if (payment.status === 'captured' || payment.status === 'expired') return ok(payment.status)
  const { id: paymentId, gatewayReference } = payment
  const standing = await closedWhereOpened(context, payment)
  if (!standing.ok) return standing
  if (standing.value === 'expired' && why === 'cancelling') return standing
  if (standing.value === 'pending') {
    await context.market.run([
      sql`UPDATE payments SET status = 'pending', asked_at_ms = ${context.clock.now()} WHERE id = ${paymentId} AND status IN ('created', 'pending')`,
    ])
    return standing
  }
  const eventId = `asked:${paymentId}:${standing.value}`
  await capturePayment(context, { eventId, kind: standing.value, paymentId, gatewayReference, bodySha256: await sha256(eventId) })
  return standing
}

// The sandbox's payment could only be paid on a page of ours; another provider's only that provider can close.
async function closedWhereOpened(context: Context, { gateway, gatewayReference }: Payment): Promise<Result<Standing>> {
  if (gateway === 'sandbox') return ok(await sandboxGateway.expire(gatewayReference))
  if (context.gateway.name !== gateway) return refuse('payment_unavailable')
  return asked(context, () => context.gateway.expire(gatewayReference))
}
