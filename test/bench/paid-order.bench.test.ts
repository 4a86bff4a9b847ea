import { expect, it } from 'vitest'
import { dearestOrderRows, paidOrderRows } from '../support/paid-order-rows.ts'

it('a paid order costs the same whatever stands behind its lot', { timeout: 300_000 }, async () => {
  const costs = []
  for (const households of [10, 1_000, 10_000]) {
    const cost = await paidOrderRows(households)
    console.log(`paid order, ${households} households behind the lot: ${cost.rowsWritten} rows written`, cost.steps)
    costs.push(cost)
  }
  console.log(`the dearest, signed in and past a ten of sales: ${await dearestOrderRows(10)} rows written`)
  expect(costs[1]).toEqual(costs[0])
  expect(costs[2]).toEqual(costs[0])
})
