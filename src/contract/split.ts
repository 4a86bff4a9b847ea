import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { prefixFloors, wholeBp } from '../kernel/share.ts'

/** A contract's shares; `deductionCapBp`: at most this part of the goods money is taken off before they are counted. */
export type Split = { enterpriseBp: number; cooperativeBp: number; householdBp: number; deductionCapBp: number }

/** A fixed rate the contract takes off before the split: of the goods money, or for each kilogram sold. */
export type Deduction = { proceedsBp: number; fenPerKg: number }

export type Parts = { deductedFen: Fen; enterpriseFen: Fen; cooperativeFen: Fen; poolFen: Fen }

/**
 * Divides a lot's goods money S (fen) among the parties of its contract. Deductions come first, never above the
 * contract's cap; then prefix floors with the households last, so that every odd fen is theirs. The four parts sum exactly to S.
 * Law: design 2.2 and 2.3.
 */
export function splitProceeds(proceedsFen: Fen, soldGrams: Grams, split: Split, deductions: readonly Deduction[] = []): Parts {
  const capFen = fen((BigInt(proceedsFen) * BigInt(split.deductionCapBp)) / BigInt(wholeBp))
  const deductedFen = Math.min(capFen, deductedOf(proceedsFen, soldGrams, deductions))
  const parts = prefixFloors(BigInt(proceedsFen - deductedFen), [split.enterpriseBp, split.cooperativeBp, split.householdBp])
  const [enterprise, cooperative, pool] = parts as [bigint, bigint, bigint]
  return { deductedFen, enterpriseFen: fen(enterprise), cooperativeFen: fen(cooperative), poolFen: fen(pool) }
}

// Rates of one kind are added before rounding, so that a further fen of sales never takes two.
function deductedOf(proceedsFen: Fen, soldGrams: Grams, deductions: readonly Deduction[]): Fen {
  const proceedsBp = deductions.reduce((sum, deduction) => sum + deduction.proceedsBp, 0)
  const fenPerKg = deductions.reduce((sum, deduction) => sum + deduction.fenPerKg, 0)
  return fen((BigInt(proceedsFen) * BigInt(proceedsBp)) / BigInt(wholeBp) + (BigInt(soldGrams) * BigInt(fenPerKg)) / 1000n)
}
