import { sql } from 'drizzle-orm'
import { sumFen, type Fen } from '../../../kernel/money.ts'
import { localDate, type LocalDate, type Ms } from '../../../kernel/time.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import type { Context } from '../../../platform/context.ts'
import { build, jsonRows } from '../../../platform/database.ts'
import { knownOf, ledgerFacts, movementsAfter } from '../facts/queries.ts'
import { daySums, factsOf, type DaySums } from '../movement.ts'
import { lastReconciliation, ledgerStanding, openDisputes, openItemsOf, type LedgerStanding, type Reconciliation } from '../queries.ts'
import { isExplained, match, reconcile, type Item, type OpenItem } from '../reconciliation.ts'
import { reconciliations } from '../tables.ts'
import { takeMovements } from './take-movements.ts'

// So many entries are looked through at once.
const entriesAtOnce = 5000

/** The clock's part: compares what the provider says it holds with what the books say it holds, once a day of the calendar. */
export async function reconcileToday(context: Context): Promise<void> {
  const result = await reconcileDay(context)
  if (!result.ok && result.problem.code !== 'reconciled_already') throw new Error(result.problem.code)
}

/**
 * Takes in the provider's movements, posts fees and payouts, and explains every fen by which its balance and the ledger's
 * clearing and disputed accounts differ. Costs what is new since the last time and what is still open. Answers the day.
 */
export async function reconcileDay(context: Context): Promise<Result<LocalDate>> {
  const { market, county, clock } = context
  const madeOn = localDate(clock.now())
  const before = await lastReconciliation(market)
  if (before && before.madeOn >= madeOn) return refuse('reconciled_already')
  await takeMovements(context, before?.throughMs ?? 0)
  const standing = await ledgerStanding(county)
  const disputes = await openDisputes(market)
  const { open: moved, sums, postedFen, ...through } = await newlyOpen(context, before, standing)
  const open = withBooks(moved, standing.clearingFen - (before?.clearingFen ?? 0) - postedFen, clock.now())
  const result = reconcile(open, await knownOf(context, open), clock.now())
  const items = [...result.items, ...disputedItem(standing, disputes, clock.now())]
  const row = {
    madeOn,
    gateway: context.gateway.name,
    atMs: clock.now(),
    throughSeq: standing.throughSeq,
    ...through,
    ...sums,
    openingFen: before?.balanceFen ?? 0,
    balanceFen: Object.values(sums).reduce((total, amount) => total + amount, before?.balanceFen ?? 0),
    openDisputesFen: disputes.openFen,
    clearingFen: standing.clearingFen,
    disputedFen: standing.disputedFen,
    ...totals(items),
  }
  const problem = await market.run([build.insert(reconciliations).values(row), insertItems(madeOn, items)])
  return problem === null ? ok(madeOn) : refuse(problem)
}

function totals(items: readonly Item[]) {
  const explained = items.filter(({ verdict }) => isExplained(verdict))
  const open = items.filter(({ verdict }) => !isExplained(verdict))
  const sum = (list: readonly Item[]) => list.reduce((total, { providerFen, ledgerFen }) => total + providerFen - ledgerFen, 0)
  return { explainedFen: sum(explained), unexplainedFen: sum(open), explainedItems: explained.length, openItems: open.length }
}

// What was open before, and what both sides moved since; page by page, so that what agrees is forgotten at once.
async function newlyOpen({ market, county }: Context, before: Reconciliation | null, { throughSeq }: LedgerStanding) {
  let open = before ? await openItemsOf(market, before.madeOn) : []
  let [throughN, throughMs, transactions, postedFen] = [before?.throughN ?? 0, before?.throughMs ?? 0, 0, 0]
  const sums: DaySums = daySums([])
  for (let seq = before?.throughSeq ?? 0; seq < throughSeq; seq += entriesAtOnce) {
    const facts = await ledgerFacts(county, seq, Math.min(throughSeq, seq + entriesAtOnce))
    open = match(open, [], facts)
    postedFen += sumFen(facts.map(({ amountFen }) => amountFen))
  }
  for (;;) {
    const { movements, last } = await movementsAfter(market, throughN)
    if (last === null) return { open, sums, postedFen, throughN, throughMs, transactions }
    open = match(open, movements.flatMap(factsOf), [])
    for (const [name, amount] of Object.entries(daySums(movements))) sums[name as keyof DaySums] += amount
    transactions += movements.length
    throughMs = movements.reduce((latest, { atMs }) => Math.max(latest, atMs), throughMs)
    throughN = last
  }
}

// The accounts themselves have the last word: a fen that no entry explains is an open item of its own.
function withBooks(open: OpenItem[], unexplainedFen: Fen, now: Ms): OpenItem[] {
  return unexplainedFen === 0 ? open : match(open, [], [{ item: 'books', amountFen: unexplainedFen, atMs: now }])
}

function disputedItem({ disputedFen }: LedgerStanding, { openFen, waiting }: { openFen: number; waiting: number }, now: number): Item[] {
  if (openFen === disputedFen) return []
  const base = {
    item: 'disputed',
    providerFen: openFen,
    ledgerFen: disputedFen,
    providerCount: 1,
    ledgerCount: 1,
    sinceMs: now,
    transactionId: null,
  }
  return [{ ...base, verdict: waiting > 0 ? 'not_posted' : 'amounts_differ' }]
}

function insertItems(madeOn: LocalDate, items: readonly Item[]) {
  return sql`INSERT INTO reconciliation_items (made_on, item, verdict, provider_fen, ledger_fen, provider_count, ledger_count, since_ms, transaction_id)
    SELECT ${madeOn}, value ->> 'item', value ->> 'verdict', value ->> 'providerFen', value ->> 'ledgerFen', value ->> 'providerCount', value ->> 'ledgerCount',
      value ->> 'sinceMs', value ->> 'transactionId' FROM ${jsonRows(items)}`
}
