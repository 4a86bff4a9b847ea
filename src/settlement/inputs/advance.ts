import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'

/** What stands behind inputs on credit on the day they are handed out. `inputCapBp` 0: the contract foresees none. */
export type AdvanceTerms = { isMember: boolean; inForce: boolean; isBound: boolean; inputCapBp: number }

/**
 * Whether inputs may be handed out on credit: to a member, under a contract that binds it on that day and foresees it.
 * A household is led into no debt that its contract does not speak of.
 */
export function mayAdvance(handedOn: LocalDate, today: LocalDate, terms: AdvanceTerms): Result<null> {
  if (handedOn > today) return refuse('handed_in_future', {}, 'handedOn')
  if (!terms.isMember) return refuse('not_a_member', { date: handedOn }, 'handedOn')
  if (!terms.inForce) return refuse('contract_not_in_force', { date: handedOn }, 'contractVersionId')
  if (!terms.isBound) return refuse('household_not_bound', {}, 'contractVersionId')
  if (terms.inputCapBp === 0) return refuse('inputs_not_in_contract', {}, 'contractVersionId')
  return ok(null)
}

/** What a household took under one contract, what was deducted for it and what is still open, in fen. */
export type InputBalance = { takenFen: Fen; deductedFen: Fen; openFen: Fen }

/** Whether a hand-out may be taken back: by a second person, and only while lines that stand leave its amount open. */
export function mayReverseAdvance(
  advance: { amountFen: Fen; recordedBy: string; isReversed: boolean },
  { takenFen, deductedFen }: Omit<InputBalance, 'openFen'>,
  by: string,
): Result<null> {
  if (advance.isReversed) return refuse('input_reversed')
  if (advance.recordedBy === by) return refuse('input_reversed_by_recorder')
  if (takenFen - advance.amountFen < deductedFen) return refuse('input_deducted')
  return ok(null)
}
