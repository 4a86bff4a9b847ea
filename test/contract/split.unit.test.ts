import { describe, expect, it } from 'vitest'
import { splitProceeds } from '../../src/contract/split.ts'
import { always, fc } from '../support/property.ts'

const seed = { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 10_000 }
const proceeds = fc.integer({ min: 0, max: 10_000_000_000 })
const grams = fc.integer({ min: 0, max: 1_000_000_000 })
const split = fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 })).map(([a, b]) => ({
  enterpriseBp: Math.min(a, b),
  cooperativeBp: Math.abs(a - b),
  householdBp: 10_000 - Math.max(a, b),
  deductionCapBp: 10_000,
}))
const deductions = fc.array(fc.record({ proceedsBp: fc.nat({ max: 3000 }), fenPerKg: fc.nat({ max: 300 }) }), { maxLength: 2 })

describe('splitProceeds', () => {
  it('divides the seed’s season of 2,400 t at 4.72 yuan/kg as 30/10/60', () => {
    expect(splitProceeds(1_132_800_000, 2_400_000_000, seed)).toEqual({
      deductedFen: 0,
      enterpriseFen: 339_840_000,
      cooperativeFen: 113_280_000,
      poolFen: 679_680_000,
    })
  })

  always(
    'sums exactly to the proceeds and never goes below zero',
    fc.tuple(proceeds, grams, split, deductions),
    ([amount, sold, shares, taken]) => {
      const parts = splitProceeds(amount, sold, shares, taken)
      expect(parts.deductedFen + parts.enterpriseFen + parts.cooperativeFen + parts.poolFen).toBe(amount)
      expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0)
    },
  )

  always('leaves every odd fen with the households', fc.tuple(proceeds, split), ([amount, shares]) => {
    expect(BigInt(splitProceeds(amount, 0, shares).poolFen) * 10_000n >= BigInt(amount) * BigInt(shares.householdBp)).toBe(true)
  })

  always(
    'never takes from the households by a further sale',
    fc.tuple(proceeds, fc.nat({ max: 100_000 }), split),
    ([amount, more, shares]) => {
      expect(splitProceeds(amount + more, 0, shares).poolFen).toBeGreaterThanOrEqual(splitProceeds(amount, 0, shares).poolFen)
    },
  )

  always(
    'leaves at least as much to divide when the same goods bring a fen more',
    fc.tuple(proceeds, grams, deductions),
    ([amount, sold, taken]) => {
      const left = (total: number) => total - splitProceeds(total, sold, seed, taken).deductedFen
      expect(left(amount + 1)).toBeGreaterThanOrEqual(left(amount))
    },
  )

  always(
    'takes off no more than the contract’s cap',
    fc.tuple(proceeds, grams, split, deductions, fc.nat({ max: 10_000 })),
    ([amount, sold, shares, taken, deductionCapBp]) => {
      const { deductedFen } = splitProceeds(amount, sold, { ...shares, deductionCapBp }, taken)
      expect(BigInt(deductedFen) * 10_000n).toBeLessThanOrEqual(BigInt(amount) * BigInt(deductionCapBp))
    },
  )

  it('takes fixed rates off first, and no more than there is', () => {
    expect(splitProceeds(10_000, 2_000, seed, [{ proceedsBp: 500, fenPerKg: 100 }]).deductedFen).toBe(700)
    expect(splitProceeds(100, 2_000_000, seed, [{ proceedsBp: 0, fenPerKg: 100 }])).toEqual({
      deductedFen: 100,
      enterpriseFen: 0,
      cooperativeFen: 0,
      poolFen: 0,
    })
  })
})
