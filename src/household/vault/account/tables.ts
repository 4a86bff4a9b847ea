import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const householdAdults = sqliteTable('household_adults', {
  id: text('id').primaryKey(),
  householdId: text('household_id').notNull(),
  sealed: text('sealed').notNull(),
  keyVersion: integer('key_version').notNull(),
  idNumberHmac: text('id_number_hmac').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const householdAccounts = sqliteTable('household_accounts', {
  changeId: text('change_id').primaryKey(),
  householdId: text('household_id').notNull(),
  sealed: text('sealed').notNull(),
  keyVersion: integer('key_version').notNull(),
  accountHmac: text('account_hmac').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const payoutPayees = sqliteTable('payout_payees', {
  fileSha256: text('file_sha256').notNull(),
  chunk: integer('chunk').notNull(),
  sealed: text('sealed').notNull(),
  keyVersion: integer('key_version').notNull(),
})
