import { describe, expect, it } from 'vitest'
import { reservationMs } from '../../../src/order/order.ts'
import { findOrder } from '../../../src/order/queries.ts'
import { releaseExpired } from '../../../src/payment/closing/commands.ts'
import { openPayment, sandboxEvent } from '../../../src/payment/commands.ts'
import { findPayment } from '../../../src/payment/queries.ts'
import { receivePayment } from '../../../src/proceeds/commands/post-payment.ts'
import { problemOf, testContext, valueOf } from '../../support/context.ts'
import { openPurchase, placedPurchase } from '../../support/stripe/purchase.ts'

describe('an installation that changes its provider', () => {
  it('gives back the stock of a payment the sandbox had opened, which Stripe knows nothing of', async () => {
    const { stripe, context, checkoutId, orderId } = await placedPurchase()
    valueOf(await openPayment(testContext({ clock: stripe.clock }), checkoutId))
    await stripe.pass(reservationMs)
    await releaseExpired(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
  })

  it('holds the stock of a payment that is open at Stripe while the sandbox is on, which cannot close it', async () => {
    const { stripe, orderId, context } = await openPurchase()
    await stripe.pass(reservationMs)
    await releaseExpired(testContext({ clock: stripe.clock }))
    expect((await findOrder(context.county, orderId))?.status).toBe('reserved')
    await releaseExpired(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('released')
  })

  it('takes no word of the sandbox for money that Stripe was to take', async () => {
    const { stripe, context, paymentId } = await openPurchase()
    const pressed = await receivePayment(testContext({ clock: stripe.clock }), await sandboxEvent(paymentId, 'captured', ''))
    expect(problemOf(pressed).code).toBe('not_found')
    expect((await findPayment(context.market, paymentId))?.status).toBe('created')
  })
})
