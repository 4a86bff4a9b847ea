import { localDate } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { depositSurplus, draftSurplus, recordCapital } from '../../../src/settlement/surplus/commands.ts'
import type { NewCapital, NewSurplus } from '../../../src/settlement/surplus/input.ts'
import { asSystem, made } from './made.ts'

/** A member's paid-in capital of 1,000 yuan from the first day of 2026, unless told otherwise. Answers the record's id. */
export async function makeCapital(
  context: Context,
  options: Pick<NewCapital, 'organisationId' | 'householdId'> & Partial<NewCapital>,
): Promise<string> {
  const input = { kind: 'contribution', shareFen: 100_000, fromOn: '2026-01-01', document: '出资证明书', ...options } as const
  return made(await recordCapital(asSystem(context), input))
}

let references = 0

/** Surplus paid into the payout account today, under a bank reference of its own. Answers the deposit's id. */
export async function makeSurplusDeposit(context: Context, organisationId: string, amountFen: number): Promise<string> {
  references += 1
  const bankReference = `SURPLUS${String(references).padStart(8, '0')}`
  return made(await depositSurplus(asSystem(context), { organisationId, amountFen, bankReference, paidOn: localDate(context.clock.now()) }))
}

/** The draft of a year's surplus: 10 % reserve, 70 % of the rest by trade volume, unless told otherwise. Answers its id. */
export async function makeSurplus(
  context: Context,
  options: Pick<NewSurplus, 'organisationId' | 'year' | 'surplusFen'> & Partial<NewSurplus>,
): Promise<string> {
  return made(await draftSurplus(asSystem(context, 'settlement-maker'), { reserveBp: 1000, volumeBp: 7000, ...options }))
}
