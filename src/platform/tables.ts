import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const activities = sqliteTable('activities', {
  id: text('id').primaryKey(),
  atMs: integer('at_ms').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  requestId: text('request_id').notNull(),
  detail: text('detail').notNull(),
})

export const idempotencyKeys = sqliteTable('idempotency_keys', {
  actor: text('actor').notNull(),
  route: text('route').notNull(),
  key: text('key').notNull(),
  inputSha256: text('input_sha256').notNull(),
  resultId: text('result_id').notNull(),
  atMs: integer('at_ms').notNull(),
})
