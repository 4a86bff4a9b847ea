import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../identity/permission.ts'
import { within } from '../identity/queries.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Fen } from '../kernel/money.ts'
import { localDate, monthOf, type Month, type Ms } from '../kernel/time.ts'
import type { AccountCode } from '../ledger/account.ts'
import { findReadableOrganisation, type Organisation } from '../organisation/queries.ts'
import { jsonRows, type Database } from '../platform/database.ts'
import type { LedgerCursor } from './input.ts'
import type { Standing } from './period.ts'
import type { AccountBalance, EntryHead, EntryTransfer, LedgerLine } from './sheet.ts'
import type { Topic } from './topic.ts'
import type { AccountTurnover, CodeTurnover } from './trial-balance.ts'

/** The organisation whose books these are, if the actor may read them. */
export async function findBooks(county: Database, actor: Actor, organisationId: string): Promise<Organisation | null> {
  const scope = scopeOf(actor, 'ledger.read')
  return scope && findReadableOrganisation(county, scope, organisationId)
}

// The totals of an account after its last posting of a month or before it: one seek.
const totalsAt = (condition: SQL) => sql`(SELECT json_array(p.debit_fen, p.credit_fen) FROM postings p
  WHERE p.account_id = a.id AND ${condition} ORDER BY p.month DESC, p.entry_seq DESC, p.n DESC LIMIT 1)`

// Accounts that were opened later, or stood at zero all month, are left out.
function turnovers(organisationId: string, month: Month, code: AccountCode | null, after: string): SQL {
  return sql`WITH held AS MATERIALIZED (SELECT a.code, a.subject, ${totalsAt(sql`p.month < ${month}`)} AS was, ${totalsAt(sql`p.month <= ${month}`)} AS now
      FROM chart a WHERE a.organisation_id = ${organisationId} AND ${code ? sql`a.code = ${code}` : sql`1`} AND a.subject > ${after}),
    turned AS (SELECT code, subject, coalesce(was ->> 0, 0) - coalesce(was ->> 1, 0) AS openingFen, (now ->> 0) - coalesce(was ->> 0, 0) AS debitFen,
      (now ->> 1) - coalesce(was ->> 1, 0) AS creditFen, (now ->> 0) - (now ->> 1) AS closingFen FROM held
      WHERE now IS NOT NULL AND ((now ->> 0) <> (now ->> 1) OR was IS NOT now))`
}

/** The trial balance of a month by code; the codes that have accounts, in the order of their names. */
export async function codeTurnovers(county: Database, organisationId: string, month: Month): Promise<CodeTurnover[]> {
  return county.all(sql`${turnovers(organisationId, month, null, '')}
    SELECT code, count(*) AS accounts, sum(openingFen) AS openingFen, sum(debitFen) AS debitFen, sum(creditFen) AS creditFen, sum(closingFen) AS closingFen
    FROM turned GROUP BY code ORDER BY code`)
}

/** The same account by account, by code and subject; of one code, at most `limit` after a subject, or of all. */
export async function accountTurnovers(
  county: Database,
  { organisationId, month }: { organisationId: string; month: Month },
  { code = null, after = '', limit = -1 }: { code?: AccountCode | null; after?: string; limit?: number } = {},
): Promise<AccountTurnover[]> {
  return county.all(sql`${turnovers(organisationId, month, code, after)} SELECT * FROM turned ORDER BY code, subject LIMIT ${limit}`)
}

/** Accounts by code and subject, `limit` at a time; `after` is the last id of the page before. */
export async function listAccounts(
  county: Database,
  organisationId: string,
  { code, after, limit }: { code?: AccountCode; after?: string; limit: number },
): Promise<AccountBalance[]> {
  const [, afterCode = '', afterSubject = ''] = after?.split('/') ?? []
  return county.all(sql`SELECT id, code, subject, debit_fen AS debitFen, credit_fen AS creditFen, month AS lastMonth FROM accounts
    WHERE organisation_id = ${organisationId} AND ${code ? sql`code = ${code}` : sql`1`} AND (code, subject) > (${afterCode}, ${afterSubject})
    ORDER BY code, subject LIMIT ${limit}`)
}

const entryColumns = sql`e.seq AS seq, e.id AS id, e.organisation_id AS organisationId, e.kind AS kind, e.subject AS subject, e.month AS month,
  e.at_ms AS atMs, e.about_on AS aboutOn, e.actor AS actor, e.reason AS reason, e.evidence AS evidence`

/**
 * The general ledger of an account, oldest first, with the balance after each line; of one month or of all. What a page
 * costs depends on its own lines alone, not on how much is in the books.
 */
export async function ledgerLines(
  county: Database,
  accountId: string,
  { month, after, limit }: { month?: Month | undefined; after?: LedgerCursor | null; limit: number },
): Promise<LedgerLine[]> {
  const from = after ?? { month: month ?? '', seq: 0, n: 0 }
  return county.all(sql`SELECT ${entryColumns}, p.n AS n, iif(t.debit = p.account_id, t.credit, t.debit) AS otherId,
      iif(t.debit = p.account_id, t.amount_fen, 0) AS debitFen, iif(t.credit = p.account_id, t.amount_fen, 0) AS creditFen,
      p.debit_fen - p.credit_fen AS balanceFen
    FROM postings p JOIN transfers t ON t.entry_seq = p.entry_seq AND t.n = p.n JOIN entries e ON e.seq = p.entry_seq
    WHERE p.account_id = ${accountId} AND (p.month, p.entry_seq, p.n) > (${from.month}, ${from.seq}, ${from.n}) AND p.month <= ${month ?? '9999-12'}
    ORDER BY p.month, p.entry_seq, p.n LIMIT ${limit}`)
}

/** What an account did in a month, or in all its time; null when there is no such account. */
export async function findAccountTurnover(
  county: Database,
  account: { organisationId: string; code: AccountCode; subject: string },
  month?: Month,
): Promise<AccountTurnover | null> {
  const { organisationId, code, subject } = account
  return county.first(sql`WITH held AS MATERIALIZED (SELECT a.code, a.subject, ${month ? totalsAt(sql`p.month < ${month}`) : sql`NULL`} AS was,
      ${totalsAt(sql`p.month <= ${month ?? '9999-12'}`)} AS now
      FROM chart a WHERE a.organisation_id = ${organisationId} AND a.code = ${code} AND a.subject = ${subject})
    SELECT code, subject, coalesce(was ->> 0, 0) - coalesce(was ->> 1, 0) AS openingFen, coalesce(now ->> 0, 0) - coalesce(was ->> 0, 0) AS debitFen,
      coalesce(now ->> 1, 0) - coalesce(was ->> 1, 0) AS creditFen, coalesce(now ->> 0, 0) - coalesce(now ->> 1, 0) AS closingFen FROM held`)
}

/** An entry by its id or by its number, if the actor may read the books it stands in. */
export async function findEntry(county: Database, actor: Actor, idOrSeq: string): Promise<EntryHead | null> {
  const scope = scopeOf(actor, 'ledger.read')
  if (!scope) return null
  const reach = within(scope, { organisationId: sql`o.id`, divisionCode: sql`o.division_code` })
  return county.first(sql`SELECT ${entryColumns} FROM entries e JOIN organisations o ON o.id = e.organisation_id
    WHERE ${/^\d{1,15}$/.test(idOrSeq) ? sql`e.seq = ${Number(idOrSeq)}` : sql`e.id = ${idOrSeq}`} AND ${reach}`)
}

/** The transfers of an entry that was found, in order, `limit` after the given one. */
export async function transfersOf(
  county: Database,
  seq: number,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<EntryTransfer[]> {
  return county.all(sql`SELECT n, debit AS debitId, credit AS creditId, amount_fen AS amountFen FROM transfers
    WHERE entry_seq = ${seq} AND n > ${after} ORDER BY n LIMIT ${limit}`)
}

export type Period = {
  month: Month
  accounts: number
  debitFen: Fen
  creditFen: Fen
  trialSha256: string
  closedBy: string
  closedAtMs: Ms
}

/** The closed months of an organisation, the latest first, at most 60. */
export async function closedPeriods(county: Database, organisationId: string): Promise<Period[]> {
  return county.all(sql`SELECT month, accounts, debit_fen AS debitFen, credit_fen AS creditFen, trial_sha256 AS trialSha256, closed_by AS closedBy,
      closed_at_ms AS closedAtMs FROM ledger_periods WHERE organisation_id = ${organisationId} ORDER BY month DESC LIMIT 60`)
}

/** Where an organisation's books stand today. */
export async function standingOf(county: Database, organisationId: string, now: Ms): Promise<Standing> {
  const row = await county.first<Omit<Standing, 'thisMonth'>>(sql`SELECT
    (SELECT max(month) FROM ledger_periods WHERE organisation_id = ${organisationId}) AS closedThrough,
    (SELECT min((SELECT p.month FROM postings p WHERE p.account_id = a.id ORDER BY p.month LIMIT 1)) FROM chart a
      WHERE a.organisation_id = ${organisationId}) AS firstMonth`)
  return { ...row!, thisMonth: monthOf(localDate(now)) }
}

/** A topic under the name people know it by: a number, a title, a member's number, a bank reference, a month. */
export type TopicName = Topic & { nameZh: string; nameEn: string }

const nameOf: Record<Exclude<Topic['kind'], 'own' | 'household'>, { table: SQL; zh: SQL; en?: SQL }> = {
  lot: { table: sql`lots`, zh: sql`x.number` },
  contract: { table: sql`contracts`, zh: sql`x.title` },
  organisation: { table: sql`organisations`, zh: sql`x.name_zh`, en: sql`x.name_en` },
  order: { table: sql`orders`, zh: sql`x.number` },
  settlement: { table: sql`settlements`, zh: sql`x.month` },
  guarantee: { table: sql`guarantee_payments`, zh: sql`x.bank_reference` },
  input: { table: sql`input_advances`, zh: sql`x.item` },
}

/** The names of what accounts and entries of an organisation are about, for those that have one; one read a kind. */
export async function topicNames(county: Database, organisationId: string, topics: readonly Topic[]): Promise<TopicName[]> {
  const reads = [...Map.groupBy(topics, ({ kind }) => kind)].flatMap(([kind, list]) => {
    const ids = jsonRows([...new Set(list.map(({ id }) => id))])
    if (kind === 'own') return []
    if (kind === 'household') {
      return [
        sql`SELECT ${kind} AS kind, m.household_id AS id, CAST(max(m.number) AS TEXT) AS nameZh, CAST(max(m.number) AS TEXT) AS nameEn
          FROM ${ids} j JOIN members m ON m.organisation_id = ${organisationId} AND m.household_id = j.value GROUP BY m.household_id`,
      ]
    }
    const { table, zh, en = zh } = nameOf[kind]
    return [sql`SELECT ${kind} AS kind, x.id AS id, ${zh} AS nameZh, ${en} AS nameEn FROM ${ids} j JOIN ${table} x ON x.id = j.value`]
  })
  // D1 runs no empty batch.
  return reads.length === 0 ? [] : (await county.allOf<TopicName[]>(...reads)).flat()
}
