import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AccountCode } from './account.ts'

/** A view: the accounts opened in `chart`, with the totals and the month of each one's last posting. */
export const accounts = sqliteTable('accounts', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  code: text('code').$type<AccountCode>().notNull(),
  subject: text('subject').notNull(),
  debitFen: integer('debit_fen').notNull(),
  creditFen: integer('credit_fen').notNull(),
  month: text('month'),
})

export const entries = sqliteTable('entries', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull(),
  organisationId: text('organisation_id').notNull(),
  kind: text('kind').notNull(),
  subject: text('subject').notNull(),
  month: text('month').notNull(),
  atMs: integer('at_ms').notNull(),
  actor: text('actor').notNull(),
  reason: text('reason').notNull(),
  evidence: text('evidence').notNull().default(''),
  aboutOn: text('about_on'),
})

export const transfers = sqliteTable('transfers', {
  entrySeq: integer('entry_seq').notNull(),
  n: integer('n').notNull(),
  debit: text('debit').notNull(),
  credit: text('credit').notNull(),
  amountFen: integer('amount_fen').notNull(),
})

export const postings = sqliteTable('postings', {
  accountId: text('account_id').notNull(),
  month: text('month').notNull(),
  entrySeq: integer('entry_seq').notNull(),
  n: integer('n').notNull(),
  code: text('code').$type<AccountCode>().notNull(),
  debitFen: integer('debit_fen').notNull(),
  creditFen: integer('credit_fen').notNull(),
})

export const ledgerPeriods = sqliteTable('ledger_periods', {
  organisationId: text('organisation_id').notNull(),
  month: text('month').notNull(),
  nextMonth: text('next_month').notNull(),
  accounts: integer('accounts').notNull(),
  debitFen: integer('debit_fen').notNull(),
  creditFen: integer('credit_fen').notNull(),
  trialSha256: text('trial_sha256').notNull(),
  closedBy: text('closed_by').notNull(),
  closedAtMs: integer('closed_at_ms').notNull(),
})
