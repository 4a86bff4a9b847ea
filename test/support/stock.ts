import { jsonRows, type Statement } from '../../src/platform/database.ts'
import type { StockLine } from '../../src/lot/queries.ts'
import { sql } from 'drizzle-orm'
import { ordersOfCheckout } from '../../src/order/queries.ts'
import type { Context } from '../../src/platform/context.ts'

/** What is held and sold of a pack, pack lot by pack lot in the order they are drawn from. */
export async function stockOf(context: Context, packId: string): Promise<{ reserved: number; sold: number }[]> {
  return context.county.all(
    sql`SELECT reserved_units AS reserved, sold_units AS sold FROM pack_lots WHERE pack_id = ${packId} ORDER BY best_before_on, id`,
  )
}

/** How many orders of a checkout gave their stock back. */
export async function releasedAmong(context: Context, checkoutId: string): Promise<number> {
  const ids = (await ordersOfCheckout(context.market, checkoutId)).map(({ orderId }) => orderId)
  const row = await context.county.first<{ released: number }>(
    sql`SELECT count(*) AS released FROM orders WHERE status = 'released' AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
  return row!.released
}

/** Holds units as an unpaid order does, without the order. Fails with pack_lot_oversold when fewer are free. */
export function reserveUnits(lines: readonly StockLine[]): Statement[] {
  return [
    sql`UPDATE pack_lots SET reserved_units = reserved_units + j.units
      FROM (SELECT value ->> 'packLotId' AS id, sum(value ->> 'units') AS units FROM ${jsonRows(lines)} GROUP BY 1) j WHERE pack_lots.id = j.id`,
  ]
}
