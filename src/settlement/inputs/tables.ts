import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const inputAdvances = sqliteTable('input_advances', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  householdId: text('household_id').notNull(),
  contractVersionId: text('contract_version_id').notNull(),
  item: text('item').notNull(),
  count: integer('count').notNull(),
  unit: text('unit').notNull(),
  amountFen: integer('amount_fen').notNull(),
  handedOn: text('handed_on').notNull(),
  evidenceFileId: text('evidence_file_id'),
  confirmedBy: text('confirmed_by').$type<'pin' | 'signature'>().notNull(),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const inputReversals = sqliteTable('input_reversals', {
  advanceId: text('advance_id').primaryKey(),
  reason: text('reason').notNull(),
  reversedBy: text('reversed_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const settlementCredits = sqliteTable('settlement_credits', {
  lineId: text('line_id').notNull(),
  contractId: text('contract_id').notNull(),
  creditFen: integer('credit_fen').notNull(),
})
