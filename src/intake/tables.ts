import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Grade } from './slip.ts'

export const deliveries = sqliteTable('deliveries', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  number: text('number').notNull(),
  householdId: text('household_id').notNull(),
  villageCode: text('village_code').notNull(),
  registryStatus: text('registry_status').notNull(),
  contractVersionId: text('contract_version_id').notNull(),
  productId: text('product_id').notNull(),
  grade: text('grade').$type<Grade>().notNull(),
  deliveredOn: text('delivered_on').notNull(),
  grossGrams: integer('gross_grams').notNull(),
  tareGrams: integer('tare_grams').notNull(),
  deductedGrams: integer('deducted_grams').notNull(),
  netGrams: integer('net_grams').notNull(),
  referenceFenPerKg: integer('reference_fen_per_kg'),
  floorFenPerKg: integer('floor_fen_per_kg').notNull(),
  guaranteedFenPerKg: integer('guaranteed_fen_per_kg').notNull(),
  basisBp: integer('basis_bp').notNull(),
  floorDueFen: integer('floor_due_fen').notNull(),
  advanceFen: integer('advance_fen').notNull(),
  photoFileId: text('photo_file_id'),
  confirmedBy: text('confirmed_by').$type<'none' | 'pin'>().notNull(),
  correctsId: text('corrects_id'),
  recordedBy: text('recorded_by').notNull(),
  recordedAtMs: integer('recorded_at_ms').notNull(),
})

export const deliveryReversals = sqliteTable('delivery_reversals', {
  deliveryId: text('delivery_id').primaryKey(),
  correctionId: text('correction_id'),
  reason: text('reason').notNull(),
  reversedBy: text('reversed_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
