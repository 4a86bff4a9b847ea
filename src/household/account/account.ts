import { hourMs, type LocalDate, type Ms } from '../../kernel/time.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { isGrownUp, type Adult } from './adult.ts'

/** An account at a bank. `cnaps`: the bank's 12-digit number in the national payment system, "" when nobody gave it. */
export type BankAccount = { holder: string; bankName: string; bankAccount: string; cnaps: string }

/** How it was proved that the household was there: its own PIN, a signed sheet, or the office's register. */
export type Proof = 'pin' | 'signature' | 'register'

/** How long a changed account waits before it counts, so that a household can object. */
export const coolingMs: Ms = 72 * hourMs

export type ChangeState = 'cancelled' | 'waiting' | 'in_force'

/** Where a change stands at a moment. One that a later change has replaced was in force until then. */
export function stateOf({ effectiveAtMs, cancelledAtMs }: { effectiveAtMs: Ms; cancelledAtMs: Ms | null }, now: Ms): ChangeState {
  if (cancelledAtMs !== null) return 'cancelled'
  return effectiveAtMs > now ? 'waiting' : 'in_force'
}

/** Whether a change may still be taken back. */
export function mayCancel(change: { effectiveAtMs: Ms; cancelledAtMs: Ms | null }, now: Ms): Result<null> {
  const state = stateOf(change, now)
  if (state === 'cancelled') return refuse('account_change_cancelled')
  return state === 'in_force' ? refuse('account_in_force') : ok(null)
}

/** The holder must be a grown-up of the household, by exactly the name its papers say; blanks do not count. */
export function checkHolder(holder: string, people: readonly Adult[], today: LocalDate): Result<string> {
  const name = plainName(holder)
  const known = people.filter((person) => plainName(person.name) === name)
  if (known.length === 0) return refuse('account_holder_unknown', {}, 'holder')
  return known.some(({ idNumber }) => isGrownUp(idNumber, today)) ? ok(name) : refuse('account_holder_minor', {}, 'holder')
}

function plainName(name: string): string {
  return name.replace(/\s+/g, '')
}
