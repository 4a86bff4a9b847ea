import { describe, expect, it } from 'vitest'
import { advanceFen, basisBp, bothFloors, floorDueFen, leastPriceFenPerKg } from '../../src/contract/floor.ts'
import { dueFen, guaranteedFen, positionFen } from '../../src/contract/guarantee.ts'
import { always, fc } from '../support/property.ts'

const money = fc.nat({ max: 1_000_000_000 })

describe('floorDueFen', () => {
  it('is 2.40 yuan a kilogram to the household for the seed’s contract on goods', () => {
    expect(floorDueFen(1_000, 400, basisBp('goods', 6000))).toBe(240)
    expect(floorDueFen(1_000, 400, basisBp('household', 6000))).toBe(400)
    expect(bothFloors(400, 6000)).toEqual({ goodsFenPerKg: 400, householdFenPerKg: 240 })
  })

  always(
    'is the least whole fen not below the exact amount',
    fc.tuple(fc.integer({ min: 1, max: 100_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), fc.nat({ max: 10_000 })),
    ([grams, price, basis]) => {
      const exact = BigInt(grams) * BigInt(price) * BigInt(basis)
      const due = BigInt(floorDueFen(grams, price, basis))
      expect(due * 10_000_000n >= exact && (due - 1n) * 10_000_000n < exact).toBe(true)
    },
  )

  always(
    'never pays less for several slips than for one of their sum',
    fc.tuple(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 5_000 })),
    ([weights, price]) => {
      const total = weights.reduce((a, b) => a + b, 0)
      const apart = weights.reduce((sum, grams) => sum + floorDueFen(grams, price, 6000), 0)
      const together = floorDueFen(total, price, 6000)
      expect(apart >= together && apart - together <= weights.length).toBe(true)
    },
  )
})

describe('leastPriceFenPerKg', () => {
  it('follows the market above the floor only under a purchase contract', () => {
    expect([
      leastPriceFenPerKg('order_purchase', 400, 520),
      leastPriceFenPerKg('order_purchase', 400, 300),
      leastPriceFenPerKg('order_purchase', 400, null),
      leastPriceFenPerKg('share', 400, 520),
    ]).toEqual([520, 400, 400, 400])
  })
})

describe('guaranteedFen', () => {
  const slip = { floorDueFen: 1000, advanceFen: 300, guaranteeOn: '2026-09-30', lotsClosed: false }

  it('is the advance until the guarantee date, the floor from that day on', () => {
    expect([guaranteedFen(slip, '2026-09-29'), guaranteedFen(slip, '2026-09-30'), guaranteedFen(slip, '2027-01-01')]).toEqual([
      300, 1000, 1000,
    ])
  })

  it('is the floor as soon as the slip’s last lot has closed', () => {
    expect(guaranteedFen({ ...slip, lotsClosed: true }, '2026-07-01')).toBe(1000)
  })

  it('advances a part rounded down', () => {
    expect(advanceFen(1001, 5000)).toBe(500)
  })
})

describe('dueFen and positionFen', () => {
  always('together: due is the entitlement plus what the guarantor answers for', fc.tuple(money, money), ([guaranteed, entitled]) => {
    expect(dueFen(guaranteed, entitled)).toBe(entitled + positionFen(guaranteed, entitled))
  })
})
