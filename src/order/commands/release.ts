import { sql } from 'drizzle-orm'
import { releaseUnits } from '../../lot/queries.ts'
import type { Context } from '../../platform/context.ts'
import { linesOf, moveOrder } from '../queries.ts'

/** Gives the stock of an unpaid order back; an order that is not waiting for payment is left as it is. */
export async function releaseOrder(context: Context, orderId: string): Promise<void> {
  const lines = await linesOf(context.county, [orderId])
  if (lines.length === 0) return
  await context.county.run([...moveOrder(orderId, 'reserved', sql`status = 'released'`), ...releaseUnits(lines)])
}
