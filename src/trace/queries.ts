import { sql } from 'drizzle-orm'
import type { Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import type { LocalDate, Month } from '../kernel/time.ts'
import { jsonRows, type Database } from '../platform/database.ts'
import type { FloorBasis } from '../contract/floor.ts'
import type { Grade } from '../intake/slip.ts'
import type { VillageFigures } from './anonymity.ts'
import { publicTrace, type PublicTrace } from './trace.ts'
import type { NamedDeduction } from './yuan-division.ts'

/** A lot with what its public page is made of; its figures are shown only through `publicTrace`. */
type TracedLot = {
  id: string
  number: string
  countyCode: string
  countyZh: string
  countyEn: string
  organisationId: string
  organisationZh: string
  organisationEn: string
  productId: string
  productZh: string
  productEn: string
  drawing: string
  grade: Grade
  households: number
  grams: Grams
  firstDeliveredOn: LocalDate
  lastDeliveredOn: LocalDate
  firstPackedOn: LocalDate | null
  lastPackedOn: LocalDate | null
  soldGrams: Grams
  lostGrams: Grams
  referenceFen: Fen
  referenceGrams: Grams
  goodsFloorFen: Fen
  proceedsFen: Fen
  finalFen: Fen
  finalGrams: Grams
  closedAtMs: number | null
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  floorBasis: FloorBasis
  floorFenPerKg: Fen
  deductions: NamedDeduction[]
  offerId: string | null
}

/** How far the newest settlement has brought a lot's money: null before the first. */
export type SettledLot = { month: Month; status: 'notice' | 'approved' | 'exported' | 'closed'; finalFen: Fen; poolFen: Fen }

/** Lots by id or printed number; organisations number their lots independently, so a number may stand for several. */
export async function findLots(
  county: Database,
  numberOrId: string,
): Promise<{ id: string; number: string; organisationZh: string; organisationEn: string }[]> {
  return county.all(sql`
    SELECT l.id AS id, l.number AS number, o.name_zh AS organisationZh, o.name_en AS organisationEn
    FROM lots l JOIN organisations o ON o.id = l.organisation_id
    WHERE ${numberOrId.startsWith('lot_') ? sql`l.id = ${numberOrId}` : sql`l.number = ${numberOrId.toUpperCase()}`} LIMIT 20`)
}

/** One round trip whose cost does not depend on slips or orders. */
async function findTracedLot(
  county: Database,
  lotId: string,
): Promise<{ lot: TracedLot; villages: VillageFigures[]; settled: SettledLot | null } | null> {
  const [lots, villages, settled] = await county.allOf<
    [Omit<TracedLot, 'deductions'> & { deductions: string }, VillageFigures, SettledLot]
  >(
    sql`
      SELECT l.id AS id, l.number AS number, l.county_code AS countyCode, c.name_zh AS countyZh, c.name_en AS countyEn,
        l.organisation_id AS organisationId, o.name_zh AS organisationZh, o.name_en AS organisationEn, l.product_id AS productId,
        p.name_zh AS productZh, p.name_en AS productEn, p.drawing AS drawing, l.grade AS grade, l.households AS households,
        l.grams + l.corrected_grams AS grams, l.first_delivered_on AS firstDeliveredOn, l.last_delivered_on AS lastDeliveredOn,
        b.firstPackedOn AS firstPackedOn, b.lastPackedOn AS lastPackedOn, coalesce(b.soldGrams, 0) AS soldGrams,
        l.lost_grams + coalesce(b.lostGrams, 0) AS lostGrams, l.reference_fen AS referenceFen, l.reference_grams AS referenceGrams,
        l.goods_floor_fen AS goodsFloorFen, l.proceeds_fen AS proceedsFen, l.final_fen AS finalFen, l.final_grams AS finalGrams,
        l.closed_at_ms AS closedAtMs, v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp,
        v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp, v.floor_basis AS floorBasis, f.floor_fen_per_kg AS floorFenPerKg,
        (SELECT json_group_array(json_object('kind', d.kind, 'proceedsBp', d.proceeds_bp, 'fenPerKg', d.fen_per_kg))
          FROM contract_deductions d WHERE d.contract_version_id = v.id) AS deductions,
        (SELECT r.id FROM pack_lots k JOIN offer_packs x ON x.pack_id = k.pack_id JOIN offers r ON r.id = x.offer_id AND r.status = 'published'
          WHERE k.lot_id = l.id LIMIT 1) AS offerId
      FROM lots l JOIN organisations o ON o.id = l.organisation_id JOIN products p ON p.id = l.product_id
        JOIN divisions c ON c.code = l.county_code JOIN contract_versions v ON v.id = l.contract_version_id
        JOIN contract_prices f ON f.contract_version_id = v.id AND f.product_id = l.product_id AND f.grade = l.grade
        LEFT JOIN (SELECT lot_id, min(packed_on) AS firstPackedOn, max(packed_on) AS lastPackedOn,
          sum(sold_units * pack_grams) AS soldGrams, sum(lost_units * pack_grams) AS lostGrams
          FROM pack_lots WHERE lot_id = ${lotId}) b
      WHERE l.id = ${lotId}`,
    sql`SELECT village_code AS villageCode, households AS households, grams AS grams FROM lot_villages WHERE lot_id = ${lotId}`,
    sql`
      SELECT s.month AS month, s.status AS status, x.final_fen AS finalFen, x.pool_fen AS poolFen
      FROM settlement_lots x JOIN settlements s ON s.id = x.settlement_id
      WHERE x.lot_id = ${lotId} AND s.status IN ('notice', 'approved', 'exported', 'closed') ORDER BY s.month DESC LIMIT 1`,
  )
  const row = lots[0]
  if (!row) return null
  return { lot: { ...row, deductions: JSON.parse(row.deductions) as NamedDeduction[] }, villages, settled: settled[0] ?? null }
}

/** What is the lot's own and told of every lot, whoever stands behind it. */
export type LotFacts = Pick<
  TracedLot,
  | 'id'
  | 'number'
  | 'countyCode'
  | 'countyZh'
  | 'countyEn'
  | 'organisationId'
  | 'organisationZh'
  | 'organisationEn'
  | 'productId'
  | 'productZh'
  | 'productEn'
  | 'drawing'
  | 'grade'
  | 'firstDeliveredOn'
  | 'lastDeliveredOn'
  | 'firstPackedOn'
  | 'lastPackedOn'
  | 'closedAtMs'
  | 'enterpriseBp'
  | 'cooperativeBp'
  | 'householdBp'
  | 'deductionCapBp'
  | 'deductions'
  | 'floorBasis'
  | 'floorFenPerKg'
  | 'offerId'
>

export type PublicLot = { lot: LotFacts; trace: PublicTrace; settled: SettledLot | null }

/** A lot as anyone may see it, by id or by a number only one organisation uses; null when there is none. */
export async function findPublicLot(county: Database, numberOrId: string): Promise<PublicLot | null> {
  const [lot, another] = await findLots(county, numberOrId)
  const found = lot && !another ? await findTracedLot(county, lot.id) : null
  if (!found) return null
  const trace = publicTrace(found.lot, found.villages)
  return { lot: found.lot, trace, settled: trace.total && found.settled }
}

export type VillageName = { code: string; nameZh: string; nameEn: string; townshipZh: string; townshipEn: string }

/** The names of villages and their townships, by code. */
export async function villageNames(county: Database, codes: readonly string[]): Promise<Map<string, VillageName>> {
  const rows = await county.all<VillageName>(sql`
    SELECT d.code AS code, d.name_zh AS nameZh, d.name_en AS nameEn, t.name_zh AS townshipZh, t.name_en AS townshipEn
    FROM ${jsonRows(codes)} j JOIN divisions d ON d.code = j.value JOIN divisions t ON t.code = d.parent_code`)
  return new Map(rows.map((row) => [row.code, row]))
}
