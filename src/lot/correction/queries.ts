import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Grade } from '../../intake/slip.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Grams } from '../../kernel/quantity.ts'
import type { LocalDate, Ms } from '../../kernel/time.ts'
import { jsonRows, type Database, type Statement } from '../../platform/database.ts'
import type { Composition, PoolSlip } from '../lot.ts'
import { stands } from '../queries.ts'

/** A correction beside the slip it is about. The corrected figures are null when the slip is to be struck out. */
export type Correction = {
  id: string
  deliveryId: string
  number: string
  organisationId: string
  divisionCode: string
  deliveredOn: LocalDate
  contractVersionId: string
  productId: string
  basisBp: number
  before: { householdId: string; grade: Grade; netGrams: Grams; guaranteedFenPerKg: number; floorDueFen: number }
  replacementId: string | null
  householdId: string | null
  grade: Grade | null
  grossGrams: Grams | null
  tareGrams: Grams | null
  deductedGrams: Grams | null
  priceFenPerKg: number | null
  reason: string
  evidenceFileId: string | null
  proposedBy: string
  proposedAtMs: Ms
  status: 'proposed' | 'approved' | 'refused'
  decidedBy: string | null
  decidedAtMs: Ms | null
  decisionWords: string
}

type Row = Omit<Correction, 'before'> & { before: string }

const columns = sql`c.id AS id, c.delivery_id AS deliveryId, d.number AS number, d.organisation_id AS organisationId, g.division_code AS divisionCode,
  d.delivered_on AS deliveredOn, d.contract_version_id AS contractVersionId, d.product_id AS productId, d.basis_bp AS basisBp,
  json_object('householdId', d.household_id, 'grade', d.grade, 'netGrams', d.net_grams, 'guaranteedFenPerKg', d.guaranteed_fen_per_kg,
    'floorDueFen', d.floor_due_fen) AS before,
  c.replacement_id AS replacementId, c.household_id AS householdId, c.grade AS grade, c.gross_grams AS grossGrams, c.tare_grams AS tareGrams,
  c.deducted_grams AS deductedGrams, c.price_fen_per_kg AS priceFenPerKg, c.reason AS reason, c.evidence_file_id AS evidenceFileId,
  c.proposed_by AS proposedBy, c.proposed_at_ms AS proposedAtMs, c.status AS status, c.decided_by AS decidedBy, c.decided_at_ms AS decidedAtMs,
  c.decision_words AS decisionWords`

const source = sql`slip_corrections c JOIN deliveries d ON d.id = c.delivery_id JOIN organisations g ON g.id = d.organisation_id`

function seenBy(actor: Actor): SQL {
  const scope = scopeOf(actor, 'delivery.read')
  return scope ? within(scope, { organisationId: sql`d.organisation_id`, divisionCode: sql`d.village_code` }) : sql`0`
}

/** A correction of a slip the actor may see. */
export async function findCorrection(county: Database, actor: Actor, id: string): Promise<Correction | null> {
  return readOne(await county.first<Row>(sql`SELECT ${columns} FROM ${source} WHERE c.id = ${id} AND ${seenBy(actor)}`))
}

/** What was said about a slip, the newest first. */
export async function correctionsOf(county: Database, actor: Actor, deliveryId: string): Promise<Correction[]> {
  const rows = await county.all<Row>(
    sql`SELECT ${columns} FROM ${source} WHERE c.delivery_id = ${deliveryId} AND ${seenBy(actor)} ORDER BY c.proposed_at_ms DESC LIMIT 20`,
  )
  return rows.map(read)
}

/** Corrections nobody has decided yet, the oldest first, at most 100. */
export async function openCorrections(county: Database, actor: Actor): Promise<Correction[]> {
  const rows = await county.all<Row>(
    sql`SELECT ${columns} FROM ${source} WHERE c.status = 'proposed' AND ${seenBy(actor)} ORDER BY c.proposed_at_ms LIMIT 100`,
  )
  return rows.map(read)
}

function read(row: Row): Correction {
  return { ...row, before: JSON.parse(row.before) as Correction['before'] }
}

function readOne(row: Row | null): Correction | null {
  return row && read(row)
}

/** The slips of a lot that still stand, as pooling needs them. */
export async function standingSlips(county: Database, lotId: string): Promise<PoolSlip[]> {
  return county.all<PoolSlip>(sql`
    SELECT d.id AS id, d.number AS number, 'waiting' AS state, d.household_id AS householdId, d.village_code AS villageCode,
      d.delivered_on AS deliveredOn, d.product_id AS productId, d.grade AS grade, d.contract_version_id AS contractVersionId,
      d.net_grams AS netGrams, d.guaranteed_fen_per_kg AS guaranteedFenPerKg, d.reference_fen_per_kg AS referenceFenPerKg,
      d.floor_due_fen AS floorDueFen
    FROM lot_origins o JOIN deliveries d ON d.id = o.delivery_id WHERE o.lot_id = ${lotId} AND ${stands(sql`o.delivery_id`)} ORDER BY d.id`)
}

/** Writes a lot's sums anew from the slips that stand in it; its physical grams stay what they were. */
export function rewriteSums(lotId: string, sums: Omit<Composition, 'productId' | 'grade' | 'contractVersionId'>): Statement[] {
  const { grams, slips, households, floorDueFen, goodsFloorFen, referenceFen, referenceGrams, villages, days } = sums
  return [
    sql`UPDATE lots SET corrected_grams = ${grams} - grams, slips = ${slips}, households = ${households}, floor_due_fen = ${floorDueFen},
      goods_floor_fen = ${goodsFloorFen}, reference_fen = ${referenceFen}, reference_grams = ${referenceGrams} WHERE id = ${lotId}`,
    sql`DELETE FROM lot_villages WHERE lot_id = ${lotId}`,
    sql`INSERT INTO lot_villages (lot_id, village_code, households, slips, grams)
      SELECT ${lotId}, value ->> 'villageCode', value ->> 'households', value ->> 'slips', value ->> 'grams' FROM ${jsonRows(villages)}`,
    sql`DELETE FROM lot_days WHERE lot_id = ${lotId}`,
    sql`INSERT INTO lot_days (lot_id, on_date, slips, grams)
      SELECT ${lotId}, value ->> 'onDate', value ->> 'slips', value ->> 'grams' FROM ${jsonRows(days)}`,
  ]
}
