import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { IncomeClass, IncomeKind } from './income-kind.ts'

export const incomes = sqliteTable('incomes', {
  lineId: text('line_id').primaryKey(),
  householdId: text('household_id').notNull(),
  villageCode: text('village_code').notNull(),
  organisationId: text('organisation_id').notNull(),
  receivedOn: text('received_on').notNull(),
  kind: text('kind').$type<IncomeKind>().notNull(),
  class: text('class').$type<IncomeClass>().notNull(),
  amountFen: integer('amount_fen').notNull(),
})
