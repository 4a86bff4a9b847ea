import { localDate, type Ms } from '../../kernel/time.ts'
import { account } from '../../ledger/account.ts'
import { difference, type Entry } from '../../ledger/entry.ts'
import type { MovementPart } from './movement.ts'

type Part = MovementPart & { transactionId: string; kind: string; reference: string; atMs: Ms }

/** An organisation's part of what the provider kept: clearing -> fees. It is the organisation's own expense. Law: design 2.2. */
export function feeEntry({ transactionId, organisationId, kind, feeFen, atMs }: Part): Entry {
  const transfers = difference(account(organisationId, 'fees'), account(organisationId, 'clearing'), feeFen)
  const head = {
    id: `fees:${transactionId}:${organisationId}`,
    organisationId,
    kind: 'fees' as const,
    subject: transactionId,
    reason: kind,
  }
  return { ...head, evidence: transactionId, aboutOn: localDate(atMs), transfers }
}

/** An organisation's part of a payout of the provider to the bank: clearing -> bank. */
export function payoutEntry({ transactionId, organisationId, reference, amountFen, atMs }: Part): Entry {
  const transfers = difference(account(organisationId, 'bank'), account(organisationId, 'clearing'), -amountFen)
  const head = {
    id: `payout:${reference}:${organisationId}`,
    organisationId,
    kind: 'payout' as const,
    subject: reference,
    reason: reference,
  }
  return { ...head, evidence: transactionId, aboutOn: localDate(atMs), transfers }
}
