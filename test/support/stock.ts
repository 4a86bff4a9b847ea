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
