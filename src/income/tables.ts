import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { IncomeClass, IncomeKind } from './income-kind.ts'

export const incomes = sqliteTable('incomes', {
  lineId: text('line_id').notNull(),
  householdId: text('household_id').notNull(),
  villageCode: text('village_code').notNull(),
  organisationId: text('organisation_id').notNull(),
  receivedOn: text('received_on').notNull(),
  kind: text('kind').$type<IncomeKind>().notNull(),
  class: text('class').$type<IncomeClass>().notNull(),
  amountFen: integer('amount_fen').notNull(),
})

export const payoutAnswers = sqliteTable('payout_answers', {
  fileId: text('file_id').notNull(),
  answerSha256: text('answer_sha256').notNull(),
  format: text('format').$type<'csv' | 'pain002'>().notNull(),
  paid: integer('paid').notNull(),
  failed: integer('failed').notNull(),
  paidFen: integer('paid_fen').notNull(),
  importedBy: text('imported_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const cashReceipts = sqliteTable('cash_receipts', {
  lineId: text('line_id').primaryKey(),
  proof: text('proof').$type<'pin' | 'signature'>().notNull(),
  evidenceFileId: text('evidence_file_id'),
  amountFen: integer('amount_fen').notNull(),
  handedBy: text('handed_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
