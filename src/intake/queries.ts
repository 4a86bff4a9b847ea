import { sql, type SQL } from 'drizzle-orm'
import type { SQLiteInsertValue } from 'drizzle-orm/sqlite-core'
import { scopeOf } from '../identity/permission.ts'
import { within } from '../identity/queries.ts'
import { actorKey } from '../kernel/actor.ts'
import type { Grams } from '../kernel/quantity.ts'
import type { LocalDate, Ms } from '../kernel/time.ts'
import type { Context } from '../platform/context.ts'
import { build, type Database, type Statement } from '../platform/database.ts'
import type { Grade, SlipState } from './slip.ts'
import { deliveries, deliveryReversals } from './tables.ts'

export type Slip = {
  id: string
  number: string
  organisationId: string
  householdId: string
  memberNumber: number | null
  villageCode: string
  villageZh: string
  villageEn: string
  /** Null for the cooperative: who is on the register is for the household's offices to know. Law: design 4. */
  registryStatus: string | null
  contractVersionId: string
  productId: string
  productZh: string
  productEn: string
  grade: Grade
  deliveredOn: LocalDate
  grossGrams: Grams
  tareGrams: Grams
  deductedGrams: Grams
  netGrams: Grams
  referenceFenPerKg: number | null
  floorFenPerKg: number
  guaranteedFenPerKg: number
  basisBp: number
  floorDueFen: number
  advanceFen: number
  photoFileId: string | null
  confirmedBy: 'none' | 'pin'
  recordedBy: string
  recordedAtMs: Ms
  state: SlipState
  reversedAtMs: Ms | null
  reversalReason: string | null
  /** The slip this one stands for, or the one that stands for it, once a correction was approved. */
  correctsId: string | null
  correctedById: string | null
}

const slipColumns = (context: Context) => sql`
  d.id AS id, d.number AS number, d.organisation_id AS organisationId, d.household_id AS householdId,
  (SELECT m.number FROM members m WHERE m.organisation_id = d.organisation_id AND m.household_id = d.household_id
    AND m.from_on <= d.delivered_on ORDER BY m.from_on DESC LIMIT 1) AS memberNumber,
  d.village_code AS villageCode, v.name_zh AS villageZh, v.name_en AS villageEn, ${registryStatus(context)} AS registryStatus,
  d.contract_version_id AS contractVersionId, d.product_id AS productId, p.name_zh AS productZh, p.name_en AS productEn,
  d.grade AS grade, d.delivered_on AS deliveredOn, d.gross_grams AS grossGrams, d.tare_grams AS tareGrams,
  d.deducted_grams AS deductedGrams, d.net_grams AS netGrams, d.reference_fen_per_kg AS referenceFenPerKg,
  d.floor_fen_per_kg AS floorFenPerKg, d.guaranteed_fen_per_kg AS guaranteedFenPerKg, d.basis_bp AS basisBp,
  d.floor_due_fen AS floorDueFen, d.advance_fen AS advanceFen, d.photo_file_id AS photoFileId, d.confirmed_by AS confirmedBy,
  d.recorded_by AS recordedBy, d.recorded_at_ms AS recordedAtMs, r.at_ms AS reversedAtMs, r.reason AS reversalReason,
  d.corrects_id AS correctsId, (SELECT x.id FROM deliveries x WHERE x.corrects_id = d.id) AS correctedById,
  CASE WHEN r.delivery_id IS NOT NULL THEN 'reversed' WHEN w.delivery_id IS NOT NULL THEN 'waiting' ELSE 'pooled' END AS state`

const slipJoins = sql`
  JOIN divisions v ON v.code = d.village_code
  JOIN products p ON p.id = d.product_id
  LEFT JOIN delivery_reversals r ON r.delivery_id = d.id
  LEFT JOIN waiting_slips w ON w.organisation_id = d.organisation_id AND w.delivered_on = d.delivered_on AND w.delivery_id = d.id`

function registryStatus(context: Context): SQL {
  const scope = scopeOf(context.actor, 'household.read')
  return scope ? sql`iif(${within(scope, { divisionCode: sql`d.village_code` })}, d.registry_status, NULL)` : sql`NULL`
}

function readable(context: Context): SQL {
  const scope = scopeOf(context.actor, 'delivery.read')
  return scope ? within(scope, { organisationId: sql`d.organisation_id`, divisionCode: sql`d.village_code` }) : sql`0`
}

/** The statement that writes a slip with everything that was fixed on it. */
export function insertDelivery(row: SQLiteInsertValue<typeof deliveries>): Statement {
  return build.insert(deliveries).values(row)
}

/** The counter-record of a slip: plain while it waits for a lot, or by an approved correction. */
export function insertReversal(context: Context, row: { deliveryId: string; correctionId?: string; reason: string }): Statement {
  return build.insert(deliveryReversals).values({ ...row, reversedBy: actorKey(context.actor), atMs: context.clock.now() })
}

/** One slip, if the actor may see it: by organisation, or by the village of the household. */
export async function findDelivery(context: Context, id: string): Promise<Slip | null> {
  return context.county.first<Slip>(
    sql`SELECT ${slipColumns(context)} FROM deliveries d ${slipJoins} WHERE d.id = ${id} AND ${readable(context)}`,
  )
}

export type SlipFilter = {
  organisationId: string
  householdId?: string
  from?: LocalDate
  until?: LocalDate
  waiting?: boolean
  /** The last slip of the page before. */
  after?: { deliveredOn: LocalDate; id: string }
  limit?: number
}

/** Slips of an organisation, newest first, a page at a time. */
export async function listDeliveries(context: Context, filter: SlipFilter): Promise<Slip[]> {
  const { organisationId, householdId, from, until, waiting, after, limit = 20 } = filter
  const conditions = [
    sql`d.organisation_id = ${organisationId}`,
    readable(context),
    ...(householdId ? [sql`d.household_id = ${householdId}`] : []),
    ...(from ? [sql`d.delivered_on >= ${from}`] : []),
    ...(until ? [sql`d.delivered_on <= ${until}`] : []),
    ...(waiting ? [sql`w.delivery_id IS NOT NULL`] : []),
    ...(after ? [sql`(d.delivered_on, d.id) < (${after.deliveredOn}, ${after.id})`] : []),
  ]
  return context.county.all<Slip>(sql`
    SELECT ${slipColumns(context)} FROM deliveries d ${slipJoins}
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.delivered_on DESC, d.id DESC LIMIT ${Math.min(limit, 100)}`)
}

export type WaitingKind = {
  contractVersionId: string
  productId: string
  productZh: string
  productEn: string
  grade: Grade
  slips: number
  grams: Grams
  firstOn: LocalDate
}

/** What waits for a lot, by what may lie in one lot together. Reads the waiting slips only. */
export async function waitingKinds(context: Context, organisationId: string): Promise<WaitingKind[]> {
  const scope = scopeOf(context.actor, 'delivery.read')
  if (!scope) return []
  return context.county.all<WaitingKind>(sql`
    SELECT w.contract_version_id AS contractVersionId, w.product_id AS productId, p.name_zh AS productZh, p.name_en AS productEn,
      w.grade AS grade, count(*) AS slips, sum(w.net_grams) AS grams, min(w.delivered_on) AS firstOn
    FROM waiting_slips w JOIN products p ON p.id = w.product_id
    WHERE w.organisation_id = ${organisationId} AND ${within(scope, { organisationId: sql`w.organisation_id` })}
    GROUP BY 1, 2, 5 ORDER BY firstOn, productId, grade`)
}

/** Slips of one kind that wait for a lot, oldest first, at most 200. */
export async function waitingSlips(
  context: Context,
  {
    organisationId,
    contractVersionId,
    productId,
    grade,
  }: { organisationId: string; contractVersionId: string; productId: string; grade: string },
): Promise<Slip[]> {
  return context.county.all<Slip>(sql`
    SELECT ${slipColumns(context)} FROM waiting_slips w JOIN deliveries d ON d.id = w.delivery_id
      JOIN divisions v ON v.code = d.village_code JOIN products p ON p.id = d.product_id
      LEFT JOIN delivery_reversals r ON r.delivery_id = d.id
    WHERE w.organisation_id = ${organisationId} AND w.contract_version_id = ${contractVersionId} AND w.product_id = ${productId}
      AND w.grade = ${grade} AND ${readable(context)}
    ORDER BY w.delivered_on, w.delivery_id LIMIT 200`)
}

/** Ids of all slips of one kind that wait, oldest first; as many as one lot takes. */
export async function waitingIds(
  context: Context,
  kind: { organisationId: string; contractVersionId: string; productId: string; grade: string },
): Promise<string[]> {
  const scope = scopeOf(context.actor, 'delivery.read')
  if (!scope) return []
  const rows = await context.county.all<{ id: string }>(sql`
    SELECT w.delivery_id AS id FROM waiting_slips w
    WHERE w.organisation_id = ${kind.organisationId} AND w.contract_version_id = ${kind.contractVersionId}
      AND w.product_id = ${kind.productId} AND w.grade = ${kind.grade} AND ${within(scope, { organisationId: sql`w.organisation_id` })}
    ORDER BY w.delivered_on, w.delivery_id LIMIT 20000`)
  return rows.map(({ id }) => id)
}

/** The latest print of a slip, or null before the first. */
export async function lastPrint(county: Database, deliveryId: string): Promise<{ copy: number; atMs: Ms } | null> {
  return county.first(
    sql`SELECT copy AS copy, at_ms AS atMs FROM delivery_prints WHERE delivery_id = ${deliveryId} ORDER BY copy DESC LIMIT 1`,
  )
}

/** Slips and net grams of one day, reversals left out. */
export async function dayTotals(
  context: Context,
  organisationId: string,
  on: LocalDate,
): Promise<{ slips: number; grams: Grams; floorDueFen: number }> {
  const row = await context.county.first<{ slips: number; grams: Grams; floorDueFen: number }>(sql`
    SELECT count(*) AS slips, coalesce(sum(d.net_grams), 0) AS grams, coalesce(sum(d.floor_due_fen), 0) AS floorDueFen
    FROM deliveries d LEFT JOIN delivery_reversals r ON r.delivery_id = d.id
    WHERE d.organisation_id = ${organisationId} AND d.delivered_on = ${on} AND r.delivery_id IS NULL AND ${readable(context)}`)
  return row!
}
