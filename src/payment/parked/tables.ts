import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const parkedEvents = sqliteTable('parked_events', {
  eventId: text('event_id').primaryKey(),
  fact: text('fact').notNull(),
  reason: text('reason').notNull(),
  tries: integer('tries').notNull().default(0),
  parkedAtMs: integer('parked_at_ms').notNull(),
  nextTryAtMs: integer('next_try_at_ms').notNull(),
})
