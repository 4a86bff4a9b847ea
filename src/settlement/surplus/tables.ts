import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CapitalKind } from './surplus.ts'

export const memberCapitals = sqliteTable('member_capitals', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  householdId: text('household_id').notNull(),
  kind: text('kind').$type<CapitalKind>().notNull(),
  shareFen: integer('share_fen').notNull(),
  fromOn: text('from_on').notNull(),
  document: text('document').notNull(),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const surplusDeposits = sqliteTable('surplus_deposits', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  bankReference: text('bank_reference').notNull(),
  paidOn: text('paid_on').notNull(),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const surplusDistributions = sqliteTable('surplus_distributions', {
  settlementId: text('settlement_id').primaryKey(),
  year: text('year').notNull(),
  surplusFen: integer('surplus_fen').notNull(),
  reserveBp: integer('reserve_bp').notNull(),
  reserveFen: integer('reserve_fen').notNull(),
  volumeBp: integer('volume_bp').notNull(),
  byVolumeFen: integer('by_volume_fen').notNull(),
  byCapitalFen: integer('by_capital_fen').notNull(),
})

export const surplusParts = sqliteTable('surplus_parts', {
  settlementId: text('settlement_id').notNull(),
  householdId: text('household_id').notNull(),
  tradeFen: integer('trade_fen').notNull(),
  capitalFen: integer('capital_fen').notNull(),
  byVolumeFen: integer('by_volume_fen').notNull(),
  byCapitalFen: integer('by_capital_fen').notNull(),
})

export const surplusShares = sqliteTable('surplus_shares', {
  lineId: text('line_id').primaryKey(),
  volumeFen: integer('volume_fen').notNull(),
  capitalFen: integer('capital_fen').notNull(),
})
