import { describe, expect, it } from 'vitest'
import { divideOrder, type OrderLot } from '../../src/proceeds/order-division.ts'
import { always, fc } from '../support/property.ts'

const seed = { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 10_000 }
const lot = (goodsFen: number, deductions: OrderLot['deductions'] = []): OrderLot => ({
  lotId: 'lot',
  lotNumber: 'L',
  goodsFen,
  grams: 2500,
  split: seed,
  deductions,
})

describe('divideOrder', () => {
  it('divides the seed’s way and leaves freight apart', () => {
    expect(divideOrder([lot(6800)], 1200)).toEqual({
      householdFen: 4080,
      enterpriseFen: 2040,
      cooperativeFen: 680,
      deductedFen: 0,
      freightFen: 1200,
      totalFen: 8000,
    })
  })

  const anyLots = fc.array(fc.record({ goodsFen: fc.nat(10_000_000), proceedsBp: fc.nat(5000), fenPerKg: fc.nat(500) }), { maxLength: 5 })
  always('sums exactly to what was paid', fc.tuple(anyLots, fc.nat(10_000)), ([lots, freightFen]) => {
    const parts = divideOrder(
      lots.map(({ goodsFen, ...deduction }) => lot(goodsFen, [deduction])),
      freightFen,
    )
    const { totalFen, ...rest } = parts
    expect(Object.values(rest).reduce((a, b) => a + b, 0)).toBe(totalFen)
  })
})
