import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AccountCode } from './account.ts'

export const accounts = sqliteTable('accounts', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  code: text('code').$type<AccountCode>().notNull(),
  subject: text('subject').notNull(),
  debitFen: integer('debit_fen').notNull().default(0),
  creditFen: integer('credit_fen').notNull().default(0),
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
})

export const transfers = sqliteTable('transfers', {
  entrySeq: integer('entry_seq').notNull(),
  n: integer('n').notNull(),
  debit: text('debit').notNull(),
  credit: text('credit').notNull(),
  amountFen: integer('amount_fen').notNull(),
})
