import { sql, type SQL } from 'drizzle-orm'
import type { Fen } from '../../../kernel/money.ts'
import type { Ms } from '../../../kernel/time.ts'
import { jsonRows, type Database } from '../../../platform/database.ts'
import type { Movement } from '../movement.ts'
import { ledgerItem, type Fact, type Known, type OpenItem } from '../reconciliation.ts'

// Read and matched so many at a time, so that a long day needs no more memory than a short one.
const pageRows = 2000

/** The provider's movements after row `n`, oldest first, with the checkouts they belong to; a page at a time. */
export async function movementsAfter(market: Database, n: number): Promise<{ movements: Movement[]; last: number | null }> {
  const rows = await market.all<Movement & { n: number }>(sql`
    SELECT b.n AS n, b.id AS id, b.kind AS kind, b.reference AS reference, b.amount_fen AS amountFen, b.fee_fen AS feeFen, b.at_ms AS atMs, p.checkout_id AS checkoutId
    FROM balance_transactions b LEFT JOIN payments p ON p.id = b.payment_id WHERE b.n > ${n} ORDER BY b.n LIMIT ${pageRows}`)
  return { movements: rows, last: rows.at(-1)?.n ?? null }
}

/** What entries after `from` up to `to` moved on the clearing accounts, each under the name the provider's side gives it. */
export async function ledgerFacts(county: Database, from: number, to: number): Promise<Fact[]> {
  const clearing = (side: SQL) => sql`${side} LIKE '%/clearing/-'`
  const rows = await county.all<{ entryId: string; kind: string; checkoutId: string | null; amountFen: Fen; atMs: Ms }>(sql`
    SELECT e.id AS entryId, e.kind AS kind, o.checkout_id AS checkoutId, e.at_ms AS atMs,
      sum(iif(${clearing(sql`t.debit`)}, t.amount_fen, 0) - iif(${clearing(sql`t.credit`)}, t.amount_fen, 0)) AS amountFen
    FROM entries e JOIN transfers t ON t.entry_seq = e.seq LEFT JOIN orders o ON e.kind = 'pay' AND o.id = e.subject
    WHERE e.seq > ${from} AND e.seq <= ${to} AND (${clearing(sql`t.debit`)} OR ${clearing(sql`t.credit`)}) GROUP BY e.seq`)
  return rows.map(({ entryId, kind, checkoutId, amountFen, atMs }) => ({
    item: ledgerItem({ entryId, kind, checkoutId }),
    amountFen,
    atMs,
  }))
}

type Row = Omit<Known, 'booked'> & { item: string; booked: 0 | 1 }

/** What our own records say of the open items, in two round trips however many there are. */
export async function knownOf(
  { market, county }: { market: Database; county: Database },
  open: readonly OpenItem[],
): Promise<Map<string, Known>> {
  const of = (prefix: string) =>
    jsonRows(
      open
        .filter(({ item }) => item.startsWith(prefix))
        .map(({ item, transactionId }) => ({ item, transactionId, id: item.slice(prefix.length) })),
    )
  const [payments, decided, own, failed] = await market.allOf<[Row, Row, Row, { item: string }]>(
    paymentsKnown(of('pay:')),
    sql`${disputesKnown(of('dispute:'), -1)} UNION ALL ${disputesKnown(of('won:'), 1)}`,
    sql`${movementsKnown(of('fees:'), sql`-b.fee_fen`)} UNION ALL ${movementsKnown(of('payout:'), sql`b.amount_fen`)}`,
    failedRefunds(of('refund:')),
  )
  const cameBack = new Set(failed.map(({ item }) => item))
  const refunds = await county.all<Row>(refundsKnown(of('refund:')))
  return new Map(
    [...payments, ...decided, ...own, ...refunds].map(({ item, expectedFen, waits, booked }) => [
      item,
      { expectedFen, waits: cameBack.has(item) ? 'provider' : waits, booked: booked === 1 },
    ]),
  )
}

// CROSS JOIN keeps the open items outermost: the tables are sought in, never read through.
// Captured and not posted yet; orders whose money was returned were undone at the provider and never posted.
function paymentsKnown(rows: SQL): SQL {
  return sql`SELECT j.value ->> 'item' AS item, coalesce(sum(iif(c.state = 'returned', 0, c.total_fen)), 0) AS expectedFen,
      iif(max(c.state = 'captured'), 'ledger', 'none') AS waits, max(c.state = 'posted') AS booked
    FROM ${rows} j CROSS JOIN payments p ON p.checkout_id = j.value ->> 'id' AND p.status = 'captured' CROSS JOIN checkout_orders c ON c.checkout_id = p.checkout_id GROUP BY 1`
}

function disputesKnown(rows: SQL, sign: 1 | -1): SQL {
  const reached = sign === 1 ? sql`d.status = 'won'` : sql`1`
  const booked = sign === 1 ? sql`d.posted = 'won'` : sql`d.posted <> 'none'`
  return sql`SELECT j.value ->> 'item' AS item, ${sign} * d.amount_fen AS expectedFen, iif(${booked}, 'none', 'ledger') AS waits, ${booked} AS booked
    FROM ${rows} j CROSS JOIN payment_disputes d ON d.id = j.value ->> 'id' WHERE ${reached}`
}

// A fee or a payout whose organisations are known waits for its entries; one that is nobody's does not.
function movementsKnown(rows: SQL, amount: SQL): SQL {
  return sql`SELECT j.value ->> 'item' AS item, ${amount} AS expectedFen, iif(b.state = 'divided', 'ledger', 'none') AS waits, b.state = 'posted' AS booked
    FROM ${rows} j CROSS JOIN balance_transactions b ON b.id = j.value ->> 'transactionId'`
}

function refundsKnown(rows: SQL): SQL {
  return sql`SELECT j.value ->> 'item' AS item, -(r.goods_fen + r.freight_fen) AS expectedFen, iif(r.sent_at_ms IS NULL, 'provider', 'none') AS waits, 1 AS booked
    FROM ${rows} j CROSS JOIN refunds r ON r.id = j.value ->> 'id' AND r.kind <> 'dispute'`
}

// Sent, and every time given back: the money is with us until somebody sends it anew.
function failedRefunds(rows: SQL): SQL {
  return sql`SELECT j.value ->> 'item' AS item FROM ${rows} j CROSS JOIN payment_refunds p ON p.refund_id = j.value ->> 'id'
    LEFT JOIN refund_failures f ON f.id = p.id GROUP BY 1 HAVING count(*) = count(f.id)`
}
