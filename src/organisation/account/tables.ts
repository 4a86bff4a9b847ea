import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const organisationAccounts = sqliteTable('organisation_accounts', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  version: integer('version').notNull(),
  holder: text('holder').notNull(),
  bankName: text('bank_name').notNull(),
  bankAccount: text('bank_account').notNull(),
  cnaps: text('cnaps').notNull(),
  reason: text('reason').notNull(),
  enteredBy: text('entered_by').notNull(),
  enteredAtMs: integer('entered_at_ms').notNull(),
})

export const organisationAccountDecisions = sqliteTable('organisation_account_decisions', {
  accountId: text('account_id').primaryKey(),
  decision: text('decision').$type<'confirmed' | 'refused'>().notNull(),
  decidedBy: text('decided_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
