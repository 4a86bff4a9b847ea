import { sql } from 'drizzle-orm'
import { reachOf } from '../../identity/permission.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import type { OpenItem } from './reconciliation.ts'
import { reconciliationItems, reconciliations } from './tables.ts'

export type Reconciliation = NonNullable<Awaited<ReturnType<typeof lastReconciliation>>>
export type ReconciliationItem = Awaited<ReturnType<typeof itemsOf>>[number]

export async function lastReconciliation(market: Database) {
  return market.row(reconciliations, sql`ORDER BY made_on DESC`)
}

/** What a night left open, by item; at most 1,000 are read. */
export async function itemsOf(market: Database, madeOn: LocalDate) {
  return market.rows(reconciliationItems, sql`WHERE made_on = ${madeOn} ORDER BY item LIMIT 1000`)
}

/** The night's open items as the next night starts from them, all of them; the standing comparison of disputes is made anew. */
export async function openItemsOf(market: Database, madeOn: LocalDate): Promise<OpenItem[]> {
  return market.all(sql`SELECT item AS item, provider_fen AS providerFen, ledger_fen AS ledgerFen, provider_count AS providerCount,
      ledger_count AS ledgerCount, since_ms AS sinceMs, transaction_id AS transactionId
    FROM reconciliation_items WHERE made_on = ${madeOn} AND item <> 'disputed'`)
}

/** Reconciliations, newest first, 30 a page, for who may read them; `before` is the last day seen. */
export async function listReconciliations({ market, actor }: Context, before: LocalDate = '9999-12-31'): Promise<Result<Reconciliation[]>> {
  const reach = reachAll(actor)
  if (!reach.ok) return reach
  return ok(await market.rows(reconciliations, sql`WHERE made_on < ${before} ORDER BY made_on DESC LIMIT 30`))
}

/** One night's comparison with its items. */
export async function readReconciliation(
  { market, actor }: Context,
  madeOn: LocalDate,
): Promise<Result<{ reconciliation: Reconciliation; items: ReconciliationItem[] }>> {
  const reach = reachAll(actor)
  if (!reach.ok) return reach
  const [reconciliation, items] = await Promise.all([market.row(reconciliations, sql`WHERE made_on = ${madeOn}`), itemsOf(market, madeOn)])
  return reconciliation ? ok({ reconciliation, items }) : refuse('not_found')
}

// The provider's account is the platform's: nobody has a part of it to themselves.
function reachAll(actor: Actor): Result<true> {
  const reach = reachOf(actor, 'reconciliation.read')
  if (!reach.ok) return reach
  return reach.value.all ? ok(true) : refuse('not_found')
}

export type LedgerStanding = { throughSeq: number; clearingFen: Fen; disputedFen: Fen }

/** What the books say is with the provider and what is held in disputes, over all organisations, at one moment of the ledger. */
export async function ledgerStanding(county: Database): Promise<LedgerStanding> {
  const held = (code: string) =>
    sql`SELECT coalesce(sum(a.debit_fen - a.credit_fen), 0) AS fen FROM organisations o JOIN accounts a ON a.id = o.id || ${`/${code}/-`}`
  const [[last], [clearing], [disputed]] = await county.allOf<[{ seq: number }, { fen: Fen }, { fen: Fen }]>(
    sql`SELECT coalesce(max(seq), 0) AS seq FROM entries`,
    held('clearing'),
    held('disputed'),
  )
  return { throughSeq: last!.seq, clearingFen: clearing!.fen, disputedFen: disputed!.fen }
}

/** What the market's own record says a bank still holds: open disputes, and decided ones the books do not have yet. */
export async function openDisputes(market: Database): Promise<{ openFen: Fen; waiting: number }> {
  const row = await market.first<{ openFen: Fen; waiting: number }>(sql`SELECT
    (SELECT coalesce(sum(amount_fen), 0) FROM payment_disputes WHERE status = 'open') AS openFen,
    (SELECT count(*) FROM payment_disputes WHERE posted <> status) AS waiting`)
  return row!
}
