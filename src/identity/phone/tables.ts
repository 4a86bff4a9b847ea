import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const signInCodes = sqliteTable('sign_in_codes', {
  phone: text('phone').primaryKey(),
  codeSha256: text('code_sha256').notNull(),
  tries: integer('tries').notNull().default(0),
  expiresAtMs: integer('expires_at_ms').notNull(),
})
