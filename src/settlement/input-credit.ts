import { fen, sumFen, type Fen } from '../kernel/money.ts'
import { wholeBp } from '../kernel/share.ts'
import type { SlipPart } from './line.ts'
import type { ValuedSlip } from './slip.ts'

/** What a household took on credit under a contract, what earlier lines deducted for it, and the contract's cap. */
export type InputDebt = { householdId: string; contractId: string; capBp: number; advancedFen: Fen; creditedFen: Fen }

export type Credit = { contractId: string; creditFen: Fen }

/**
 * What a household's line gives for inputs on credit, by contract: no more than is owed, no more than the contract's cap
 * of what the contract adds to the line, and never so much that the household would hold less money than its slips are
 * guaranteed on that day. A fen of the line is always left to be paid. Law: design 2.4, 2.5.
 */
export function creditInputs(debts: readonly InputDebt[], slips: readonly ValuedSlip[], parts: readonly SlipPart[]): Credit[] {
  let leftFen = sumFen(parts.map((part) => part.shareFen + part.guaranteeFen)) - 1
  const credits: Credit[] = []
  for (const debt of debts) {
    const wishedFen = creditFen(
      debt,
      slips.filter((slip) => slip.contractId === debt.contractId),
      sumFen(parts.filter((part) => part.contractId === debt.contractId).map((part) => part.shareFen + part.guaranteeFen)),
    )
    const given = Math.min(wishedFen, leftFen)
    if (given <= 0) continue
    leftFen -= given
    credits.push({ contractId: debt.contractId, creditFen: given })
  }
  return credits
}

function creditFen({ capBp, advancedFen, creditedFen }: InputDebt, slips: readonly ValuedSlip[], gainFen: Fen): Fen {
  const cappedFen = fen((BigInt(Math.max(0, gainFen)) * BigInt(capBp)) / BigInt(wholeBp))
  const moneyFen = sumFen(slips.map((slip) => slip.linedFen)) - creditedFen + gainFen
  const beyondFloorFen = moneyFen - sumFen(slips.map((slip) => slip.guaranteedFen))
  return Math.min(advancedFen - creditedFen, cappedFen, beyondFloorFen)
}
