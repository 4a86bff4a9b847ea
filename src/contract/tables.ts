import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const grades = ['premium', 'first', 'second', 'processing'] as const
export type Grade = (typeof grades)[number]

export const products = sqliteTable('products', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  category: text('category', { enum: ['fruit', 'grain', 'tea', 'mushroom', 'vegetable', 'other'] }).notNull(),
  drawing: text('drawing').notNull(),
  maxDeliveryGrams: integer('max_delivery_grams').notNull(),
  maxGramsPerMu: integer('max_grams_per_mu'),
  lossNormBp: integer('loss_norm_bp').notNull(),
})

export const productGrades = sqliteTable('product_grades', {
  productId: text('product_id').notNull(),
  grade: text('grade', { enum: grades }).notNull(),
})

export const marketPrices = sqliteTable('market_prices', {
  productId: text('product_id').notNull(),
  grade: text('grade', { enum: grades }).notNull(),
  countyCode: text('county_code').notNull(),
  onDate: text('on_date').notNull(),
  fenPerKg: integer('fen_per_kg').notNull(),
  source: text('source').notNull(),
  recordedBy: text('recorded_by').notNull(),
  recordedAtMs: integer('recorded_at_ms').notNull(),
})

export const contracts = sqliteTable('contracts', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  title: text('title').notNull(),
  linkageMode: text('linkage_mode', { enum: ['order_purchase', 'share', 'entrusted'] }).notNull(),
  enterpriseId: text('enterprise_id'),
  cooperativeId: text('cooperative_id').notNull(),
  guarantorId: text('guarantor_id').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
})

export const contractVersions = sqliteTable('contract_versions', {
  id: text('id').primaryKey(),
  contractId: text('contract_id').notNull(),
  version: integer('version').notNull(),
  enterpriseBp: integer('enterprise_bp').notNull(),
  cooperativeBp: integer('cooperative_bp').notNull(),
  householdBp: integer('household_bp').notNull(),
  floorBasis: text('floor_basis', { enum: ['goods', 'household'] }).notNull(),
  advanceBp: integer('advance_bp').notNull(),
  deductionCapBp: integer('deduction_cap_bp').notNull().default(5000),
  inputCapBp: integer('input_cap_bp').notNull().default(0),
  guaranteeOn: text('guarantee_on').notNull(),
  receiptDays: integer('receipt_days').notNull(),
  afterSalesHours: integer('after_sales_hours').notNull(),
  fromOn: text('from_on').notNull(),
  untilOn: text('until_on').notNull(),
  scanFileId: text('scan_file_id'),
  madeBy: text('made_by').notNull(),
  signedBy: text('signed_by'),
  signedAtMs: integer('signed_at_ms'),
})

export const contractPrices = sqliteTable('contract_prices', {
  contractVersionId: text('contract_version_id').notNull(),
  productId: text('product_id').notNull(),
  grade: text('grade', { enum: grades }).notNull(),
  floorFenPerKg: integer('floor_fen_per_kg').notNull(),
})

export const contractDeductions = sqliteTable('contract_deductions', {
  contractVersionId: text('contract_version_id').notNull(),
  kind: text('kind', { enum: ['packing', 'processing'] }).notNull(),
  proceedsBp: integer('proceeds_bp').notNull(),
  fenPerKg: integer('fen_per_kg').notNull(),
})

export const contractHouseholds = sqliteTable('contract_households', {
  contractVersionId: text('contract_version_id').notNull(),
  householdId: text('household_id').notNull(),
  landCentimu: integer('land_centimu').notNull(),
})

export const contractTerminations = sqliteTable('contract_terminations', {
  contractVersionId: text('contract_version_id').primaryKey(),
  onDate: text('on_date').notNull(),
  reason: text('reason').notNull(),
  terminatedBy: text('terminated_by').notNull(),
  atMs: integer('at_ms').notNull(),
})
