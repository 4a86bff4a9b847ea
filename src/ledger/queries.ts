import { sql } from 'drizzle-orm'
import { actorKey } from '../kernel/actor.ts'
import type { Fen } from '../kernel/money.ts'
import { localDate, monthOf, type Month } from '../kernel/time.ts'
import type { Context } from '../platform/context.ts'
import { build, jsonRows, must, type Database, type Statement } from '../platform/database.ts'
import type { Account } from './account.ts'
import type { Entry } from './entry.ts'
import { accounts, ledgerPeriods } from './tables.ts'

/**
 * The statements that post an entry: accounts it meets for the first time, the entry, its transfers. None for an empty one.
 * It stands in the month it is posted, or in the first open one if that is closed already, and never before its accounts'
 * last posting: so no posting can fail because of a closed month, nor by a clock that runs behind.
 */
export function postEntry(context: Context, { transfers, ...head }: Entry): Statement[] {
  if (transfers.length === 0) return []
  const now = context.clock.now()
  const today = localDate(now)
  const { id, organisationId, kind, subject, reason, evidence = '', aboutOn = today } = head
  const met = [...new Map(transfers.flatMap(({ debit, credit }) => [debit, credit]).map((each) => [each.id, each])).values()]
  const rows = transfers.map(({ debit, credit, amountFen }, index) => ({ n: index + 1, debit: debit.id, credit: credit.id, amountFen }))
  return [
    openAccounts(met),
    sql`INSERT INTO entries (id, organisation_id, kind, subject, month, at_ms, actor, reason, evidence, about_on)
      SELECT ${id}, ${organisationId}, ${kind}, ${subject}, month, ${now}, ${actorKey(context.actor)}, ${reason}, ${evidence},
        iif(${monthOf(aboutOn)} < month, ${aboutOn}, NULL)
      FROM (SELECT max(${monthOf(today)}, coalesce((SELECT max(next_month) FROM ledger_periods WHERE organisation_id = ${organisationId}), ''),
        coalesce((SELECT max(month) FROM accounts WHERE id IN (SELECT value FROM ${jsonRows(met.map((each) => each.id))})), '')) AS month)`,
    sql`INSERT INTO transfers (entry_seq, n, debit, credit, amount_fen)
      SELECT (SELECT seq FROM entries WHERE id = ${id}), value ->> 'n', value ->> 'debit', value ->> 'credit', value ->> 'amountFen' FROM ${jsonRows(rows)}`,
  ]
}

/** Opens accounts before their first entry, so that no single sale pays for it; those already open stay as they are. */
export function openAccounts(list: Account[]): Statement {
  return sql`INSERT INTO chart (id, organisation_id, code, subject)
    SELECT value ->> 'id', value ->> 'organisationId', value ->> 'code', value ->> 'subject' FROM ${jsonRows(list)} WHERE 1
    ON CONFLICT (id) DO NOTHING`
}

/** What an account holds: credits less debits, in fen; an account never posted to holds nothing. */
export async function balanceFen(county: Database, { id }: Account): Promise<Fen> {
  const row = await county.row(accounts, sql`WHERE id = ${id}`)
  return row ? row.creditFen - row.debitFen : 0
}

/** The last entry whose money is in the books, 0 before the first. */
export async function lastSeq(county: Database): Promise<number> {
  return (await county.first<{ seq: number }>(sql`SELECT coalesce(max(seq), 0) AS seq FROM entries`))!.seq
}

/** Holds while nothing more was posted into a month of an organisation since the given entry. */
export function nothingPosted(organisationId: string, month: Month, sinceSeq: number): Statement {
  return must(
    sql`NOT EXISTS (SELECT 1 FROM entries WHERE seq > ${sinceSeq} AND organisation_id = ${organisationId} AND month = ${month})`,
    'busy_try_again',
  )
}

/** The statement that closes a month for good. */
export function recordPeriod(period: typeof ledgerPeriods.$inferInsert): Statement {
  return build.insert(ledgerPeriods).values(period)
}
