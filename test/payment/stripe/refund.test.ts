import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { failedRefunds, ordersWithFailedRefunds } from '../../../src/payment/refund/queries.ts'
import { retryRefund, sendRefunds } from '../../../src/payment/refund/commands.ts'
import { longestParked } from '../../../src/payment/parked/queries.ts'
import { findPayment } from '../../../src/payment/queries.ts'
import { cancelOrder, refundLines } from '../../../src/proceeds/commands/refund.ts'
import { driveParked } from '../../../src/proceeds/commands/receive-event.ts'
import { problemOf, userWith, valueOf } from '../../support/context.ts'
import { boughtPurchase } from '../../support/stripe/purchase.ts'

/** A purchase that is paid and posted. */
async function posted() {
  const purchase = await boughtPurchase()
  await purchase.stripe.tell(purchase.app, purchase.deliveries)
  return purchase
}

const oneUnit = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少一件' }

describe('a refund at Stripe', () => {
  it('gives back a part by line, then the rest with freight, each once', async () => {
    const { stripe, context, orderId, paymentId } = await posted()
    valueOf(await refundLines(context, orderId, oneUnit))
    valueOf(await cancelOrder(context, orderId, '不要了'))
    await sendRefunds(context)
    expect((await stripe.refunds()).map(({ amount }) => amount)).toEqual([6800, 8600])
    expect(await findPayment(context.market, paymentId)).toMatchObject({ refundedFen: 15_400 })
  })

  it.each(['refused', 'failed', 'lost'] as const)(
    'stands in the books when Stripe does not answer (%s), and is sent by the clock, once',
    async (fault) => {
      const { stripe, context, orderId } = await posted()
      await stripe.failNext(fault, 'POST /v1/refunds')
      valueOf(await refundLines(context, orderId, oneUnit))
      const unsent = await context.county.all(sql`SELECT id AS id FROM refunds WHERE order_id = ${orderId} AND sent_at_ms IS NULL`)
      expect(unsent).toHaveLength(1)
      // Stripe repeats a failure under the same key until it has forgotten it.
      await stripe.pass(25 * 3_600_000)
      await sendRefunds(context)
      await sendRefunds(context)
      expect(await stripe.refunds()).toMatchObject([{ amount: 6800 }])
    },
  )

  it('that comes back is shown, taken off what was refunded, and sent anew under another key', async () => {
    const { stripe, app, context, orderId, paymentId, organisationId } = await posted()
    valueOf(await refundLines(context, orderId, oneUnit))
    const [first] = await stripe.refunds()
    await stripe.failRefund(first!.id)
    expect(new Set(await stripe.deliver(app))).toEqual(new Set([200]))
    expect(await failedRefunds(context.market, [orderId])).toMatchObject([{ amountFen: 6800, reason: 'expired_or_canceled_card' }])
    expect(await ordersWithFailedRefunds(context.market, organisationId)).toEqual([orderId])
    expect(await findPayment(context.market, paymentId)).toMatchObject({ refundedFen: 0 })
    await sendRefunds(context)
    expect(await stripe.refunds()).toHaveLength(1)
    const { refundId } = (await failedRefunds(context.market, [orderId]))[0]!
    valueOf(await retryRefund(context, refundId))
    expect(problemOf(await retryRefund(context, refundId)).code).toBe('refund_not_failed')
    expect((await stripe.refunds()).map(({ status, metadata }) => [status, metadata['refund_key']])).toEqual([
      ['failed', refundId],
      ['succeeded', `${refundId}:2`],
    ])
    expect(await findPayment(context.market, paymentId)).toMatchObject({ refundedFen: 6800 })
    expect(await failedRefunds(context.market, [orderId])).toEqual([])
  })

  it('that comes back before we know that it was made waits for us', async () => {
    const { stripe, app, context, orderId } = await posted()
    await stripe.failNext('lost', 'POST /v1/refunds')
    valueOf(await refundLines(context, orderId, oneUnit))
    const [made] = await stripe.refunds()
    await stripe.failRefund(made!.id)
    await stripe.deliver(app)
    expect((await longestParked(context.market)).length).toBeGreaterThan(0)
    await sendRefunds(context)
    await stripe.pass(60_000)
    await driveParked(context)
    expect(await longestParked(context.market)).toEqual([])
    expect(await failedRefunds(context.market, [orderId])).toMatchObject([{ amountFen: 6800 }])
  })

  it('that Stripe will not make is shown as failed', async () => {
    const { stripe, context, orderId, session } = await posted()
    await stripe.openDispute(session.id)
    valueOf(await refundLines(context, orderId, oneUnit))
    expect(await failedRefunds(context.market, [orderId])).toMatchObject([{ reason: 'charge_disputed' }])
  })

  it.each([
    ['a clerk', userWith({ role: 'clerk', scope: 'org_other' }), 'forbidden'],
    ['an office', userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
    ['a manager of another organisation', userWith({ role: 'manager', scope: 'org_other' }), 'not_found'],
  ])('is not sent anew by %s', async (_, actor, code) => {
    const { stripe, app, context, orderId } = await posted()
    valueOf(await refundLines(context, orderId, oneUnit))
    await stripe.failRefund((await stripe.refunds())[0]!.id)
    await stripe.deliver(app)
    const { refundId } = (await failedRefunds(context.market, [orderId]))[0]!
    expect(problemOf(await retryRefund({ ...context, actor }, refundId)).code).toBe(code)
    expect(await stripe.refunds()).toHaveLength(1)
  })
})
