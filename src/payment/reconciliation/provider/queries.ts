import { sql, type SQL } from 'drizzle-orm'
import type { Fen } from '../../../kernel/money.ts'
import type { Ms } from '../../../kernel/time.ts'
import type { BalanceTransaction } from '../../../kernel/payment.ts'
import { jsonRows, must, type Database, type Statement } from '../../../platform/database.ts'
import { returnPrefix, type MovementPart, type Weight } from '../movement.ts'

/**
 * The sandbox's balance. It takes no money, so its movements are what the market's records say was paid, returned and
 * disputed since a moment: enough to compare the two databases, with no fees and no payouts.
 */
export async function sandboxMovements(market: Database, sinceMs: Ms): Promise<BalanceTransaction[]> {
  const columns = (id: SQL, kind: SQL, paymentId: SQL, reference: SQL, amount: SQL, at: SQL) =>
    sql`SELECT ${id} AS id, ${kind} AS kind, ${paymentId} AS paymentId, ${reference} AS reference, ${amount} AS amountFen, 0 AS feeFen, ${amount} AS netFen, ${at} AS atMs, ${at} AS availableAtMs, NULL AS payoutId`
  return market.all(sql`
    ${columns(sql`'sandbox:' || id`, sql`'payment'`, sql`id`, sql`id`, sql`amount_fen`, sql`captured_at_ms`)} FROM payments WHERE status = 'captured' AND captured_at_ms >= ${sinceMs}
    UNION ALL ${columns(sql`'sandbox:' || id`, sql`'refund'`, sql`payment_id`, sql`refund_id`, sql`-amount_fen`, sql`at_ms`)} FROM payment_refunds WHERE at_ms >= ${sinceMs}
    UNION ALL ${columns(sql`'sandbox:' || id`, sql`'dispute'`, sql`payment_id`, sql`id`, sql`-amount_fen`, sql`opened_at_ms`)} FROM payment_disputes WHERE opened_at_ms >= ${sinceMs}
    UNION ALL ${columns(sql`'sandbox:' || id || ':won'`, sql`'dispute_reversal'`, sql`payment_id`, sql`id`, sql`amount_fen`, sql`decided_at_ms`)} FROM payment_disputes WHERE status = 'won' AND decided_at_ms >= ${sinceMs}
    ORDER BY atMs, id`)
}

/** Keeps movements that are not known yet, as they came. What the provider charges the platform itself is no organisation's. */
export function keepMovements(gateway: string, transactions: readonly BalanceTransaction[]): Statement {
  return sql`INSERT INTO balance_transactions (id, gateway, kind, payment_id, reference, amount_fen, fee_fen, net_fen, at_ms, available_at_ms, state)
    SELECT value ->> 'id', ${gateway}, value ->> 'kind', value ->> 'paymentId', value ->> 'reference', value ->> 'amountFen', value ->> 'feeFen', value ->> 'netFen',
      value ->> 'atMs', value ->> 'availableAtMs', iif(value ->> 'kind' IN ('fee', 'other'), 'posted', 'new') FROM ${jsonRows(transactions)}
    WHERE NOT EXISTS (SELECT 1 FROM balance_transactions b WHERE b.id = value ->> 'id')`
}

export type Pending = Pick<BalanceTransaction, 'id' | 'kind' | 'paymentId' | 'reference' | 'amountFen' | 'feeFen' | 'atMs'> & {
  n: number
  state: 'new' | 'divided'
}

/** Movements whose part in the county's books is not written yet, oldest first, after row `n`; 200 at a time. */
export async function pendingMovements(market: Database, n: number): Promise<Pending[]> {
  return market.all(sql`SELECT n AS n, id AS id, kind AS kind, payment_id AS paymentId, reference AS reference, amount_fen AS amountFen, fee_fen AS feeFen, at_ms AS atMs, state AS state
    FROM balance_transactions WHERE state <> 'posted' AND n > ${n} ORDER BY n LIMIT 200`)
}

/** Whose each movement is: of a payment by its orders, of a refund its order's, of a dispute by its parts. By movement id. */
export async function weightsOf(market: Database, pending: readonly Pending[]): Promise<Map<string, Weight[]>> {
  const of = (...kinds: Pending['kind'][]) => jsonRows(pending.filter(({ kind }) => kinds.includes(kind)))
  const rows = await market.all<{ id: string } & Weight>(sql`
    SELECT j.value ->> 'id' AS id, c.organisation_id AS organisationId, c.total_fen AS weightFen
    FROM ${of('payment')} j CROSS JOIN payments p ON p.id = j.value ->> 'paymentId' CROSS JOIN checkout_orders c ON c.checkout_id = p.checkout_id
    UNION ALL SELECT j.value ->> 'id', c.organisation_id, 1
    FROM ${of('refund')} j CROSS JOIN payments p ON p.id = j.value ->> 'paymentId'
      CROSS JOIN checkout_orders c ON c.checkout_id = p.checkout_id AND c.order_id = coalesce(
        (SELECT r.order_id FROM payment_refunds r WHERE r.refund_id = j.value ->> 'reference' LIMIT 1), substr(j.value ->> 'reference', ${returnPrefix.length + 1}))
    UNION ALL SELECT j.value ->> 'id', c.organisation_id, d.amount_fen
    FROM ${of('dispute', 'dispute_reversal')} j CROSS JOIN payments p ON p.id = j.value ->> 'paymentId'
      CROSS JOIN payment_dispute_parts d ON d.dispute_id = j.value ->> 'reference' CROSS JOIN checkout_orders c ON c.checkout_id = p.checkout_id AND c.order_id = d.order_id`)
  const weights = new Map<string, Weight[]>()
  for (const { id, ...weight } of rows) weights.set(id, [...(weights.get(id) ?? []), weight])
  return weights
}

/** What is available by then and was not paid out yet, net, by organisation; null for what is nobody's. Payouts that carried only a part count as well. */
export async function availableNet(market: Database, payout: Pending): Promise<{ organisationId: string | null; netFen: Fen }[]> {
  return market.all(sql`SELECT q.organisation_id AS organisationId, sum(coalesce(q.amount_fen - q.fee_fen, b.net_fen)) AS netFen
    FROM balance_transactions b LEFT JOIN balance_parts q ON q.transaction_id = b.id
    WHERE b.payout_id IS NULL AND b.available_at_ms <= ${payout.atMs} AND (b.kind <> 'payout' OR b.state <> 'new') GROUP BY 1 ORDER BY 1`)
}

/** Whether something available by then concerns a payment of ours and nobody knows yet whose it is, such as a refund whose reply was lost. */
export async function waitsForOwners(market: Database, payout: Pending): Promise<boolean> {
  const row = await market.first(sql`SELECT 1 FROM balance_transactions b JOIN payments p ON p.id = b.payment_id
    WHERE b.payout_id IS NULL AND b.state = 'new' AND b.available_at_ms <= ${payout.atMs} LIMIT 1`)
  return row !== null
}

/** Marks what a payout carried off, and itself; all of it was counted for its parts. */
export function carryOff(payout: Pending): Statement {
  return sql`UPDATE balance_transactions SET payout_id = ${payout.id} WHERE payout_id IS NULL AND available_at_ms <= ${payout.atMs}
    AND (kind <> 'payout' OR state <> 'new' OR id = ${payout.id})`
}

/** Writes down whose a movement is, unless another run has done so meanwhile. */
export function divided(parts: readonly ({ transactionId: string } & MovementPart)[]): Statement[] {
  const ids = sql`SELECT value ->> 'transactionId' FROM ${jsonRows(parts)}`
  return [
    must(sql`NOT EXISTS (SELECT 1 FROM balance_transactions WHERE id IN (${ids}) AND state <> 'new')`, 'busy_try_again'),
    sql`INSERT INTO balance_parts (transaction_id, organisation_id, amount_fen, fee_fen)
      SELECT value ->> 'transactionId', value ->> 'organisationId', value ->> 'amountFen', value ->> 'feeFen' FROM ${jsonRows(parts)}`,
    sql`UPDATE balance_transactions SET state = 'divided' WHERE id IN (${ids})`,
  ]
}

/** The parts of divided movements that have something to post: a fee, or a payout. */
export async function partsToPost(market: Database, ids: readonly string[]) {
  return market.all<MovementPart & { transactionId: string; kind: BalanceTransaction['kind']; reference: string; atMs: Ms }>(sql`
    SELECT q.transaction_id AS transactionId, q.organisation_id AS organisationId, q.amount_fen AS amountFen, q.fee_fen AS feeFen, b.kind AS kind, b.reference AS reference, b.at_ms AS atMs
    FROM ${jsonRows(ids)} j CROSS JOIN balance_transactions b ON b.id = j.value CROSS JOIN balance_parts q ON q.transaction_id = b.id
    WHERE q.fee_fen <> 0 OR (b.kind = 'payout' AND q.amount_fen <> 0) ORDER BY b.n, q.organisation_id`)
}

/** Which of these entries stand in the ledger already. */
export async function postedAmong(county: Database, entryIds: readonly string[]): Promise<Set<string>> {
  const rows = await county.all<{ id: string }>(sql`SELECT e.id AS id FROM ${jsonRows(entryIds)} j CROSS JOIN entries e ON e.id = j.value`)
  return new Set(rows.map(({ id }) => id))
}

/** Holds while none of these entries stands in the ledger. */
export function notPosted(entryIds: readonly string[]): Statement {
  return must(sql`NOT EXISTS (SELECT 1 FROM ${jsonRows(entryIds)} j CROSS JOIN entries e ON e.id = j.value)`, 'busy_try_again')
}
