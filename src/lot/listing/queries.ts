import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Grade } from '../../intake/slip.ts'
import type { Fen } from '../../kernel/money.ts'
import type { Grams } from '../../kernel/quantity.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { lotLosses, packLots, packs } from '../tables.ts'

export type Lot = {
  id: string
  number: string
  organisationId: string
  productId: string
  productZh: string
  productEn: string
  grade: Grade
  contractVersionId: string
  grams: Grams
  packedGrams: Grams
  lostGrams: Grams
  slips: number
  households: number
  firstDeliveredOn: LocalDate
  lastDeliveredOn: LocalDate
  floorDueFen: Fen
  goodsFloorFen: Fen
  referenceFen: Fen
  referenceGrams: Grams
  proceedsFen: Fen
  finalFen: Fen
  openUnits: number
  lossNormBp: number
  pooledAtMs: number
  closedAtMs: number | null
}

const lotColumns = sql`
  l.id AS id, l.number AS number, l.organisation_id AS organisationId, l.product_id AS productId, p.name_zh AS productZh,
  p.name_en AS productEn, l.grade AS grade, l.contract_version_id AS contractVersionId, l.grams AS grams,
  l.packed_grams AS packedGrams, l.lost_grams AS lostGrams, l.slips AS slips, l.households AS households,
  l.first_delivered_on AS firstDeliveredOn, l.last_delivered_on AS lastDeliveredOn, l.floor_due_fen AS floorDueFen,
  l.goods_floor_fen AS goodsFloorFen, l.reference_fen AS referenceFen, l.reference_grams AS referenceGrams,
  l.proceeds_fen AS proceedsFen, l.final_fen AS finalFen, l.open_units AS openUnits, p.loss_norm_bp AS lossNormBp,
  l.pooled_at_ms AS pooledAtMs, l.closed_at_ms AS closedAtMs`

function readable(context: Context): SQL {
  const scope = scopeOf(context.actor, 'lot.read')
  return scope ? within(scope, { organisationId: sql`l.organisation_id`, divisionCode: sql`l.county_code` }) : sql`0`
}

/** One lot as the actor may see it. */
export async function readLot(context: Context, id: string): Promise<Lot | null> {
  return context.county.first<Lot>(
    sql`SELECT ${lotColumns} FROM lots l JOIN products p ON p.id = l.product_id WHERE l.id = ${id} AND ${readable(context)}`,
  )
}

type LotFilter = { organisationId: string; toPack?: boolean; after?: string; limit?: number }

/** Lots of an organisation, newest first, paged by number; `toPack` keeps those with grams neither packed nor lost. */
export async function listLots(context: Context, { organisationId, toPack, after, limit = 20 }: LotFilter): Promise<Lot[]> {
  const conditions = [
    sql`l.organisation_id = ${organisationId}`,
    readable(context),
    ...(toPack ? [sql`l.closed_at_ms IS NULL AND l.packed_grams + l.lost_grams < l.grams`] : []),
    ...(after ? [sql`l.number < ${after}`] : []),
  ]
  return context.county.all<Lot>(sql`
    SELECT ${lotColumns} FROM lots l JOIN products p ON p.id = l.product_id
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY l.number DESC LIMIT ${Math.min(limit, 100)}`)
}

export type LotSlip = {
  deliveryId: string
  number: string
  householdId: string
  villageZh: string
  villageEn: string
  deliveredOn: LocalDate
  grams: Grams
  guaranteedFenPerKg: Fen
  floorDueFen: Fen
}

/** The origin table of a lot, a page at a time by slip id. */
export async function lotSlips(county: Database, lotId: string, after: string, limit: number): Promise<LotSlip[]> {
  return county.all<LotSlip>(sql`
    SELECT o.delivery_id AS deliveryId, d.number AS number, o.household_id AS householdId, v.name_zh AS villageZh, v.name_en AS villageEn,
      d.delivered_on AS deliveredOn, o.grams AS grams, d.guaranteed_fen_per_kg AS guaranteedFenPerKg, d.floor_due_fen AS floorDueFen
    FROM lot_origins o JOIN deliveries d ON d.id = o.delivery_id JOIN divisions v ON v.code = d.village_code
    WHERE o.lot_id = ${lotId} AND o.delivery_id > ${after} ORDER BY o.delivery_id LIMIT ${limit}`)
}

export type LotVillage = { villageCode: string; nameZh: string; nameEn: string; households: number; slips: number; grams: Grams }

export async function lotVillages(county: Database, lotId: string): Promise<LotVillage[]> {
  return county.all<LotVillage>(sql`
    SELECT lv.village_code AS villageCode, v.name_zh AS nameZh, v.name_en AS nameEn, lv.households AS households, lv.slips AS slips,
      lv.grams AS grams
    FROM lot_villages lv JOIN divisions v ON v.code = lv.village_code WHERE lv.lot_id = ${lotId} ORDER BY lv.grams DESC, lv.village_code`)
}

/** The pack lots made from a lot, oldest first. */
export async function packLotsOf(county: Database, lotId: string) {
  return county.rows(packLots, sql`WHERE lot_id = ${lotId} ORDER BY packed_at_ms, number LIMIT 200`)
}

export async function lossesOf(county: Database, lotId: string) {
  return county.rows(lotLosses, sql`WHERE lot_id = ${lotId} ORDER BY at_ms, id LIMIT 200`)
}

/** The packs an organisation has defined for a product and grade, or all of them. */
export async function listPacks(county: Database, organisationId: string, kind?: { productId: string; grade: string }) {
  const ofKind = kind ? sql`AND product_id = ${kind.productId} AND grade = ${kind.grade}` : sql``
  return county.rows(packs, sql`WHERE organisation_id = ${organisationId} ${ofKind} ORDER BY product_id, grade, pack_grams LIMIT 200`)
}

/** The lot a slip lies in, or null while it waits. */
export async function lotOfSlip(county: Database, deliveryId: string): Promise<{ id: string; number: string } | null> {
  return county.first(sql`
    SELECT l.id AS id, l.number AS number FROM lot_origins o JOIN lots l ON l.id = o.lot_id WHERE o.delivery_id = ${deliveryId}`)
}
