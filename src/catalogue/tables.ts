import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Grade } from '../intake/slip.ts'
import type { Category } from './category.ts'
import type { OfferStatus } from './offer.ts'

export const freightRules = sqliteTable('freight_rules', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  provinces: text('provinces').notNull(),
  firstGrams: integer('first_grams').notNull(),
  firstFen: integer('first_fen').notNull(),
  stepGrams: integer('step_grams').notNull(),
  stepFen: integer('step_fen').notNull(),
  freeFromFen: integer('free_from_fen'),
})

export const offers = sqliteTable('offers', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull(),
  organisationId: text('organisation_id').notNull(),
  countyCode: text('county_code').notNull(),
  productId: text('product_id').notNull(),
  grade: text('grade').$type<Grade>().notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  storyZh: text('story_zh').notNull().default(''),
  storyEn: text('story_en').notNull().default(''),
  storageZh: text('storage_zh').notNull().default(''),
  storageEn: text('storage_en').notNull().default(''),
  category: text('category').$type<Category>().notNull(),
  drawing: text('drawing').notNull(),
  photoFileId: text('photo_file_id'),
  shelfLifeDays: integer('shelf_life_days').notNull(),
  seasonFrom: text('season_from').notNull().default('01-01'),
  seasonUntil: text('season_until').notNull().default('12-31'),
  freightRuleId: text('freight_rule_id').notNull(),
  status: text('status').$type<OfferStatus>().notNull(),
  fromFen: integer('from_fen').notNull().default(0),
  fromFenPerKg: integer('from_fen_per_kg').notNull().default(0),
  households: integer('households').notNull().default(0),
  villagesZh: text('villages_zh').notNull().default(''),
  villagesEn: text('villages_en').notNull().default(''),
  lotId: text('lot_id'),
  inStock: integer('in_stock').notNull().default(0),
  soldTens: integer('sold_tens').notNull().default(0),
  madeAtMs: integer('made_at_ms').notNull(),
  publishedAtMs: integer('published_at_ms'),
})

export const offerPacks = sqliteTable('offer_packs', {
  offerId: text('offer_id').notNull(),
  packId: text('pack_id').notNull(),
  priceFen: integer('price_fen').notNull(),
  position: integer('position').notNull(),
})
