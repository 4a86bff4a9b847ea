import { describe, expect, it } from 'vitest'
import { dayMs } from '../../../src/kernel/time.ts'
import { account } from '../../../src/ledger/account.ts'
import { balanceFen } from '../../../src/ledger/queries.ts'
import { findOrder } from '../../../src/order/queries.ts'
import { reconcileDay } from '../../../src/payment/reconciliation/commands/reconcile.ts'
import { readReconciliation } from '../../../src/payment/reconciliation/queries.ts'
import { retryRefund } from '../../../src/payment/refund/commands.ts'
import type { Context } from '../../../src/platform/context.ts'
import { refundLines } from '../../../src/proceeds/commands/refund.ts'
import { valueOf } from '../../support/context.ts'
import type { StripeAccount } from '../../support/stripe/account.ts'
import { boughtPurchase } from '../../support/stripe/purchase.ts'

const oneUnit = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少一件' }

/** The next night, with whatever Stripe has to tell delivered before, or not. */
async function night(stripe: StripeAccount, context: Context) {
  await stripe.pass(dayMs)
  return valueOf(await readReconciliation(context, valueOf(await reconcileDay(context))))
}

// One story, told night by night: the reconciliations of a database follow one another.
describe('a night with Stripe', () => {
  it('explains fees, refunds that came back, disputes won and lost, and payouts to the fen; a dropped event is named', async () => {
    const { stripe, app, context, orderId, session, organisationId, checkoutId } = await boughtPurchase({ units: 10 })
    const { goodsFen, freightFen } = (await findOrder(context.county, orderId))!
    const total = goodsFen + freightFen
    const held = (code: 'clearing' | 'fees' | 'bank' | 'disputed') => balanceFen(context.county, account(organisationId, code))

    // Nobody told us of the payment: an hour later it is named, and gone once the event came.
    const dropped = await night(stripe, context)
    expect(dropped.items.map(({ item, verdict }) => [item, verdict])).toEqual(
      expect.arrayContaining([[`pay:${checkoutId}`, 'unknown_here']]),
    )
    expect(dropped.reconciliation.openItems).toBe(1)
    await stripe.deliver(app)
    const paid = await night(stripe, context)
    expect(paid.items).toEqual([])
    expect(await held('fees')).toBe(-(Math.round(total * 0.034) + 235))

    // A refund goes out, comes back, and is sent anew.
    valueOf(await refundLines(context, orderId, oneUnit))
    const [refund] = await stripe.refunds()
    await stripe.failRefund(refund!.id)
    await stripe.deliver(app)
    const back = await night(stripe, context)
    expect(back.items).toMatchObject([{ verdict: 'not_sent', providerFen: 0, ledgerFen: -6800 }])
    valueOf(await retryRefund(context, back.items[0]!.item.slice('refund:'.length)))
    expect((await night(stripe, context)).items).toEqual([])

    // The buyer's bank takes the rest; the fee of the dispute is the organisation's.
    const dispute = await stripe.openDispute(session.id)
    await stripe.deliver(app)
    const disputed = await night(stripe, context)
    expect(disputed.reconciliation).toMatchObject({
      openItems: 0,
      withdrawnFen: 6800 - total,
      openDisputesFen: total - 6800,
      disputedFen: total - 6800,
    })
    await stripe.closeDispute(dispute.id, 'won')
    await stripe.deliver(app)
    const won = await night(stripe, context)
    expect(won.reconciliation).toMatchObject({ openItems: 0, reinstatedFen: total - 6800, disputedFen: 0 })
    expect(won.items).toEqual([])

    // A week later what is left arrives at the bank.
    await stripe.pass(7 * dayMs)
    const { amount } = (await stripe.payOut())!
    const paidOut = await night(stripe, context)
    expect(paidOut.items).toEqual([])
    expect(paidOut.reconciliation).toMatchObject({ balanceFen: 0, clearingFen: 0, payoutsFen: -amount })
    expect([await held('bank'), await held('clearing')]).toEqual([-amount, 0])
  }, 60_000)
})
