import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Grade } from '../../intake/slip.ts'

export const slipCorrections = sqliteTable('slip_corrections', {
  id: text('id').primaryKey(),
  deliveryId: text('delivery_id').notNull(),
  replacementId: text('replacement_id'),
  householdId: text('household_id'),
  grade: text('grade').$type<Grade>(),
  grossGrams: integer('gross_grams'),
  tareGrams: integer('tare_grams'),
  deductedGrams: integer('deducted_grams'),
  priceFenPerKg: integer('price_fen_per_kg'),
  reason: text('reason').notNull(),
  evidenceFileId: text('evidence_file_id'),
  proposedBy: text('proposed_by').notNull(),
  proposedAtMs: integer('proposed_at_ms').notNull(),
  status: text('status').$type<'proposed' | 'approved' | 'refused'>().notNull().default('proposed'),
  decidedBy: text('decided_by'),
  decidedAtMs: integer('decided_at_ms'),
  decisionWords: text('decision_words').notNull().default(''),
})
