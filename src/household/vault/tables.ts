import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const identities = sqliteTable('identities', {
  householdId: text('household_id').primaryKey(),
  sealed: text('sealed').notNull(),
  keyVersion: integer('key_version').notNull(),
  idNumberHmac: text('id_number_hmac').notNull(),
  accountHmac: text('account_hmac'),
  updatedAtMs: integer('updated_at_ms').notNull(),
})

export const identityTerms = sqliteTable('identity_terms', {
  termHmac: text('term_hmac').notNull(),
  householdId: text('household_id').notNull(),
})
