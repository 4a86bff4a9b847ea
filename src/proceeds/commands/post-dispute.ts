import { sql } from 'drizzle-orm'
import { actorKey } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import { postEntry } from '../../ledger/queries.ts'
import { addProceeds, loseFinal, returnUnits } from '../../lot/queries.ts'
import { divideAmongLines, lostParts, nothingToShip } from '../../order/dispute.ts'
import { disputeLinesOf, findOrder, linesOf } from '../../order/queries.ts'
import { byLot, type PaidLine, type RefundPart } from '../../order/refund.ts'
import type { PaymentDispute } from '../../payment/dispute/queries.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must, type Statement } from '../../platform/database.ts'
import { disputeEntry, lostEntry, wonEntry, type PostedDispute } from '../dispute-posting.ts'
import { findOrderDispute, lossesOf, orderMoneyOf, stillHeld, stillStands } from '../dispute/queries.ts'

type Part = { orderId: string; amountFen: Fen }
type Order = NonNullable<Awaited<ReturnType<typeof findOrder>>>

// Somebody else may change an order between what is read of it and the batch; then it is read again.
const mostTries = 3

async function untilWritten(attempt: () => Promise<Statement[] | null>, context: Context, what: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const statements = await attempt()
    if (!statements) return
    const problem = await context.county.run(statements)
    if (problem === null) return
    if (problem !== 'busy_try_again') throw new Error(`${what} cannot be posted: ${problem}`)
  }
  throw new Error(`${what} was not posted: others kept changing the order`)
}

/** The county's batch of an opened dispute: the order's part of it, line by line, and the entry `dispute:<dispute>:<order>`, once. */
export async function openOrderDispute(context: Context, dispute: PaymentDispute, { orderId, amountFen }: Part): Promise<void> {
  const { id: disputeId, reason, openedAtMs } = dispute
  await untilWritten(
    async () => {
      if (await findOrderDispute(context.county, disputeId, orderId)) return null
      const order = (await findOrder(context.county, orderId))!
      const { money, disputes } = await orderMoneyOf(context.county, order)
      const { goodsFen, freightFen, lines } = divideAmongLines(amountFen, money)
      const posted = { disputeId, orderId, organisationId: order.organisationId, amountFen, goodsFen, freightFen, reason }
      return [
        ...stillStands(order, disputes),
        // The same event may have been told twice at once, and posted between the two reads.
        must(sql`NOT EXISTS (SELECT 1 FROM disputes WHERE dispute_id = ${disputeId} AND order_id = ${orderId})`, 'busy_try_again'),
        sql`INSERT INTO disputes (dispute_id, order_id, amount_fen, goods_fen, freight_fen, reason, status, opened_at_ms)
          VALUES (${disputeId}, ${orderId}, ${amountFen}, ${goodsFen}, ${freightFen}, ${reason}, 'open', ${openedAtMs})`,
        sql`INSERT INTO dispute_lines (dispute_id, order_id, line, amount_fen)
          SELECT ${disputeId}, ${orderId}, value ->> 'line', value ->> 'amountFen' FROM ${jsonRows(lines)}`,
        ...postEntry(context, disputeEntry(posted)),
      ]
    },
    context,
    `dispute ${disputeId} of ${orderId}`,
  )
}

/** The county's batch of a decided dispute: won puts the money back, lost takes it as a refund of kind "dispute", once. */
export async function decideOrderDispute(
  context: Context,
  { disputeId, orderId, status }: { disputeId: string; orderId: string; status: 'won' | 'lost' },
): Promise<void> {
  await untilWritten(
    async () => {
      const dispute = (await findOrderDispute(context.county, disputeId, orderId))!
      if (dispute.status !== 'open') return null
      const order = (await findOrder(context.county, orderId))!
      const posted: PostedDispute = { ...dispute, organisationId: order.organisationId }
      const body = status === 'won' ? postEntry(context, wonEntry(posted)) : await lose(context, order, posted)
      return [
        must(sql`(SELECT status FROM disputes WHERE dispute_id = ${disputeId} AND order_id = ${orderId}) = 'open'`, 'busy_try_again'),
        sql`UPDATE disputes SET status = ${status}, decided_at_ms = max(opened_at_ms, ${context.clock.now()})
          WHERE dispute_id = ${disputeId} AND order_id = ${orderId}`,
        ...body,
      ]
    },
    context,
    `decision on dispute ${disputeId} of ${orderId}`,
  )
}

async function lose(context: Context, order: Order, dispute: PostedDispute): Promise<Statement[]> {
  const [lines, held] = await Promise.all([linesOf(context.county, [order.id]), disputeLinesOf(context.county, [order.id])])
  const parts = lostParts(
    held.filter(({ disputeId }) => disputeId === dispute.disputeId),
    lines,
  )
  const from = order.status === 'final' ? 'lot_final' : 'lot_sold'
  const losses = await lossesOf(context.county, order.organisationId, from, byLot(parts))
  const units = order.status === 'paid' ? returnUnits(parts) : []
  return [
    must(sql`(SELECT status FROM orders WHERE id = ${order.id}) = ${order.status}`, 'busy_try_again'),
    stillHeld(order.organisationId, losses),
    ...refundStatements(context, order, dispute, { parts, cancelled: order.status === 'paid' && nothingToShip(parts, lines) }),
    ...units,
    ...lotStatements(order, parts, lines),
    ...postEntry(context, lostEntry(dispute, losses)),
  ]
}

// The lots lose what was theirs: before the order is final only S, after it S_final as well.
function lotStatements(order: Order, parts: readonly RefundPart[], lines: readonly PaidLine[]): Statement[] {
  const gramsOf = (number: number) => lines.find(({ line }) => line === number)!.packGrams
  const lost = parts.map(({ line, lotId, units, amountFen }) => ({ lotId, goodsFen: amountFen, grams: units * gramsOf(line) }))
  if (order.status === 'final') return loseFinal(lost)
  return addProceeds(lost.map(({ lotId, goodsFen }) => ({ lotId, goodsFen: -goodsFen })))
}

// The bank has the money already, so the refund counts as sent. None when nothing of the dispute was still the order's.
function refundStatements(
  context: Context,
  { id: orderId, status }: Order,
  { disputeId, goodsFen, freightFen, reason }: PostedDispute,
  { parts, cancelled }: { parts: RefundPart[]; cancelled: boolean },
): Statement[] {
  if (goodsFen + freightFen === 0) return []
  const now = context.clock.now()
  const refundId = `lost:${disputeId}:${orderId}`
  const rows = jsonRows(parts)
  const change = cancelled ? sql`status = 'cancelled',` : sql``
  return [
    sql`UPDATE order_lines SET refunded_units = refunded_units + (j.value ->> 'units'), refunded_fen = refunded_fen + (j.value ->> 'amountFen'),
      returned_units = returned_units + iif(${status === 'paid' ? 1 : 0}, j.value ->> 'units', 0)
      FROM ${rows} j WHERE order_id = ${orderId} AND line = j.value ->> 'line'`,
    sql`UPDATE orders SET ${change} refunded_goods_fen = refunded_goods_fen + ${goodsFen}, refunded_freight_fen = refunded_freight_fen + ${freightFen}
      WHERE id = ${orderId}`,
    sql`INSERT INTO refunds (id, order_id, kind, goods_fen, freight_fen, reason, refunded_by, at_ms, sent_at_ms)
      VALUES (${refundId}, ${orderId}, 'dispute', ${goodsFen}, ${freightFen}, ${reason}, ${actorKey(context.actor)}, ${now}, ${now})`,
    sql`INSERT INTO refund_lines (refund_id, order_id, line, units, amount_fen)
      SELECT ${refundId}, ${orderId}, j.value ->> 'line', j.value ->> 'units', j.value ->> 'amountFen' FROM ${rows} j`,
  ]
}
