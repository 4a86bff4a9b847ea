import { splitProceeds, type Deduction, type Split } from '../contract/split.ts'
import { sumFen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'

/** What an order holds of one lot, and the contract that lot is divided by. */
export type OrderLot = { lotId: string; lotNumber: string; goodsFen: Fen; grams: Grams; split: Split; deductions: readonly Deduction[] }

export type OrderDivision = { householdFen: Fen; enterpriseFen: Fen; cooperativeFen: Fen; deductedFen: Fen; freightFen: Fen; totalFen: Fen }

/**
 * How the money of one order divides, in fen, by the contract of each of its lots; the parts and the freight sum exactly
 * to what was paid less what was refunded. A picture of this order: what is due is computed from the lots' sums.
 */
export function divideOrder(lots: readonly OrderLot[], freightFen: Fen): OrderDivision {
  const parts = lots.map(({ goodsFen, grams, split, deductions }) => splitProceeds(goodsFen, grams, split, deductions))
  return {
    householdFen: sumFen(parts.map(({ poolFen }) => poolFen)),
    enterpriseFen: sumFen(parts.map((part) => part.enterpriseFen)),
    cooperativeFen: sumFen(parts.map((part) => part.cooperativeFen)),
    deductedFen: sumFen(parts.map((part) => part.deductedFen)),
    freightFen,
    totalFen: sumFen([...lots.map(({ goodsFen }) => goodsFen), freightFen]),
  }
}
