import { sql, type SQL } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { sumFen, type Fen } from '../../kernel/money.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { postEntry } from '../../ledger/queries.ts'
import { addProceeds, returnUnits } from '../../lot/queries.ts'
import type { ClaimDecision, NewRefund } from '../../order/input.ts'
import { cancelRefused, refundRefused } from '../../order/order.ts'
import { findBuyersOrder, findClaim, findOrder, inDispute, linesOf } from '../../order/queries.ts'
import { byLot, everythingLeft, refundParts, type RefundPart } from '../../order/refund.ts'
import { tellBuyer } from '../../order/commands/tell-buyer.ts'
import { sendRefund } from '../../payment/refund/commands.ts'
import { newId } from '../../platform/clock.ts'
import { commit, type Deed } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must, type Statement } from '../../platform/database.ts'
import { refundEntry } from '../posting.ts'

type Order = NonNullable<Awaited<ReturnType<typeof findOrder>>>
type Back = { kind: 'cancellation' | 'line' | 'claim'; claimId: string | null; parts: RefundPart[]; freightFen: Fen; reason: string }

/** Cancels a paid order before it is shipped: everything is refunded, freight included, and the units go back on the shelf. Answers the order's id. */
export async function cancelOrder(context: Context, orderId: string, reason: string): Promise<Result<string>> {
  const order = await findOrder(context.county, orderId)
  const refused = permit(context.actor, 'order.refund', { organisationId: order?.organisationId })
  if (refused) return { ok: false, problem: refused }
  return order ? cancel(context, order, reason) : refuse('not_found')
}

/** The same by the buyer, through their checkout's id. */
export async function cancelOwnOrder(context: Context, checkoutId: string, orderId: string, reason: string): Promise<Result<string>> {
  const order = await findBuyersOrder(context.county, context.actor, checkoutId, orderId)
  return order ? cancel(context, order, reason) : refuse('not_found')
}

async function cancel(context: Context, order: Order, reason: string): Promise<Result<string>> {
  const refused = cancelRefused(order.status)
  if (refused) return refuse(refused)
  const lines = await linesOf(context.county, [order.id])
  const parts = refundParts(lines, everythingLeft(lines))
  if (!parts.ok) return parts
  const back: Back = {
    kind: 'cancellation',
    claimId: null,
    parts: parts.value,
    freightFen: order.freightFen - order.refundedFreightFen,
    reason,
  }
  return giveBack(context, order, back, { action: 'order.cancel', subject: order.id })
}

/**
 * Refunds by line and quantity, or freight alone, while the after-sales window lasts. Before shipping the units go back on the shelf, and
 * when nothing is left to ship the order is cancelled and its freight goes back too. Answers the order's id.
 */
export async function refundLines(context: Context, orderId: string, input: NewRefund): Promise<Result<string>> {
  const order = await findOrder(context.county, orderId)
  const forbidden = permit(context.actor, 'order.refund', { organisationId: order?.organisationId })
  if (forbidden) return { ok: false, problem: forbidden }
  if (!order) return refuse('not_found')
  const refused = refundRefused(order.status)
  if (refused) return refuse(refused)
  const lines = await linesOf(context.county, [orderId])
  const parts = refundParts(lines, input.lines)
  if (!parts.ok) return parts
  const wished = parts.value.reduce((sum, { units }) => sum + units, 0)
  if (order.status === 'paid' && wished > 0 && wished === everythingLeft(lines).reduce((sum, { units }) => sum + units, 0))
    return cancel(context, order, input.reason)
  const freightFen = input.withFreight ? order.freightFen - order.refundedFreightFen : 0
  if (wished === 0 && freightFen === 0) return refuse('refund_above_line', { units: 0 })
  const back: Back = { kind: 'line', claimId: null, parts: parts.value, freightFen, reason: input.reason }
  return giveBack(context, order, back, { action: 'order.refund', subject: orderId })
}

/** Decides a buyer's claim: a refund of the units it names, or a refusal that says why. Answers the claim's id. */
export async function decideClaim(context: Context, claimId: string, input: ClaimDecision): Promise<Result<string>> {
  const claim = await findClaim(context.county, claimId)
  const order = claim && (await findOrder(context.county, claim.orderId))
  const forbidden = permit(context.actor, 'order.refund', { organisationId: order?.organisationId })
  if (forbidden) return { ok: false, problem: forbidden }
  if (!claim || !order) return refuse('not_found')
  if (claim.status !== 'open') return refuse('claim_decided')
  const deed: Deed = { action: `claim.${input.decision}`, subject: claimId }
  if (input.decision === 'refund') {
    const parts = refundParts(await linesOf(context.county, [order.id]), [claim])
    if (!parts.ok) return parts
    const back: Back = { kind: 'claim', claimId, parts: parts.value, freightFen: 0, reason: input.reason || claim.words }
    return giveBack(context, order, back, deed, decided(context, claimId, 'refunded', input.reason || null))
  }
  const result = await commit(context, 'county', decided(context, claimId, 'refused', input.reason), deed)
  if (result.ok) await tellBuyer(context, order.checkoutId, { kind: 'claim_refused', number: order.number, reason: input.reason })
  return result
}

function decided(context: Context, claimId: string, status: 'refunded' | 'refused', reason: string | null): Statement[] {
  return [
    must(sql`(SELECT status FROM claims WHERE id = ${claimId}) = 'open'`, 'claim_decided'),
    sql`UPDATE claims SET status = ${status}, decision_reason = ${reason}, decided_by = ${actorKey(context.actor)},
      decided_at_ms = ${context.clock.now()} WHERE id = ${claimId}`,
  ]
}

/** The county's batch of a refund, then the gateway; what the gateway does not take now the clock sends later. */
async function giveBack(context: Context, order: Order, back: Back, deed: Deed, first: Statement[] = []): Promise<Result<string>> {
  const refundId = newId('rfd', context.clock)
  const unshipped = order.status === 'paid'
  const money = byLot(back.parts)
  const goodsFen = sumFen(money.map((lot) => lot.goodsFen))
  if (goodsFen + back.freightFen === 0) return refuse('nothing_to_refund')
  const change = back.kind === 'cancellation' ? sql`status = 'cancelled',` : sql``
  const result = await commit(
    context,
    'county',
    [
      ...first,
      ...stillWorth(order),
      ...refundStatements(context, refundId, order.id, back, { unshipped, change, goodsFen }),
      ...(unshipped ? returnUnits(back.parts) : []),
      ...addProceeds(money.map((lot) => ({ lotId: lot.lotId, goodsFen: -lot.goodsFen }))),
      ...postEntry(
        context,
        refundEntry(
          { ...back, id: refundId, orderId: order.id, organisationId: order.organisationId, evidence: back.claimId ?? order.number },
          money,
        ),
      ),
    ],
    deed,
  )
  if (result.ok) await sendRefund({ ...context, once: null }, refundId)
  return result
}

// The amounts were worked out from what was read; another refund in between would change them.
function stillWorth(order: Order): Statement[] {
  const before = order.refundedGoodsFen + order.refundedFreightFen
  return [
    must(sql`(SELECT status FROM orders WHERE id = ${order.id}) = ${order.status}`, 'order_status_moved'),
    must(sql`(SELECT refunded_goods_fen + refunded_freight_fen FROM orders WHERE id = ${order.id}) = ${before}`, 'busy_try_again'),
    // The bank holds the money: giving it back as well would pay it twice.
    must(sql`NOT ${inDispute(sql`${order.id}`)}`, 'order_disputed'),
  ]
}

function refundStatements(
  context: Context,
  refundId: string,
  orderId: string,
  { kind, claimId, parts, freightFen, reason }: Back,
  { unshipped, change, goodsFen }: { unshipped: boolean; change: SQL; goodsFen: Fen },
): Statement[] {
  const rows = jsonRows(parts)
  return [
    sql`UPDATE order_lines SET refunded_units = refunded_units + (j.value ->> 'units'), refunded_fen = refunded_fen + (j.value ->> 'amountFen'),
      returned_units = returned_units + iif(${unshipped ? 1 : 0}, j.value ->> 'units', 0)
      FROM ${rows} j WHERE order_id = ${orderId} AND line = j.value ->> 'line'`,
    sql`UPDATE orders SET ${change} refunded_goods_fen = refunded_goods_fen + ${goodsFen}, refunded_freight_fen = refunded_freight_fen + ${freightFen}
      WHERE id = ${orderId}`,
    sql`INSERT INTO refunds (id, order_id, kind, claim_id, goods_fen, freight_fen, reason, refunded_by, at_ms)
      VALUES (${refundId}, ${orderId}, ${kind}, ${claimId}, ${goodsFen}, ${freightFen}, ${reason}, ${actorKey(context.actor)}, ${context.clock.now()})`,
    sql`INSERT INTO refund_lines (refund_id, order_id, line, units, amount_fen)
      SELECT ${refundId}, ${orderId}, j.value ->> 'line', j.value ->> 'units', j.value ->> 'amountFen' FROM ${rows} j`,
  ]
}
