import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Kind } from './kinds.ts'

export const logFacts = sqliteTable('log_facts', {
  seq: integer('seq').primaryKey(),
  kind: text('kind').$type<Kind>().notNull(),
  subject: text('subject').notNull(),
})

export const logLeaves = sqliteTable('log_leaves', {
  idx: integer('idx').primaryKey(),
  kind: text('kind').$type<Kind>().notNull(),
  subject: text('subject').notNull(),
  entrySeq: integer('entry_seq').notNull(),
  factSeq: integer('fact_seq').notNull(),
  salt: text('salt'),
  commitment: text('commitment').notNull(),
  marks: text('marks').notNull(),
})

export const logTiles = sqliteTable('log_tiles', {
  level: integer('level').notNull(),
  n: integer('n').notNull(),
  hashes: text('hashes').notNull(),
  root: text('root').notNull(),
})

export const logCheckpoints = sqliteTable('log_checkpoints', {
  size: integer('size').primaryKey(),
  root: text('root').notNull(),
  note: text('note').notNull(),
  key: text('key').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const logFaults = sqliteTable('log_faults', {
  id: text('id').primaryKey(),
  atMs: integer('at_ms').notNull(),
  reason: text('reason').$type<'root' | 'tile' | 'fact'>().notNull(),
  detail: text('detail').notNull(),
  healedAtMs: integer('healed_at_ms'),
})
