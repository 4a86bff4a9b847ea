import { describe, expect, it } from 'vitest'
import { payableMs, reservationMs } from '../../../src/order/order.ts'
import { findCheckout, findOrder, ordersOfCheckout } from '../../../src/order/queries.ts'
import { askPending, cancelCheckout, releaseExpired } from '../../../src/payment/closing/commands.ts'
import { openPayment } from '../../../src/payment/commands.ts'
import { findPayment } from '../../../src/payment/queries.ts'
import { sendRefunds } from '../../../src/payment/refund/commands.ts'
import { postCaptured } from '../../../src/proceeds/commands/post-payment.ts'
import type { Context } from '../../../src/platform/context.ts'
import { booksOf } from '../../support/books.ts'
import { problemOf, testContext, valueOf } from '../../support/context.ts'
import { makePaidOrder } from '../../support/factories/order.ts'
import { stockOf } from '../../support/stock.ts'
import { boughtPurchase, openPurchase, placedPurchase } from '../../support/stripe/purchase.ts'

const minuteMs = 60_000

/** What the clock does each minute, as far as it concerns payments. */
async function minutes(context: Context) {
  await askPending(context)
  await releaseExpired(context)
  await postCaptured(context)
  await sendRefunds(context)
}

describe('a session that nobody paid', () => {
  it('gives its stock back when Stripe says that it has expired, before the reservation is over', async () => {
    const { stripe, app, context, checkoutId, orderId, packId, paymentId } = await openPurchase()
    await stripe.pass(payableMs + 2 * minuteMs)
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('reserved')
    expect(await stripe.deliver(app)).toEqual([200])
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
    expect((await findCheckout(context.market, checkoutId))?.status).toBe('expired')
    expect((await findPayment(context.market, paymentId))?.status).toBe('expired')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
  })

  it('gives its stock back after 40 minutes when no event came, and not before Stripe has answered', async () => {
    const { stripe, context, orderId } = await openPurchase()
    await stripe.pass(reservationMs)
    await stripe.drop()
    await stripe.failNext('refused', '/expire')
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('reserved')
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
  })

  it('that was opened late is closed at Stripe before its stock goes back', async () => {
    const { stripe, guest, context, checkoutId, orderId } = await placedPurchase()
    await stripe.pass(25 * minuteMs)
    valueOf(await openPayment(guest, checkoutId))
    await stripe.pass(15 * minuteMs)
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
    const [session] = await stripe.sessions()
    expect(session!.status).toBe('expired')
    await expect(stripe.pay(session!.id)).rejects.toThrow(/Nobody can pay/)
  })
})

describe('a payment whose event was lost', () => {
  it('is found by asking before its stock would go back', async () => {
    const { stripe, context, orderId, organisationId, lotId } = await boughtPurchase()
    await stripe.drop()
    await stripe.pass(reservationMs)
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('paid')
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 13_600, sold: 13_600 })
  })

  it('that was on its way is asked about until it is decided, and served late while the goods are there', async () => {
    const { stripe, app, context, session, orderId, paymentId, packId } = await boughtPurchase({ later: true })
    await stripe.deliver(app)
    await stripe.pass(reservationMs)
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
    expect((await findPayment(context.market, paymentId))?.status).toBe('pending')
    await stripe.settle(session.id, true)
    await stripe.drop()
    await stripe.pass(10 * minuteMs)
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('paid')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
  })

  it('that comes after the goods went to others is given back at Stripe, once', async () => {
    const { stripe, app, context, session, checkoutId, packId } = await boughtPurchase({ later: true })
    await stripe.deliver(app)
    await stripe.pass(reservationMs)
    await minutes(context)
    await makePaidOrder(testContext({ clock: stripe.clock }), { packId, units: 79 })
    await stripe.settle(session.id, true)
    await stripe.failNext('lost', 'POST /v1/refunds')
    await stripe.deliver(app)
    await minutes(context)
    await minutes(context)
    expect(await stripe.refunds()).toMatchObject([{ amount: 15_400 }])
    expect(await ordersOfCheckout(context.market, checkoutId)).toMatchObject([{ state: 'returned' }])
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 79 }])
  })
})

describe('cancelCheckout at Stripe', () => {
  it('closes the session first, then gives the stock back', async () => {
    const { stripe, guest, context, checkoutId, orderId } = await openPurchase()
    valueOf(await cancelCheckout(guest, checkoutId))
    expect((await stripe.sessions())[0]!.status).toBe('expired')
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
    expect(problemOf(await openPayment(guest, checkoutId)).code).toBe('payment_closed')
  })

  it('is refused once the buyer has paid, and the payment it found is posted', async () => {
    const { stripe, guest, context, checkoutId, orderId } = await boughtPurchase()
    await stripe.drop()
    expect(problemOf(await cancelCheckout(guest, checkoutId)).code).toBe('payment_received')
    await minutes(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('paid')
  })

  it('is refused while the money is on its way, and while Stripe does not answer', async () => {
    const pending = await boughtPurchase({ later: true })
    expect(problemOf(await cancelCheckout(pending.guest, pending.checkoutId)).code).toBe('payment_pending')
    const silent = await openPurchase()
    await silent.stripe.failNext('refused', '/expire')
    expect(problemOf(await cancelCheckout(silent.guest, silent.checkoutId)).code).toBe('payment_unavailable')
    expect((await findOrder(silent.context.county, silent.orderId))?.status).toBe('reserved')
    await silent.stripe.failNext('lost', '/expire')
    expect(problemOf(await cancelCheckout(silent.guest, silent.checkoutId)).code).toBe('payment_unavailable')
    valueOf(await cancelCheckout(silent.guest, silent.checkoutId))
  })

  it('leaves no open session when the buyer gives up while it is being opened', async () => {
    const { stripe, guest, context, checkoutId } = await placedPurchase()
    const gateway: Context['gateway'] = {
      ...guest.gateway,
      open: async (request) => {
        const opened = await context.gateway.open(request)
        valueOf(await cancelCheckout(guest, checkoutId))
        return opened
      },
    }
    expect(problemOf(await openPayment({ ...guest, gateway }, checkoutId)).code).toBe('payment_closed')
    expect((await stripe.sessions()).map(({ status }) => status)).toEqual(['expired'])
  })
})
