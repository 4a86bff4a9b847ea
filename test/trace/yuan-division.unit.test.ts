import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitProceeds } from '../../src/contract/split.ts'
import { divideYuan, type NamedDeduction } from '../../src/trace/yuan-division.ts'

const seed = { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 10_000 }

const split = fc.tuple(fc.nat(5000), fc.nat(5000)).map(([enterpriseBp, cooperativeBp]) => ({
  enterpriseBp,
  cooperativeBp,
  householdBp: 10_000 - enterpriseBp - cooperativeBp,
  deductionCapBp: 10_000,
}))
const deductions = fc.tuple(fc.nat(2000), fc.nat(300)).map(([proceedsBp, fenPerKg]): NamedDeduction[] => [
  { kind: 'packing', proceedsBp: 0, fenPerKg },
  { kind: 'processing', proceedsBp, fenPerKg: 0 },
])

describe('divideYuan', () => {
  it('is 60, 10 and 30 fen under the seed’s contract', () => {
    expect(divideYuan(1_132_800_000, 2_400_000_000, seed, [])).toEqual([
      { part: 'households', fen: 60 },
      { part: 'cooperative', fen: 10 },
      { part: 'enterprise', fen: 30 },
    ])
  })

  it('sums to 100 fen and stays within one fen of the exact part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.nat(10_000_000), split, deductions, (proceeds, grams, shares, taken) => {
        const division = divideYuan(proceeds, grams, shares, taken)
        expect(division.reduce((sum, { fen }) => sum + fen, 0)).toBe(100)
        const households = division.find(({ part }) => part === 'households')?.fen ?? 0
        const exact = (splitProceeds(proceeds, grams, shares, taken).poolFen * 100) / proceeds
        expect(Math.abs(households - exact)).toBeLessThan(1)
      }),
    )
  })
})
