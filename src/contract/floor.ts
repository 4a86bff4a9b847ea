import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { wholeBp } from '../kernel/share.ts'

/** What the floor protects: the price of the goods before the split, or what the household itself receives. */
export type FloorBasis = 'goods' | 'household'

export type LinkageMode = 'order_purchase' | 'share' | 'entrusted'

/** The basis points of the guaranteed price that a household is due: its share of the goods price, or all of it. */
export function basisBp(floorBasis: FloorBasis, householdBp: number): number {
  return floorBasis === 'goods' ? householdBp : wholeBp
}

/** F = ceil(grams x guaranteed fen/kg x basis / 10,000,000), fixed on the slip. Law: design 2.4. */
export function floorDueFen(grams: Grams, guaranteedFenPerKg: Fen, basis: number): Fen {
  return fen((BigInt(grams) * BigInt(guaranteedFenPerKg) * BigInt(basis) + 9_999_999n) / 10_000_000n)
}

/** The part of F the contract pays before its guarantee date, rounded down. Law: design 2.5. */
export function advanceFen(floorDue: Fen, advanceBp: number): Fen {
  return fen((BigInt(floorDue) * BigInt(advanceBp)) / BigInt(wholeBp))
}

/** The least price per kg a slip may carry: the floor, and under a purchase contract the day's reference when higher. */
export function leastPriceFenPerKg(mode: LinkageMode, floorFenPerKg: Fen, referenceFenPerKg: Fen | null): Fen {
  return mode === 'order_purchase' ? Math.max(floorFenPerKg, referenceFenPerKg ?? 0) : floorFenPerKg
}

/** Both figures people compare: the floor on the goods and what of it the household is guaranteed, in fen per kg. */
export function bothFloors(floorFenPerKg: Fen, basis: number): { goodsFenPerKg: Fen; householdFenPerKg: Fen } {
  return { goodsFenPerKg: floorFenPerKg, householdFenPerKg: fen((BigInt(floorFenPerKg) * BigInt(basis)) / BigInt(wholeBp)) }
}
