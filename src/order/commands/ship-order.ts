import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import type { Problem } from '../../kernel/problem.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import type { NewShipment } from '../input.ts'
import { dueAfter } from '../order.ts'
import { findOrder, findOrderByNumber, moveOrder } from '../queries.ts'
import { shipments } from '../tables.ts'
import type { TrackingRow } from '../tracking.ts'
import { tellBuyer } from './tell-buyer.ts'

/** Hands a paid order to a carrier; receipt is assumed after the contract's days. Answers the order's id. */
export async function shipOrder(context: Context, orderId: string, input: NewShipment): Promise<Result<string>> {
  const order = await findOrder(context.county, orderId)
  const refused = permit(context.actor, 'order.ship', { organisationId: order?.organisationId })
  if (refused) return { ok: false, problem: refused }
  if (!order) return refuse('not_found')
  if (order.status === 'reserved') return refuse('order_not_paid')
  const now = context.clock.now()
  const statements = [
    ...moveOrder(orderId, 'paid', sql`status = 'shipped', shipped_at_ms = ${now}, due_at_ms = ${dueAfter('shipped', now, order)}`),
    build.insert(shipments).values({ orderId, ...input, shippedBy: actorKey(context.actor), atMs: now }),
  ]
  const shipped = await commit(context, 'county', statements, { action: 'order.ship', subject: orderId })
  if (shipped.ok) await tellBuyer(context, order.checkoutId, { kind: 'shipped', number: order.number, ...input })
  return shipped
}

export type ShippedRow = TrackingRow & { problem: Problem | null }

/** Ships every readable row of a pasted list, each on its own; a row that is refused says why and holds up no other. */
export async function shipOrders(context: Context, organisationId: string, rows: readonly TrackingRow[]): Promise<Result<ShippedRow[]>> {
  const refused = permit(context.actor, 'order.ship', { organisationId })
  if (refused) return { ok: false, problem: refused }
  const report: ShippedRow[] = []
  for (const row of rows) {
    const order = await findOrderByNumber(context.county, row.number)
    const known = order && order.organisationId === organisationId
    // The paste itself carries no key: an order is shipped once whatever is pasted again.
    const result = known ? await shipOrder({ ...context, once: null }, order.id, row) : refuse('order_not_found')
    report.push({ ...row, problem: result.ok ? null : result.problem })
  }
  return { ok: true, value: report }
}
