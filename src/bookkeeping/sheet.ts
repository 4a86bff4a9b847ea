import { csvText } from '../kernel/csv.ts'
import { yuan, type Fen } from '../kernel/money.ts'
import { localDate, localMinute, type LocalDate, type Month, type Ms } from '../kernel/time.ts'
import type { AccountCode } from '../ledger/account.ts'
import type { EntryKind } from '../ledger/entry.ts'
import { rightSide, type AccountTurnover } from './trial-balance.ts'

const named = (subject: string) => (subject === '-' ? '' : subject)
const plain = (amountFen: Fen) => yuan(amountFen).replaceAll(',', '')
const debit = (balanceFen: Fen) => plain(Math.max(0, balanceFen))
const credit = (balanceFen: Fen) => plain(Math.max(0, -balanceFen))

/**
 * The trial balance of a month, account by account, in yuan: each balance in its debit or its credit column. Its bytes
 * are what a closed month's sha256 is of, so nothing in it may depend on names or on a language.
 */
export function trialSheet(rows: readonly AccountTurnover[]): string {
  const head = ['code', 'subject', 'opening_debit', 'opening_credit', 'debit', 'credit', 'closing_debit', 'closing_credit']
  const body = rows.map((row) => [
    row.code,
    named(row.subject),
    debit(row.openingFen),
    credit(row.openingFen),
    plain(row.debitFen),
    plain(row.creditFen),
    debit(row.closingFen),
    credit(row.closingFen),
  ])
  return csvText([head, ...body])
}

export type AccountBalance = { id: string; code: AccountCode; subject: string; debitFen: Fen; creditFen: Fen; lastMonth: Month | null }

/** Accounts with what was ever debited and credited to them, in yuan. */
export function accountSheet(rows: readonly AccountBalance[]): string {
  const head = ['code', 'subject', 'side', 'debit', 'credit', 'balance_debit', 'balance_credit', 'last_month']
  const body = rows.map(({ code, subject, debitFen, creditFen, lastMonth }) => {
    const balanceFen = debitFen - creditFen
    return [
      code,
      named(subject),
      rightSide(code),
      plain(debitFen),
      plain(creditFen),
      debit(balanceFen),
      credit(balanceFen),
      lastMonth ?? '',
    ]
  })
  return csvText([head, ...body])
}

/** The head of an entry: who, when, why, and what proves it. */
export type EntryHead = {
  seq: number
  id: string
  organisationId: string
  kind: EntryKind
  subject: string
  month: Month
  atMs: Ms
  aboutOn: LocalDate | null
  actor: string
  reason: string
  evidence: string
}

/** One side of a transfer in its account's ledger; the balance after it is debits less credits. */
export type LedgerLine = EntryHead & { n: number; otherId: string; debitFen: Fen; creditFen: Fen; balanceFen: Fen }

const entryHead = ['entry', 'id', 'kind', 'subject', 'month', 'posted_at', 'about_on', 'actor', 'reason', 'evidence']
const headCells = (entry: EntryHead) => [
  entry.seq,
  entry.id,
  entry.kind,
  entry.subject,
  entry.month,
  localMinute(entry.atMs),
  entry.aboutOn ?? localDate(entry.atMs),
  entry.actor,
  entry.reason,
  entry.evidence,
]

/** The general ledger of an account, in yuan, with the running balance in its debit or its credit column. */
export function ledgerSheet(lines: readonly LedgerLine[]): string {
  const head = [...entryHead, 'transfer', 'other_account', 'debit', 'credit', 'balance_debit', 'balance_credit']
  const body = lines.map((line) => [
    ...headCells(line),
    line.n,
    line.otherId,
    plain(line.debitFen),
    plain(line.creditFen),
    debit(line.balanceFen),
    credit(line.balanceFen),
  ])
  return csvText([head, ...body])
}

export type EntryTransfer = { n: number; debitId: string; creditId: string; amountFen: Fen }

/** An entry, one line a transfer, in yuan. */
export function entrySheet(entry: EntryHead, transfers: readonly EntryTransfer[]): string {
  const head = [...entryHead, 'transfer', 'debit_account', 'credit_account', 'amount']
  const body = transfers.map(({ n, debitId, creditId, amountFen }) => [...headCells(entry), n, debitId, creditId, plain(amountFen)])
  return csvText([head, ...body])
}
