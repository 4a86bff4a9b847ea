import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Proof } from './account.ts'

export const accountChanges = sqliteTable('account_changes', {
  id: text('id').primaryKey(),
  householdId: text('household_id').notNull(),
  organisationId: text('organisation_id'),
  reason: text('reason').notNull(),
  proof: text('proof').$type<Proof>().notNull(),
  evidenceFileId: text('evidence_file_id'),
  enteredBy: text('entered_by').notNull(),
  enteredAtMs: integer('entered_at_ms').notNull(),
  effectiveAtMs: integer('effective_at_ms').notNull(),
})

export const accountCancellations = sqliteTable('account_cancellations', {
  changeId: text('change_id').primaryKey(),
  reason: text('reason').notNull(),
  cancelledBy: text('cancelled_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
