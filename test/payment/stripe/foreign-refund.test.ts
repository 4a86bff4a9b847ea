import { describe, expect, it } from 'vitest'
import { dayMs } from '../../../src/kernel/time.ts'
import { account } from '../../../src/ledger/account.ts'
import { balanceFen } from '../../../src/ledger/queries.ts'
import { reconcileDay } from '../../../src/payment/reconciliation/commands/reconcile.ts'
import { readReconciliation } from '../../../src/payment/reconciliation/queries.ts'
import type { Context } from '../../../src/platform/context.ts'
import { valueOf } from '../../support/context.ts'
import type { StripeAccount } from '../../support/stripe/account.ts'
import { boughtPurchase } from '../../support/stripe/purchase.ts'

async function night(stripe: StripeAccount, context: Context) {
  await stripe.pass(dayMs)
  return valueOf(await readReconciliation(context, valueOf(await reconcileDay(context))))
}

describe('a refund somebody made by hand at the provider', () => {
  it('is named every night, and does not keep later payouts out of the books', async () => {
    const { stripe, app, context, session, organisationId, deliveries } = await boughtPurchase({ units: 10 })
    await stripe.tell(app, deliveries)
    expect((await night(stripe, context)).items).toEqual([])
    await stripe.refundByHand(session.id, 1000)
    expect((await night(stripe, context)).items).toMatchObject([{ verdict: 'unknown_here', providerFen: -1000 }])
    await stripe.pass(7 * dayMs)
    const { amount } = (await stripe.payOut())!
    for (let nights = 0; nights < 8; nights++) await night(stripe, context)
    const { items } = await night(stripe, context)
    expect(items).toMatchObject([{ verdict: 'unknown_here', providerFen: -1000 }])
    expect(await balanceFen(context.county, account(organisationId, 'bank'))).toBe(-amount)
  }, 60_000)
})
