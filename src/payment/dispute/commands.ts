import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must } from '../../platform/database.ts'
import type { DisputeEvent } from '../../kernel/payment.ts'
import { findPayment } from '../queries.ts'
import type { PaymentDispute } from './queries.ts'

/**
 * Takes in what the gateway reports about a dispute, in one market batch: the event and the dispute's state. A decision
 * that comes before its opening opens and decides; what is known already, or contradicts a decision, changes nothing.
 * Answers the dispute's id; refused while the payment is unknown.
 */
export async function recordDispute(context: Context, event: DisputeEvent): Promise<Result<string>> {
  const payment = await findPayment(context.market, event.paymentId)
  if (!payment) return refuse('not_found')
  const { disputeId: id, paymentId, amountFen, reason, kind } = event
  const now = context.clock.now()
  const problem = await context.market.run([
    sql`INSERT INTO payment_events (id, gateway, kind, payment_id, body_sha256, at_ms)
      SELECT ${event.eventId}, ${context.gateway.name}, ${kind}, ${paymentId}, ${event.bodySha256}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM payment_events WHERE id = ${event.eventId})`,
    sql`INSERT INTO payment_disputes (id, payment_id, amount_fen, reason, status, opened_at_ms)
      SELECT ${id}, ${paymentId}, ${amountFen}, ${reason}, 'open', ${now} WHERE NOT EXISTS (SELECT 1 FROM payment_disputes WHERE id = ${id})`,
    ...(kind === 'dispute_opened' ? [] : [decide(id, kind === 'dispute_won' ? 'won' : 'lost', now)]),
  ])
  return problem === null ? ok(id) : refuse(problem)
}

const decide = (id: string, status: 'won' | 'lost', now: number) =>
  sql`UPDATE payment_disputes SET status = ${status}, decided_at_ms = max(opened_at_ms, ${now}) WHERE id = ${id} AND status = 'open'`

/** Fixes how a dispute divides among orders, once; whoever comes second finds the first division. */
export async function fixParts(
  context: Context,
  disputeId: string,
  parts: readonly { orderId: string; amountFen: number }[],
): Promise<void> {
  await context.market.run([
    must(sql`NOT EXISTS (SELECT 1 FROM payment_dispute_parts WHERE dispute_id = ${disputeId})`, 'busy_try_again'),
    sql`INSERT INTO payment_dispute_parts (dispute_id, order_id, amount_fen)
      SELECT ${disputeId}, value ->> 'orderId', value ->> 'amountFen' FROM ${jsonRows(parts)}`,
  ])
}

/** Notes which state of a dispute the county's books have. A decision that came meanwhile is posted next. */
export async function markDisputePosted(context: Context, { id, status }: PaymentDispute): Promise<void> {
  await context.market.run([
    sql`UPDATE payment_disputes SET posted = ${status} WHERE id = ${id} AND posted IN ('none', 'open') AND status IN ('open', ${status})`,
  ])
}
