import { sql, type SQL } from 'drizzle-orm'
import type { FloorBasis } from '../contract/floor.ts'
import { scopeOf } from '../identity/permission.ts'
import { within } from '../identity/queries.ts'
import type { Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { Context } from '../platform/context.ts'
import type { Database, Statement } from '../platform/database.ts'
import { jsonRows } from '../platform/database.ts'
import type { FreightRule } from './freight.ts'
import type { Readiness } from './offer.ts'
import type { PricingTerms } from './pricing.ts'
import { freightRules, offers } from './tables.ts'

/** An offer by id, whatever its status. */
export async function findOffer(county: Database, offerId: string) {
  return county.row(offers, sql`WHERE id = ${offerId}`)
}

/** An organisation's offers, newest first, within the actor's scope; at most 100. */
export async function offersOf(context: Context, organisationId: string) {
  const scope = scopeOf(context.actor, 'offer.read')
  if (!scope) return []
  const reach = within(scope, { organisationId: sql`organisation_id`, divisionCode: sql`county_code` })
  return context.county.rows(offers, sql`WHERE organisation_id = ${organisationId} AND ${reach} ORDER BY seq DESC LIMIT 100`)
}

/** A photo that stands on an offer; other files are never public. */
export async function findOfferPhoto(county: Database, id: string): Promise<{ id: string; mediaType: string } | null> {
  return county.first(sql`SELECT id AS id, media_type AS mediaType FROM files WHERE id = ${id} AND purpose = 'offer_photo'`)
}

/** Where an offer comes from and who sells it, for its page; `afterSalesHours` is the contract's. */
export type OfferGround = {
  countyZh: string
  countyEn: string
  organisationZh: string
  organisationEn: string
  organisationStoryZh: string
  organisationStoryEn: string
  afterSalesHours: number
}

export async function offerGround(county: Database, offerId: string): Promise<OfferGround | null> {
  return county.first<OfferGround>(sql`
    SELECT d.name_zh AS countyZh, d.name_en AS countyEn, g.name_zh AS organisationZh, g.name_en AS organisationEn,
      g.story_zh AS organisationStoryZh, g.story_en AS organisationStoryEn, v.after_sales_hours AS afterSalesHours
    FROM offers o JOIN divisions d ON d.code = o.county_code JOIN organisations g ON g.id = o.organisation_id
      JOIN lots l ON l.id = o.lot_id JOIN contract_versions v ON v.id = l.contract_version_id
    WHERE o.id = ${offerId}`)
}

export type OfferPack = {
  packId: string
  packGrams: Grams
  nameZh: string
  nameEn: string
  priceFen: Fen
  availableUnits: number
}

/** The sizes an offer sells in, in the order of its maker. */
export async function offerPacks(county: Database, offerId: string): Promise<OfferPack[]> {
  return county.all<OfferPack>(sql`
    SELECT p.id AS packId, p.pack_grams AS packGrams, p.name_zh AS nameZh, p.name_en AS nameEn, x.price_fen AS priceFen,
      p.available_units AS availableUnits
    FROM offer_packs x JOIN packs p ON p.id = x.pack_id WHERE x.offer_id = ${offerId} ORDER BY x.position`)
}

export type FreightRuleRow = FreightRule & { id: string; organisationId: string; nameZh: string; nameEn: string }

export async function freightRulesOf(county: Database, organisationId: string): Promise<FreightRuleRow[]> {
  const rows = await county.rows(freightRules, sql`WHERE organisation_id = ${organisationId} ORDER BY id LIMIT 50`)
  return rows.map(readRule)
}

export async function findFreightRule(county: Database, id: string): Promise<FreightRuleRow | null> {
  const row = await county.row(freightRules, sql`WHERE id = ${id}`)
  return row && readRule(row)
}

function readRule({ provinces, ...row }: typeof freightRules.$inferSelect): FreightRuleRow {
  return { ...row, provinces: JSON.parse(provinces) as string[] }
}

/** What checkout must know of a pack on sale. `receiptDays` and `afterSalesHours` are those of the contract of its lot. */
export type PackForSale = OfferPack & {
  offerId: string
  offerZh: string
  offerEn: string
  drawing: string
  photoFileId: string | null
  organisationId: string
  organisationZh: string
  organisationEn: string
  countyCode: string
  shelfLifeDays: number
  freightRule: FreightRule
  receiptDays: number
  afterSalesHours: number
}

/** Packs on sale now, in one query; a pack that is in no published offer is missing from the answer. */
export async function packsForSale(county: Database, packIds: readonly string[]): Promise<PackForSale[]> {
  const rows = await county.all<PackRow>(sql`
    SELECT p.id AS packId, p.pack_grams AS packGrams, p.name_zh AS nameZh, p.name_en AS nameEn, x.price_fen AS priceFen,
      p.available_units AS availableUnits, o.id AS offerId, o.name_zh AS offerZh, o.name_en AS offerEn, o.drawing AS drawing,
      o.photo_file_id AS photoFileId, o.organisation_id AS organisationId, g.name_zh AS organisationZh, g.name_en AS organisationEn,
      o.county_code AS countyCode, o.shelf_life_days AS shelfLifeDays, v.receipt_days AS receiptDays, v.after_sales_hours AS afterSalesHours,
      json_object('provinces', json(f.provinces), 'firstGrams', f.first_grams, 'firstFen', f.first_fen, 'stepGrams', f.step_grams,
        'stepFen', f.step_fen, 'freeFromFen', f.free_from_fen) AS freightRule
    FROM ${jsonRows([...new Set(packIds)])} j JOIN offer_packs x ON x.pack_id = j.value
      JOIN offers o ON o.id = x.offer_id AND o.status = 'published' JOIN packs p ON p.id = x.pack_id
      JOIN organisations g ON g.id = o.organisation_id JOIN freight_rules f ON f.id = o.freight_rule_id
      JOIN lots l ON l.id = o.lot_id JOIN contract_versions v ON v.id = l.contract_version_id`)
  return rows.map(readPack)
}

type PackRow = Omit<PackForSale, 'freightRule'> & { freightRule: string }

function readPack({ freightRule, ...row }: PackRow): PackForSale {
  return { ...row, freightRule: JSON.parse(freightRule) as FreightRule }
}

type TermsRow = {
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  floorBasis: FloorBasis
  floorFenPerKg: Fen
  deductions: string
}

/** What the contract in force says about a product and grade, for pricing; the newest when several do. */
export async function pricingTerms(
  county: Database,
  { organisationId, productId, grade }: { organisationId: string; productId: string; grade: string },
  on: LocalDate,
): Promise<(PricingTerms & { contractVersionId: string }) | null> {
  const row = await county.first<TermsRow & { contractVersionId: string }>(sql`
    SELECT v.id AS contractVersionId, v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp,
      v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp, v.floor_basis AS floorBasis, p.floor_fen_per_kg AS floorFenPerKg,
      (SELECT json_group_array(json_object('proceedsBp', d.proceeds_bp, 'fenPerKg', d.fen_per_kg))
        FROM contract_deductions d WHERE d.contract_version_id = v.id) AS deductions
    FROM contracts c JOIN contract_versions v ON v.contract_id = c.id
      JOIN contract_prices p ON p.contract_version_id = v.id AND p.product_id = ${productId} AND p.grade = ${grade}
    WHERE c.organisation_id = ${organisationId} AND v.signed_at_ms IS NOT NULL AND v.from_on <= ${on}
    ORDER BY v.until_on >= ${on} DESC, v.from_on DESC, v.version DESC LIMIT 1`)
  if (!row) return null
  const { enterpriseBp, cooperativeBp, householdBp, deductionCapBp, deductions, ...rest } = row
  const split = { enterpriseBp, cooperativeBp, householdBp, deductionCapBp }
  return { ...rest, split, deductions: JSON.parse(deductions) as PricingTerms['deductions'] }
}

/** Packs an organisation has of a product and grade. */
export async function packsOf(
  county: Database,
  organisationId: string,
  productId: string,
  grade: string,
): Promise<Omit<OfferPack, 'priceFen'>[]> {
  return county.all(sql`
    SELECT id AS packId, pack_grams AS packGrams, name_zh AS nameZh, name_en AS nameEn, available_units AS availableUnits FROM packs
    WHERE organisation_id = ${organisationId} AND product_id = ${productId} AND grade = ${grade} ORDER BY pack_grams LIMIT 12`)
}

/** What a manager may put on sale: product and grade for which the organisation has packs. */
export type Sellable = { productId: string; grade: string; nameZh: string; nameEn: string; drawing: string; packs: number }

export async function sellablesOf(county: Database, organisationId: string): Promise<Sellable[]> {
  return county.all<Sellable>(sql`
    SELECT p.product_id AS productId, p.grade AS grade, d.name_zh AS nameZh, d.name_en AS nameEn, d.drawing AS drawing, count(*) AS packs
    FROM packs p JOIN products d ON d.id = p.product_id WHERE p.organisation_id = ${organisationId}
    GROUP BY p.product_id, p.grade ORDER BY p.product_id, p.grade LIMIT 50`)
}

/** What publishing an offer depends on. */
export async function readiness(county: Database, offerId: string): Promise<Readiness> {
  const row = await county.first<Readiness>(sql`
    SELECT o.status AS status,
      (SELECT coalesce(sum(p.available_units), 0) FROM offer_packs x JOIN packs p ON p.id = x.pack_id WHERE x.offer_id = o.id) AS availableUnits,
      NOT (${packsOnSaleOnce(offerId)}) AS soldElsewhere
    FROM offers o WHERE o.id = ${offerId}`)
  return row!
}

/** Holds while no other published offer sells one of these packs. */
export function packsOnSaleOnce(offerId: string): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM offer_packs x JOIN offer_packs y ON y.pack_id = x.pack_id AND y.offer_id <> x.offer_id
    JOIN offers r ON r.id = y.offer_id AND r.status = 'published' WHERE x.offer_id = ${offerId})`
}

/** Writes an offer's listing columns anew from its packs and from the lot it sells from first; the lot stays when all is sold. */
export function refreshOffer(offerId: string): Statement[] {
  return [
    sql`UPDATE offers SET (from_fen, from_fen_per_kg, in_stock, sold_tens, lot_id) =
      (SELECT g.from_fen, g.from_fen_per_kg, g.in_stock, g.sold_tens, coalesce(g.lot_id, offers.lot_id) FROM offer_listings g WHERE g.offer_id = offers.id)
      WHERE id = ${offerId}`,
    sql`UPDATE offers SET (households, villages_zh, villages_en) =
      (SELECT t.households, t.villages_zh, t.villages_en FROM lot_publics t WHERE t.lot_id = offers.lot_id)
      WHERE id = ${offerId} AND lot_id IS NOT NULL`,
  ]
}
