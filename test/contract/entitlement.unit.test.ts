import { describe, expect, it } from 'vitest'
import { entitlements } from '../../src/contract/entitlement.ts'
import { splitProceeds } from '../../src/contract/split.ts'
import { always, fc } from '../support/property.ts'

const origins = fc
  .array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 80 })
  .map((list) => list.map((grams, index) => ({ deliveryId: `dlv_${String(index).padStart(3, '0')}`, grams })))
const pool = fc.integer({ min: 0, max: 10_000_000_000 })
const sum = (amounts: Iterable<number>) => [...amounts].reduce((a, b) => a + b, 0)

describe('entitlements of an open lot', () => {
  always('sum with the visible remainder to the pool, which keeps fewer fen than slips', fc.tuple(pool, origins), ([poolFen, slips]) => {
    const { bySlip, remainderFen } = entitlements(poolFen, slips, false)
    expect(sum(bySlip.values()) + remainderFen).toBe(poolFen)
    expect(remainderFen).toBeGreaterThanOrEqual(0)
    expect(remainderFen).toBeLessThan(slips.length)
  })

  always('are within 1 fen below each exact share, never above it', fc.tuple(pool, origins), ([poolFen, slips]) => {
    const lotGrams = BigInt(sum(slips.map(({ grams }) => grams)))
    const { bySlip } = entitlements(poolFen, slips, false)
    for (const { deliveryId, grams } of slips) {
      const short = BigInt(poolFen) * BigInt(grams) - BigInt(bySlip.get(deliveryId)!) * lotGrams
      expect(short >= 0n && short < lotGrams).toBe(true)
    }
  })

  always(
    'never fall by a sale, and a refund of everything leaves nothing',
    fc.tuple(pool, fc.nat({ max: 1_000_000 }), origins),
    ([poolFen, more, slips]) => {
      const before = entitlements(poolFen, slips, false).bySlip
      const after = entitlements(poolFen + more, slips, false).bySlip
      expect(slips.every(({ deliveryId }) => after.get(deliveryId)! >= before.get(deliveryId)!)).toBe(true)
      expect(sum(entitlements(0, slips, false).bySlip.values())).toBe(0)
    },
  )

  always(
    'depend only on the sum sold, not on how it was sold',
    fc.tuple(fc.array(fc.integer({ min: -5_000, max: 100_000 }), { maxLength: 20 }), origins),
    ([events, slips]) => {
      let proceeds = 0
      for (const event of events) proceeds = Math.max(0, proceeds + event)
      const split = { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 10_000 }
      const once = entitlements(splitProceeds(proceeds, 0, split).poolFen, slips, false).bySlip
      const shuffled = entitlements(splitProceeds(proceeds, 0, split).poolFen, slips.toReversed(), false).bySlip
      expect(shuffled).toEqual(once)
    },
  )
})

describe('entitlements of a closed lot', () => {
  always('give the whole pool out, each slip within 1 fen of its exact share', fc.tuple(pool, origins), ([poolFen, slips]) => {
    const lotGrams = BigInt(sum(slips.map(({ grams }) => grams)))
    const { bySlip, remainderFen } = entitlements(poolFen, slips, true)
    expect(remainderFen).toBe(0)
    expect(sum(bySlip.values())).toBe(poolFen)
    for (const { deliveryId, grams } of slips) {
      const off = BigInt(bySlip.get(deliveryId)!) * lotGrams - BigInt(poolFen) * BigInt(grams)
      expect(off > -lotGrams && off < lotGrams).toBe(true)
    }
  })

  it('break a tie by slip id', () => {
    const { bySlip } = entitlements(
      1,
      [
        { deliveryId: 'b', grams: 5 },
        { deliveryId: 'a', grams: 5 },
      ],
      true,
    )
    expect([bySlip.get('a'), bySlip.get('b')]).toEqual([1, 0])
  })
})
