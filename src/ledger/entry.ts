import type { Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { Account } from './account.ts'

/** One debit, one credit, one positive amount: balanced by construction. */
export type Transfer = { debit: Account; credit: Account; amountFen: Fen }

/** What an entry may record; docs/ledger.md says of each which transfers it makes. */
export const entryKinds = [
  'pay',
  'refund',
  'final',
  'dispute',
  'won',
  'lost',
  'settle',
  'paid',
  'returned',
  'guarantee',
  'reserve',
  'writeoff',
  'input',
  'surplus',
  'fees',
  'payout',
] as const
export type EntryKind = (typeof entryKinds)[number]

/**
 * A set of transfers posted together. `id` is the fact it records, so that the same fact is never posted twice.
 * `evidence`: what proves it, such as a file's id or hash, or the bank's reference. `aboutOn`: the day the fact belongs to,
 * today unless given; it is kept where that day's month is over and the entry stands in a later one.
 */
export type Entry = {
  id: string
  organisationId: string
  kind: EntryKind
  subject: string
  reason: string
  evidence?: string
  aboutOn?: LocalDate
  transfers: Transfer[]
}

/** A transfer of a difference: the other way round when negative, none when zero. */
export function difference(debit: Account, credit: Account, amountFen: Fen): Transfer[] {
  if (amountFen === 0) return []
  return amountFen > 0 ? [{ debit, credit, amountFen }] : [{ debit: credit, credit: debit, amountFen: -amountFen }]
}
