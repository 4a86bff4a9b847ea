import { describe, expect, it } from 'vitest'
import { valueDelivery, type Terms, type Weighing } from '../../src/intake/delivery.ts'
import { mayReverse, slipNumberPrefix } from '../../src/intake/slip.ts'
import { fc } from '../support/property.ts'

const terms: Terms = {
  mode: 'share',
  floorBasis: 'goods',
  householdBp: 6000,
  advanceBp: 5000,
  floorFenPerKg: 400,
  referenceFenPerKg: 380,
  isMember: true,
  isBound: true,
  inForce: true,
  maxDeliveryGrams: 2_000_000,
  maxGramsPerMu: 750_000,
  landCentimu: 620,
  seasonGrams: 0,
}
const weighing: Weighing = { grossGrams: 130_000, tareGrams: 4_500, deductedGrams: 500 }

function valueOf(overrides: Partial<Terms> = {}, price: number | null = null, weights: Weighing = weighing) {
  return valueDelivery(weights, price, '2026-06-18', '2026-06-18', { ...terms, ...overrides })
}

describe('valueDelivery', () => {
  it('fixes the seed’s floor on 125 kg: ¥4.00 on the goods, ¥2.40 of it the household’s', () => {
    expect(valueOf()).toEqual({
      ok: true,
      value: {
        netGrams: 125_000,
        floorFenPerKg: 400,
        guaranteedFenPerKg: 400,
        referenceFenPerKg: 380,
        basisBp: 6000,
        floorDueFen: 30_000,
        advanceFen: 15_000,
      },
    })
  })

  it('takes the day’s reference under a purchase contract when it is above the floor', () => {
    const result = valueOf({ mode: 'order_purchase', floorBasis: 'household', referenceFenPerKg: 460 })
    expect(result).toMatchObject({ ok: true, value: { guaranteedFenPerKg: 460, basisBp: 10_000, floorDueFen: 57_500 } })
  })

  it.each([
    [
      'a day that has not come',
      () => valueDelivery(weighing, null, '2026-06-19', '2026-06-18', terms),
      'delivered_in_future',
      'deliveredOn',
    ],
    ['a household that is no member that day', () => valueOf({ isMember: false }), 'not_a_member', 'householdId'],
    ['a contract out of force', () => valueOf({ inForce: false }), 'contract_not_in_force', 'contractVersionId'],
    ['a household the contract does not name', () => valueOf({ isBound: false }), 'household_not_bound', 'householdId'],
    ['a grade without a floor', () => valueOf({ floorFenPerKg: null }), 'grade_not_in_contract', 'grade'],
    ['nothing on the scale', () => valueOf({}, null, { ...weighing, tareGrams: 129_500 }), 'weight_impossible', 'grossGrams'],
    ['more than a cart holds', () => valueOf({}, null, { ...weighing, grossGrams: 2_005_001 }), 'weight_impossible', 'grossGrams'],
    ['more than the land bears', () => valueOf({ seasonGrams: 4_525_001 }), 'weight_beyond_land', 'grossGrams'],
    ['a price below the floor', () => valueOf({}, 399), 'price_below_floor', 'priceFenPerKg'],
    [
      'a purchase price below the reference',
      () => valueOf({ mode: 'order_purchase', referenceFenPerKg: 460 }, 459),
      'price_below_floor',
      'priceFenPerKg',
    ],
  ])('refuses %s', (_, value, code, field) => {
    expect(value()).toMatchObject({ ok: false, problem: { code, field } })
  })

  it('takes exactly what the land bears, and any amount where no land is registered', () => {
    expect(valueOf({ seasonGrams: 4_525_000 }).ok).toBe(true)
    expect(valueOf({ seasonGrams: 9_000_000, landCentimu: 0 }).ok).toBe(true)
    expect(valueOf({ seasonGrams: 9_000_000, maxGramsPerMu: null }).ok).toBe(true)
  })

  const anyTerms = fc.record({
    mode: fc.constantFrom('order_purchase' as const, 'share' as const, 'entrusted' as const),
    floorBasis: fc.constantFrom('goods' as const, 'household' as const),
    householdBp: fc.integer({ min: 0, max: 10_000 }),
    advanceBp: fc.integer({ min: 0, max: 10_000 }),
    floorFenPerKg: fc.integer({ min: 1, max: 1_000_000 }),
    referenceFenPerKg: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  })
  const anyWeighing = fc.record({
    grossGrams: fc.integer({ min: 1, max: 100_000_000 }),
    tareGrams: fc.integer({ min: 0, max: 1_000_000 }),
    deductedGrams: fc.integer({ min: 0, max: 1_000_000 }),
  })

  it('makes due the smallest whole fen that is not below grams x price x basis, whatever the terms', () => {
    fc.assert(
      fc.property(anyWeighing, anyTerms, fc.option(fc.integer({ min: 1, max: 1_000_000 })), (weights, some, price) => {
        const result = valueOf({ ...some, maxDeliveryGrams: 100_000_000, maxGramsPerMu: null }, price, weights)
        if (!result.ok) {
          expect(['weight_impossible', 'price_below_floor']).toContain(result.problem.code)
          return
        }
        const { netGrams, guaranteedFenPerKg, basisBp, floorDueFen, advanceFen } = result.value
        expect(netGrams).toBe(weights.grossGrams - weights.tareGrams - weights.deductedGrams)
        const exact = BigInt(netGrams) * BigInt(guaranteedFenPerKg) * BigInt(basisBp)
        expect(BigInt(floorDueFen) * 10_000_000n).toBeGreaterThanOrEqual(exact)
        expect((BigInt(floorDueFen) - 1n) * 10_000_000n).toBeLessThan(exact === 0n ? 1n : exact)
        expect(BigInt(advanceFen)).toBe((BigInt(floorDueFen) * BigInt(some.advanceBp)) / 10_000n)
      }),
    )
  })

  it('never lets a slip pass below its floor or, when bought, below the market', () => {
    fc.assert(
      fc.property(anyWeighing, anyTerms, fc.option(fc.integer({ min: 1, max: 1_000_000 })), (weights, some, price) => {
        const result = valueOf({ ...some, maxDeliveryGrams: 100_000_000, maxGramsPerMu: null }, price, weights)
        if (!result.ok) return
        expect(result.value.guaranteedFenPerKg).toBeGreaterThanOrEqual(some.floorFenPerKg)
        if (some.mode === 'order_purchase') expect(result.value.guaranteedFenPerKg).toBeGreaterThanOrEqual(some.referenceFenPerKg ?? 0)
        if (price !== null) expect(result.value.guaranteedFenPerKg).toBe(price)
      }),
    )
  })

  it('never makes less due for more grams', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), anyTerms, (grams, more, some) => {
        const due = (grossGrams: number) => {
          const result = valueOf({ ...some, maxGramsPerMu: null }, null, { grossGrams, tareGrams: 0, deductedGrams: 0 })
          return result.ok ? result.value.floorDueFen : Number.NaN
        }
        expect(due(grams + more)).toBeGreaterThanOrEqual(due(grams))
      }),
    )
  })
})

describe('a slip', () => {
  it('is numbered within its day', () => {
    expect(slipNumberPrefix('2026-06-18')).toBe('20260618-')
  })

  it('can be reversed only while it waits for a lot', () => {
    expect(mayReverse({ number: '20260618-0001', state: 'waiting' }).ok).toBe(true)
    expect(mayReverse({ number: '20260618-0001', state: 'pooled' })).toMatchObject({ problem: { code: 'slip_in_lot' } })
    expect(mayReverse({ number: '20260618-0001', state: 'reversed' })).toMatchObject({ problem: { code: 'slip_reversed' } })
  })
})
