import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastPackPriceFen, packReturn, type PricingTerms } from '../../src/catalogue/pricing.ts'
import { floorDueFen } from '../../src/contract/floor.ts'

// The seed's bayberry contract: 30/10/60, floor 4 yuan/kg on goods.
const bayberry: PricingTerms = {
  split: { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 10_000 },
  deductions: [],
  floorFenPerKg: 400,
  floorBasis: 'goods',
}

const terms = fc
  .tuple(fc.nat(6000), fc.nat(4000), fc.integer({ min: 1, max: 5000 }), fc.constantFrom('goods' as const, 'household' as const))
  .map(([enterpriseBp, cooperativeBp, floorFenPerKg, floorBasis]): PricingTerms => ({
    split: { enterpriseBp, cooperativeBp, householdBp: 10_000 - enterpriseBp - cooperativeBp, deductionCapBp: 10_000 },
    deductions: [],
    floorFenPerKg,
    floorBasis,
  }))
  .filter(({ split }) => split.householdBp > 0)

describe('packReturn', () => {
  it('returns 60 % of a 2.5 kg pack at 39.90 to the households, above both floors', () => {
    expect(packReturn(3990, 2500, bayberry)).toMatchObject({
      parts: { poolFen: 2394 },
      goodsFenPerKg: 1596,
      householdFenPerKg: 957,
      floors: { goodsFenPerKg: 400, householdFenPerKg: 240 },
      goodsAboveFloor: true,
      householdAboveFloor: true,
    })
  })

  it('is below both floors two fen under the floor price and above at it', () => {
    expect(packReturn(998, 2500, bayberry)).toMatchObject({ goodsAboveFloor: false, householdAboveFloor: false })
    expect(packReturn(1000, 2500, bayberry)).toMatchObject({ goodsAboveFloor: true, householdAboveFloor: true })
  })

  it('can reach the floor on the goods and miss the households’ because of deductions', () => {
    const packed = { ...bayberry, deductions: [{ proceedsBp: 0, fenPerKg: 50 }] }
    expect(packReturn(1000, 2500, packed)).toMatchObject({ goodsAboveFloor: true, householdAboveFloor: false })
  })
})

describe('leastPackPriceFen', () => {
  it('is the first price at which the households reach their floor', () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: 10, max: 20_000 }), (contract, grams) => {
        const least = leastPackPriceFen(grams, contract)
        const basis = contract.floorBasis === 'goods' ? contract.split.householdBp : 10_000
        expect(packReturn(least, grams, contract).parts.poolFen).toBeGreaterThanOrEqual(floorDueFen(grams, contract.floorFenPerKg, basis))
        expect(least === 1 || !packReturn(least - 1, grams, contract).householdAboveFloor).toBe(true)
      }),
    )
  })
})
