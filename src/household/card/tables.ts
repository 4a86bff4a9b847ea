import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const cards = sqliteTable('cards', {
  id: text('id').primaryKey(),
  householdId: text('household_id').notNull(),
  pinHash: text('pin_hash').notNull(),
  failures: integer('failures').notNull(),
  issuedBy: text('issued_by').notNull(),
  issuedAtMs: integer('issued_at_ms').notNull(),
  revokedAtMs: integer('revoked_at_ms'),
})
