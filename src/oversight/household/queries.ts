import { sql } from 'drizzle-orm'
import { entitlementFen, entitlements } from '../../contract/entitlement.ts'
import { dueFen, guaranteedFen } from '../../contract/guarantee.ts'
import { splitProceeds } from '../../contract/split.ts'
import { findHousehold, type Household } from '../../household/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import { originsOf } from '../../lot/queries.ts'
import type { Database } from '../../platform/database.ts'
import { standing } from '../../settlement/books/queries.ts'
import { oversees } from '../overview/queries.ts'

/** A slip as it stands today: earned so far (X), guaranteed (g), due max(g, X), carried by lines and received, in fen. */
export type SlipStanding = {
  deliveryId: string
  number: string
  deliveredOn: LocalDate
  organisationZh: string
  organisationEn: string
  productZh: string
  productEn: string
  grade: string
  netGrams: number
  floorDueFen: Fen
  lotId: string | null
  lotNumber: string | null
  lotClosed: boolean
  earnedFen: Fen
  guaranteedFen: Fen
  dueFen: Fen
  linedFen: Fen
  receivedFen: Fen
}

type Row = Omit<SlipStanding, 'earnedFen' | 'guaranteedFen' | 'dueFen' | 'lotClosed'> & {
  advanceFen: Fen
  guaranteeOn: LocalDate
  versionId: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  lotGrams: number | null
  finalFen: Fen | null
  finalGrams: number | null
  closed: number | null
}
type DeductionRow = { versionId: string; proceedsBp: number; fenPerKg: number }

const pageSize = 20

/** A household within the actor's scope: its own village decides, wherever the books lie. */
export async function findOverseenHousehold(county: Database, actor: Actor, id: string): Promise<Household | null> {
  const household = await findHousehold(county, id)
  return household && oversees(actor, household.villageCode) ? household : null
}

/** A household's slips, the newest first, 20 at a time; the caller has found the household within its scope. */
export async function slipStandings(county: Database, householdId: string, on: LocalDate, page = 0): Promise<SlipStanding[]> {
  return standings(
    county,
    sql`d.household_id = ${householdId} ORDER BY d.delivered_on DESC, d.id DESC LIMIT ${pageSize} OFFSET ${page * pageSize}`,
    on,
  )
}

/** One slip as it stands today. */
export async function slipStanding(county: Database, deliveryId: string, on: LocalDate): Promise<SlipStanding | null> {
  return (await standings(county, sql`d.id = ${deliveryId}`, on))[0] ?? null
}

async function standings(county: Database, condition: ReturnType<typeof sql>, on: LocalDate): Promise<SlipStanding[]> {
  const carried = (status: ReturnType<typeof sql>) =>
    sql`coalesce((SELECT sum(s.share_fen + s.guarantee_fen) FROM settlement_slips s JOIN settlement_lines l ON l.id = s.line_id WHERE s.delivery_id = d.id AND ${status}), 0)`
  const rows =
    await county.all<Row>(sql`SELECT d.id AS deliveryId, d.number AS number, d.delivered_on AS deliveredOn, g.name_zh AS organisationZh,
      g.name_en AS organisationEn, p.name_zh AS productZh, p.name_en AS productEn, d.grade AS grade, d.net_grams AS netGrams,
      d.floor_due_fen AS floorDueFen, d.advance_fen AS advanceFen, v.id AS versionId, v.guarantee_on AS guaranteeOn, v.enterprise_bp AS enterpriseBp,
      v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp, t.id AS lotId, t.number AS lotNumber, t.grams + t.corrected_grams AS lotGrams,
      t.final_fen AS finalFen, t.final_grams AS finalGrams, t.closed_at_ms IS NOT NULL AS closed,
      ${carried(standing(sql`l.status`))} AS linedFen, ${carried(sql`l.status = 'paid'`)} AS receivedFen
    FROM deliveries d JOIN organisations g ON g.id = d.organisation_id JOIN products p ON p.id = d.product_id
      JOIN contract_versions v ON v.id = d.contract_version_id
      LEFT JOIN lot_origins o ON o.delivery_id = d.id LEFT JOIN lots t ON t.id = o.lot_id
    WHERE NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id) AND ${condition}`)
  const deductions =
    await county.all<DeductionRow>(sql`SELECT contract_version_id AS versionId, proceeds_bp AS proceedsBp, fen_per_kg AS fenPerKg
    FROM contract_deductions WHERE contract_version_id IN (SELECT value FROM json_each(${JSON.stringify(rows.map((row) => row.versionId))}))`)
  const closedShares = await sharesOfClosed(county, rows, deductions)
  return rows.map((row) => standingOf(row, closedShares.get(row.deliveryId) ?? openShare(row, deductions), on))
}

function poolFen(row: Row, deductions: readonly DeductionRow[]): Fen {
  const own = deductions.filter((deduction) => deduction.versionId === row.versionId)
  return splitProceeds(row.finalFen ?? 0, row.finalGrams ?? 0, row, own).poolFen
}

function openShare(row: Row, deductions: readonly DeductionRow[]): Fen {
  return row.lotGrams === null ? 0 : entitlementFen(poolFen(row, deductions), row.netGrams, row.lotGrams)
}

// A closed lot gave its odd fen to the largest fractions: who got one can only be told from all its slips.
async function sharesOfClosed(county: Database, rows: readonly Row[], deductions: readonly DeductionRow[]): Promise<Map<string, Fen>> {
  const closed = new Map(rows.filter((row) => row.closed === 1).map((row) => [row.lotId!, row]))
  const shares = new Map<string, Fen>()
  for (const [lotId, row] of closed) {
    const { bySlip } = entitlements(poolFen(row, deductions), await originsOf(county, lotId), true)
    for (const [deliveryId, share] of bySlip) shares.set(deliveryId, share)
  }
  return shares
}

function standingOf(row: Row, earnedFen: Fen, on: LocalDate): SlipStanding {
  const { deliveryId, number, deliveredOn, organisationZh, organisationEn, productZh, productEn, grade, netGrams } = row
  const { floorDueFen, lotId, lotNumber, linedFen, receivedFen } = row
  const lotClosed = row.closed === 1
  const guaranteed = guaranteedFen({ ...row, lotsClosed: lotClosed }, on)
  const slip = { deliveryId, number, deliveredOn, organisationZh, organisationEn, productZh, productEn, grade, netGrams, floorDueFen }
  const money = { earnedFen, guaranteedFen: guaranteed, dueFen: dueFen(guaranteed, earnedFen), linedFen, receivedFen }
  return { ...slip, lotId, lotNumber, lotClosed, ...money }
}

/** The lines in which a slip was settled, the latest first. */
export async function settlementsOfSlip(county: Database, deliveryId: string) {
  return county.all<{
    settlementId: string
    month: string
    status: string
    entitledFen: Fen
    guaranteedFen: Fen
    shareFen: Fen
    guaranteeFen: Fen
    answeredOn: LocalDate | null
  }>(
    sql`SELECT t.id AS settlementId, t.month AS month, l.status AS status, s.entitled_fen AS entitledFen, s.guaranteed_fen AS guaranteedFen,
      s.share_fen AS shareFen, s.guarantee_fen AS guaranteeFen, l.answered_on AS answeredOn
    FROM settlement_slips s JOIN settlement_lines l ON l.id = s.line_id JOIN settlements t ON t.id = l.settlement_id
    WHERE s.delivery_id = ${deliveryId} ORDER BY t.made_at_ms DESC LIMIT 50`,
  )
}

/** What a lot sold, order by order, without anything of the buyer; the newest first, at most 50. */
export async function salesOfLot(county: Database, lotId: string) {
  return county.all<{
    number: string
    placedAtMs: number
    status: string
    units: number
    packGrams: number
    priceFen: Fen
    refundedUnits: number
    refundedFen: Fen
  }>(
    sql`SELECT o.number AS number, o.placed_at_ms AS placedAtMs, o.status AS status, l.units AS units, l.pack_grams AS packGrams, l.price_fen AS priceFen,
      l.refunded_units AS refundedUnits, l.refunded_fen AS refundedFen
    FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.lot_id = ${lotId} AND o.status NOT IN ('reserved', 'released')
    ORDER BY o.placed_at_ms DESC, o.id LIMIT 50`,
  )
}
