import { describe, expect, it } from 'vitest'
import { composeLot, type PoolSlip } from '../../src/lot/lot.ts'
import { fc } from '../support/property.ts'

const slip: PoolSlip = {
  id: 'dlv_1',
  number: '20260618-0001',
  state: 'waiting',
  householdId: 'hh_1',
  villageCode: '431229104201',
  deliveredOn: '2026-06-18',
  productId: 'bayberry',
  grade: 'first',
  contractVersionId: 'cv_1',
  netGrams: 62_501,
  guaranteedFenPerKg: 400,
  referenceFenPerKg: 379,
  floorDueFen: 15_001,
}
const second: PoolSlip = {
  ...slip,
  id: 'dlv_2',
  number: '20260619-0001',
  householdId: 'hh_2',
  deliveredOn: '2026-06-19',
  netGrams: 1_001,
  floorDueFen: 241,
}

describe('composeLot', () => {
  it('sums what the slips bring, by village and by day', () => {
    const result = composeLot([second, { ...slip, referenceFenPerKg: null }])
    expect(result).toEqual({
      ok: true,
      value: {
        productId: 'bayberry',
        grade: 'first',
        contractVersionId: 'cv_1',
        grams: 63_502,
        slips: 2,
        households: 2,
        firstDeliveredOn: '2026-06-18',
        lastDeliveredOn: '2026-06-19',
        floorDueFen: 15_242,
        // 62.501 kg x ¥4 = 25000.4 fen and 1.001 kg x ¥4 = 400.4 fen, each rounded up
        goodsFloorFen: 25_001 + 401,
        // only the second slip had a reference: 1.001 kg x ¥3.79 = 379.379 fen, rounded down
        referenceFen: 379,
        referenceGrams: 1_001,
        villages: [{ villageCode: '431229104201', households: 2, slips: 2, grams: 63_502 }],
        days: [
          { onDate: '2026-06-18', slips: 1, grams: 62_501 },
          { onDate: '2026-06-19', slips: 1, grams: 1_001 },
        ],
      },
    })
  })

  it.each([
    ['no slip at all', [], 'lot_empty'],
    ['a reversed slip', [slip, { ...second, state: 'reversed' as const }], 'slip_reversed'],
    ['a slip of another lot', [slip, { ...second, state: 'pooled' as const }], 'slip_pooled'],
    ['another product', [slip, { ...second, productId: 'orange' }], 'slip_does_not_fit_lot'],
    ['another grade', [slip, { ...second, grade: 'second' as const }], 'slip_does_not_fit_lot'],
    ['another contract version', [slip, { ...second, contractVersionId: 'cv_2' }], 'slip_does_not_fit_lot'],
  ])('refuses %s', (_, slips: PoolSlip[], code) => {
    expect(composeLot(slips)).toMatchObject({ ok: false, problem: { code } })
  })

  const anySlips = fc.array(
    fc.record({
      householdId: fc.constantFrom('hh_1', 'hh_2', 'hh_3', 'hh_4'),
      villageCode: fc.constantFrom('431229104201', '431229104202', '431229104203'),
      deliveredOn: fc.constantFrom('2026-06-18', '2026-06-19', '2026-06-20'),
      netGrams: fc.integer({ min: 1, max: 100_000_000 }),
      guaranteedFenPerKg: fc.integer({ min: 1, max: 1_000_000 }),
      referenceFenPerKg: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    }),
    { minLength: 1, maxLength: 40 },
  )

  it('has villages and days that each sum to the lot, and floors and references within 1 fen a slip of exact', () => {
    fc.assert(
      fc.property(anySlips, (some) => {
        const slips = some.map((part, index) => ({ ...slip, ...part, id: `dlv_${index}` }))
        const result = composeLot(slips)
        if (!result.ok) throw new Error(result.problem.code)
        const lot = result.value
        for (const parts of [lot.villages, lot.days]) {
          expect(parts.reduce((sum, { grams }) => sum + grams, 0)).toBe(lot.grams)
          expect(parts.reduce((sum, { slips }) => sum + slips, 0)).toBe(slips.length)
        }
        const exact = (of: (slip: PoolSlip) => number) => slips.reduce((sum, part) => sum + BigInt(part.netGrams) * BigInt(of(part)), 0n)
        const floor = BigInt(lot.goodsFloorFen) * 1000n - exact(({ guaranteedFenPerKg }) => guaranteedFenPerKg)
        const reference = exact(({ referenceFenPerKg }) => referenceFenPerKg ?? 0) - BigInt(lot.referenceFen) * 1000n
        for (const rounding of [floor, reference]) {
          expect(rounding).toBeGreaterThanOrEqual(0n)
          expect(rounding).toBeLessThan(1000n * BigInt(slips.length))
        }
      }),
    )
  })

  it('does not depend on the order in which slips were picked', () => {
    fc.assert(
      fc.property(anySlips, (some) => {
        const slips = some.map((part, index) => ({ ...slip, ...part, id: `dlv_${index}` }))
        expect(composeLot(slips.toReversed())).toEqual(composeLot(slips))
      }),
    )
  })
})
