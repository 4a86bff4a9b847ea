import { basisBp, bothFloors, floorDueFen, type FloorBasis } from '../contract/floor.ts'
import { splitProceeds, type Deduction, type Parts, type Split } from '../contract/split.ts'
import { fenPerKg, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'

/** What the contract says about a product and grade. */
export type PricingTerms = { split: Split; deductions: readonly Deduction[]; floorFenPerKg: Fen; floorBasis: FloorBasis }

export type PackReturn = {
  parts: Parts
  goodsFenPerKg: Fen
  householdFenPerKg: Fen
  floors: { goodsFenPerKg: Fen; householdFenPerKg: Fen }
  /** The price of the goods reaches the floor; the households' part reaches what the floor makes due. */
  goodsAboveFloor: boolean
  householdAboveFloor: boolean
}

/**
 * What one pack sold at `priceFen` returns: its parts in fen, and per kg, rounded down, the price of the goods and what
 * the households receive, each against its floor. The comparisons are exact and do not use the rounded figures.
 */
export function packReturn(priceFen: Fen, packGrams: Grams, terms: PricingTerms): PackReturn {
  const basis = basisBp(terms.floorBasis, terms.split.householdBp)
  const parts = splitProceeds(priceFen, packGrams, terms.split, terms.deductions)
  return {
    parts,
    goodsFenPerKg: fenPerKg(priceFen, packGrams),
    householdFenPerKg: fenPerKg(parts.poolFen, packGrams),
    floors: bothFloors(terms.floorFenPerKg, basis),
    goodsAboveFloor: BigInt(priceFen) * 1000n >= BigInt(terms.floorFenPerKg) * BigInt(packGrams),
    householdAboveFloor: parts.poolFen >= floorDueFen(packGrams, terms.floorFenPerKg, basis),
  }
}

/** The lowest price of a pack at which the households' part reaches their floor. */
export function leastPackPriceFen(packGrams: Grams, terms: PricingTerms): Fen {
  let below = 0
  let enough = 1
  while (enough < 1e10 && !packReturn(enough, packGrams, terms).householdAboveFloor) enough *= 2
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2)
    if (packReturn(middle, packGrams, terms).householdAboveFloor) enough = middle
    else below = middle
  }
  return enough
}
