import { splitProceeds, type Deduction, type Split } from '../contract/split.ts'
import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { largestRemainder, wholeBp } from '../kernel/share.ts'

export type YuanPart = 'households' | 'cooperative' | 'enterprise' | 'packing' | 'processing'
export type NamedDeduction = Deduction & { kind: 'packing' | 'processing' }
export type YuanDivision = { part: YuanPart; fen: Fen }[]

/**
 * How one yuan of the goods price divides, in whole fen that sum to 100, each within 1 fen of its exact part. It is
 * drawn from real proceeds (fen, for these grams) because deductions by weight take more of a cheap sale than of a dear one.
 */
export function divideYuan(proceedsFen: Fen, soldGrams: Grams, split: Split, deductions: readonly NamedDeduction[]): YuanDivision {
  const parts = splitProceeds(proceedsFen, soldGrams, split, deductions)
  const named: [YuanPart, Fen][] = [
    ['households', parts.poolFen],
    ['cooperative', parts.cooperativeFen],
    ['enterprise', parts.enterpriseFen],
    ...shareDeducted(parts.deductedFen, proceedsFen, soldGrams, deductions),
  ]
  const shares = largestRemainder(
    100n,
    named.map(([, amount]) => BigInt(amount)),
  )
  return named.map(([part], index) => ({ part, fen: fen(shares[index]!) })).filter((entry) => entry.fen > 0)
}

function shareDeducted(deductedFen: Fen, proceedsFen: Fen, soldGrams: Grams, deductions: readonly NamedDeduction[]): [YuanPart, Fen][] {
  // Exact weights in ten-thousandths of a thousandth of a fen: rates too small for a fen of their own still share one.
  const weights = deductions.map(
    ({ proceedsBp, fenPerKg }) => BigInt(proceedsFen) * BigInt(proceedsBp) * 1000n + BigInt(soldGrams) * BigInt(fenPerKg) * BigInt(wholeBp),
  )
  const shares = largestRemainder(BigInt(deductedFen), weights)
  return deductions.map(({ kind }, index) => [kind, fen(shares[index]!)])
}
