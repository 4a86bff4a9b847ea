import { expect, it } from 'vitest'
import { dayMs } from '../../src/kernel/time.ts'
import { reconcileDay } from '../../src/payment/reconciliation/commands/reconcile.ts'
import { sandboxMovements } from '../../src/payment/reconciliation/provider/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import type { PaymentGateway } from '../../src/platform/gateway.ts'
import { TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makePaidOrder } from '../support/factories/order.ts'

it('a night costs rows in proportion to the payments of its day, not to those before', { timeout: 300_000 }, async () => {
  const clock = new TestClock()
  const context = testContext({ clock })
  const { packId } = await makeSeason(context, { households: 10, gramsEach: 100_000, packGrams: 2_500 })
  // The sandbox's list is read from our own tables; a provider's comes from outside, so it is read on another meter here.
  const outside = testContext({ clock })
  const balance: PaymentGateway['balance'] = async (sinceMs) => ({
    transactions: await sandboxMovements(outside.market, sinceMs),
    next: null,
  })
  const withProvider: Context = { ...context, gateway: { ...context.gateway, name: 'stripe', balance } }
  let before = 0
  for (const payments of [1, 10, 100, 10, 1, 1]) {
    for (let n = 0; n < payments; n++) await makePaidOrder(context, { packId, units: 1 })
    clock.pass(dayMs)
    const { rowsRead, rowsWritten } = context.market.meter
    valueOf(await reconcileDay(withProvider))
    const read = context.market.meter.rowsRead - rowsRead
    const written = context.market.meter.rowsWritten - rowsWritten
    console.log(`a night after ${payments} payments, ${before} before: ${read} rows read, ${written} written`)
    expect(written).toBeGreaterThan(0)
    before += payments
  }
})
