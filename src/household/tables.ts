import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { RegistryStatus } from './status.ts'

export const households = sqliteTable('households', {
  id: text('id').primaryKey(),
  villageCode: text('village_code').notNull(),
  people: integer('people').notNull(),
  workers: integer('workers').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
})

export const registryStatuses = sqliteTable('registry_statuses', {
  householdId: text('household_id').notNull(),
  fromOn: text('from_on').notNull(),
  status: text('status').$type<RegistryStatus>().notNull(),
  reason: text('reason').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAtMs: integer('recorded_at_ms').notNull(),
})

export const registryImports = sqliteTable('registry_imports', {
  id: text('id').primaryKey(),
  divisionCode: text('division_code').notNull(),
  fileSha256: text('file_sha256').notNull(),
  added: integer('added').notNull(),
  changed: integer('changed').notNull(),
  removed: integer('removed').notNull(),
  rejected: integer('rejected').notNull(),
  madeBy: text('made_by').notNull(),
  madeAtMs: integer('made_at_ms').notNull(),
  appliedAtMs: integer('applied_at_ms'),
})
