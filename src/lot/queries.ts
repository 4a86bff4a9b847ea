import { sql, type SQL } from 'drizzle-orm'
import type { Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import type { LocalDate } from '../kernel/time.ts'
import { jsonRows, must, type Database, type Statement } from '../platform/database.ts'
import type { PoolSlip } from './lot.ts'
import { lots, packLots, packs } from './tables.ts'

export async function findLot(county: Database, id: string) {
  return county.row(lots, sql`WHERE id = ${id}`)
}

export async function findPack(county: Database, id: string) {
  return county.row(packs, sql`WHERE id = ${id}`)
}

export async function findPackLot(county: Database, id: string) {
  return county.row(packLots, sql`WHERE id = ${id}`)
}

/** A slip that a correction has taken out of its lot no longer counts there; its row stays. */
export function stands(deliveryId: SQL): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = ${deliveryId})`
}

/** Which slips a lot consists of today, by slip id. */
export async function originsOf(county: Database, lotId: string): Promise<{ deliveryId: string; householdId: string; grams: Grams }[]> {
  return county.all(sql`
    SELECT o.delivery_id AS deliveryId, o.household_id AS householdId, o.grams AS grams FROM lot_origins o
    WHERE o.lot_id = ${lotId} AND ${stands(sql`o.delivery_id`)} ORDER BY o.delivery_id`)
}

/** Slips of one organisation as pooling needs them; ids that are not its slips are missing from the answer. */
export async function slipsToPool(county: Database, organisationId: string, ids: readonly string[]): Promise<PoolSlip[]> {
  return county.all<PoolSlip>(sql`
    SELECT d.id AS id, d.number AS number, d.household_id AS householdId, d.village_code AS villageCode, d.delivered_on AS deliveredOn,
      d.product_id AS productId, d.grade AS grade, d.contract_version_id AS contractVersionId, d.net_grams AS netGrams,
      d.guaranteed_fen_per_kg AS guaranteedFenPerKg, d.reference_fen_per_kg AS referenceFenPerKg, d.floor_due_fen AS floorDueFen,
      CASE WHEN r.delivery_id IS NOT NULL THEN 'reversed' WHEN o.lot_id IS NOT NULL THEN 'pooled' ELSE 'waiting' END AS state
    FROM ${jsonRows(ids)} j JOIN deliveries d ON d.id = j.value
      LEFT JOIN delivery_reversals r ON r.delivery_id = d.id LEFT JOIN lot_origins o ON o.delivery_id = d.id
    WHERE d.organisation_id = ${organisationId} ORDER BY d.id`)
}

export type StockLine = { packLotId: string; units: number }

/** Holds the same units again that were given back: all of them, from the same pack lots and not past best-before, or stock_gone. */
export function reserveAgain(lines: readonly StockLine[], today: LocalDate): Statement[] {
  return [
    must(
      sql`NOT EXISTS (SELECT 1 FROM (SELECT value ->> 'packLotId' AS id, sum(value ->> 'units') AS units FROM ${jsonRows(lines)} GROUP BY 1) j
        JOIN pack_lots p ON p.id = j.id
        WHERE p.units - p.reserved_units - p.sold_units - p.lost_units < j.units OR p.best_before_on < ${today})`,
      'stock_gone',
    ),
    sql`UPDATE pack_lots SET reserved_units = reserved_units + j.units ${fromStock(lines)}`,
  ]
}

/** Gives reserved units back to the shelf. */
export function releaseUnits(lines: readonly StockLine[]): Statement[] {
  return [sql`UPDATE pack_lots SET reserved_units = reserved_units - j.units ${fromStock(lines)}`]
}

/** Reserved units are paid for: reserved -> sold. */
export function sellUnits(lines: readonly StockLine[]): Statement[] {
  return [sql`UPDATE pack_lots SET reserved_units = reserved_units - j.units, sold_units = sold_units + j.units ${fromStock(lines)}`]
}

/** Sold units that never left go back to the shelf: only before shipping. */
export function returnUnits(lines: readonly StockLine[]): Statement[] {
  return [sql`UPDATE pack_lots SET sold_units = sold_units - j.units ${fromStock(lines)}`]
}

/** Money of a lot's sales, as it is paid or (negative) refunded. */
export function addProceeds(lines: readonly { lotId: string; goodsFen: Fen }[]): Statement[] {
  return [
    sql`UPDATE lots SET proceeds_fen = proceeds_fen + j.fen
      FROM (SELECT value ->> 'lotId' AS lot, sum(value ->> 'goodsFen') AS fen FROM ${jsonRows(lines)} GROUP BY 1) j WHERE lots.id = j.lot`,
  ]
}

/** Sold units whose after-sales window is over: their money becomes final and they are no longer open. */
export function finaliseUnits(lines: readonly { lotId: string; units: number; grams: Grams; goodsFen: Fen }[]): Statement[] {
  return [
    sql`UPDATE lots SET final_fen = final_fen + j.fen, final_grams = final_grams + j.grams, open_units = open_units - j.units
      FROM (SELECT value ->> 'lotId' AS lot, sum(value ->> 'goodsFen') AS fen, sum(value ->> 'grams') AS grams, sum(value ->> 'units') AS units
        FROM ${jsonRows(lines)} GROUP BY 1) j WHERE lots.id = j.lot`,
  ]
}

/** What a lost dispute takes back of units that were final; the units stay gone. */
export function loseFinal(lines: readonly { lotId: string; grams: Grams; goodsFen: Fen }[]): Statement[] {
  return [
    sql`UPDATE lots SET proceeds_fen = proceeds_fen - j.fen, final_fen = final_fen - j.fen, final_grams = final_grams - j.grams
      FROM (SELECT value ->> 'lotId' AS lot, sum(value ->> 'goodsFen') AS fen, sum(value ->> 'grams') AS grams
        FROM ${jsonRows(lines)} GROUP BY 1) j WHERE lots.id = j.lot`,
  ]
}

// Lines of one pack lot are summed first: UPDATE FROM takes only one matching row.
function fromStock(lines: readonly StockLine[]) {
  return sql`FROM (SELECT value ->> 'packLotId' AS lot, sum(value ->> 'units') AS units FROM ${jsonRows(lines)} GROUP BY 1) j
    WHERE pack_lots.id = j.lot`
}
