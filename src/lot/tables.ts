import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Grade } from '../intake/slip.ts'
import type { LossKind } from './loss.ts'

export const lots = sqliteTable('lots', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  number: text('number').notNull(),
  countyCode: text('county_code').notNull(),
  productId: text('product_id').notNull(),
  grade: text('grade').$type<Grade>().notNull(),
  contractVersionId: text('contract_version_id').notNull(),
  grams: integer('grams').notNull(),
  correctedGrams: integer('corrected_grams').notNull().default(0),
  slips: integer('slips').notNull(),
  households: integer('households').notNull(),
  firstDeliveredOn: text('first_delivered_on').notNull(),
  lastDeliveredOn: text('last_delivered_on').notNull(),
  floorDueFen: integer('floor_due_fen').notNull(),
  goodsFloorFen: integer('goods_floor_fen').notNull(),
  referenceFen: integer('reference_fen').notNull(),
  referenceGrams: integer('reference_grams').notNull(),
  packedGrams: integer('packed_grams').notNull().default(0),
  lostGrams: integer('lost_grams').notNull().default(0),
  finalGrams: integer('final_grams').notNull().default(0),
  proceedsFen: integer('proceeds_fen').notNull().default(0),
  finalFen: integer('final_fen').notNull().default(0),
  openUnits: integer('open_units').notNull().default(0),
  pooledBy: text('pooled_by').notNull(),
  pooledAtMs: integer('pooled_at_ms').notNull(),
  closedAtMs: integer('closed_at_ms'),
})

export const packs = sqliteTable('packs', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  productId: text('product_id').notNull(),
  grade: text('grade').$type<Grade>().notNull(),
  packGrams: integer('pack_grams').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  availableUnits: integer('available_units').notNull().default(0),
  soldUnits: integer('sold_units').notNull().default(0),
})

export const packLots = sqliteTable('pack_lots', {
  id: text('id').primaryKey(),
  lotId: text('lot_id').notNull(),
  packId: text('pack_id').notNull(),
  number: text('number').notNull(),
  packGrams: integer('pack_grams').notNull(),
  units: integer('units').notNull(),
  reservedUnits: integer('reserved_units').notNull().default(0),
  soldUnits: integer('sold_units').notNull().default(0),
  lostUnits: integer('lost_units').notNull().default(0),
  packedOn: text('packed_on').notNull(),
  bestBeforeOn: text('best_before_on').notNull(),
  packedBy: text('packed_by').notNull(),
  packedAtMs: integer('packed_at_ms').notNull(),
})

export const lotLosses = sqliteTable('lot_losses', {
  id: text('id').primaryKey(),
  lotId: text('lot_id').notNull(),
  packLotId: text('pack_lot_id'),
  grams: integer('grams').notNull(),
  units: integer('units').notNull(),
  kind: text('kind').$type<LossKind>().notNull(),
  reason: text('reason').notNull(),
  photoFileId: text('photo_file_id'),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
