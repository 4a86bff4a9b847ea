import { sql, type SQL } from 'drizzle-orm'
import { account } from '../../ledger/account.ts'
import type { Transfer } from '../../ledger/entry.ts'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import { jsonRows, type Database, type Statement } from '../../platform/database.ts'
import { standingLines } from '../status.ts'
import type { Allotted, CapitalKind, Distribution, SurplusLine, SurplusTerms } from './surplus.ts'
import { memberCapitals, surplusDeposits, surplusDistributions } from './tables.ts'

// D1 takes up to 2 MB a value; a line is about 300 bytes.
const rowsAStatement = 2000

const standing = sql`l.status IN (SELECT value FROM json_each(${JSON.stringify(standingLines)}))`

/**
 * 交易额: what each member's slips of a year were worth, grams times the guaranteed price, rounded down to the fen slip by
 * slip. It is fixed on the slip, makes grades and products add up, and does not depend on what happened to sell.
 */
export function tradeOf(organisationId: string, year: string): SQL {
  return sql`SELECT d.household_id AS householdId, sum(d.net_grams * d.guaranteed_fen_per_kg / 1000) AS tradeFen FROM deliveries d
    WHERE d.organisation_id = ${organisationId} AND d.delivered_on BETWEEN ${`${year}-01-01`} AND ${`${year}-12-31`}
      AND NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id) GROUP BY d.household_id`
}

/** A member's capital as it stood on a day, all kinds together: of each kind the latest record counts. */
export function capitalOf(organisationId: string, on: LocalDate): SQL {
  return sql`SELECT m.household_id AS householdId, sum(m.share_fen) AS capitalFen FROM member_capitals m
    WHERE m.organisation_id = ${organisationId} AND m.from_on <= ${on} AND NOT EXISTS (SELECT 1 FROM member_capitals n
      WHERE n.organisation_id = m.organisation_id AND n.household_id = m.household_id AND n.kind = m.kind AND n.from_on <= ${on}
        AND (n.from_on, n.id) > (m.from_on, m.id)) GROUP BY m.household_id`
}

export type MemberYear = { householdId: string; villageCode: string; volume: number; capitalFen: Fen }

/** Every household with trade in the year or capital at its end, and what earlier surpluses allotted and lines carry. */
export async function loadYear(
  county: Database,
  organisationId: string,
  year: string,
): Promise<{ members: MemberYear[]; allotted: Allotted[]; records: number }> {
  const [members, allotted, counts] = await county.allOf<[MemberYear, Allotted, { records: number }]>(
    sql`SELECT h.id AS householdId, h.village_code AS villageCode, coalesce(t.tradeFen, 0) AS volume, coalesce(c.capitalFen, 0) AS capitalFen
      FROM (SELECT householdId FROM (${tradeOf(organisationId, year)}) UNION SELECT householdId FROM (${capitalOf(organisationId, `${year}-12-31`)})) u
        JOIN households h ON h.id = u.householdId LEFT JOIN (${tradeOf(organisationId, year)}) t ON t.householdId = h.id
        LEFT JOIN (${capitalOf(organisationId, `${year}-12-31`)}) c ON c.householdId = h.id ORDER BY h.id`,
    allottedTo(organisationId),
    sql`SELECT ${yearRecords(organisationId)} AS records`,
  )
  return { members, allotted, records: counts[0]!.records }
}

/** What earlier surpluses allotted and lines carry. */
export async function loadAllotted(county: Database, organisationId: string): Promise<{ allotted: Allotted[]; records: number }> {
  const [allotted, counts] = await county.allOf<[Allotted, { records: number }]>(
    allottedTo(organisationId),
    sql`SELECT ${yearRecords(organisationId)} AS records`,
  )
  return { allotted, records: counts[0]!.records }
}

/** Slips, reversals, capital records and standing surplus lines so far: it changes whenever a distribution could. */
export function yearRecords(organisationId: string): SQL {
  return sql`((SELECT count(*) FROM deliveries WHERE organisation_id = ${organisationId})
    + (SELECT count(*) FROM delivery_reversals r JOIN deliveries d ON d.id = r.delivery_id WHERE d.organisation_id = ${organisationId})
    + (SELECT count(*) FROM member_capitals WHERE organisation_id = ${organisationId})
    + (SELECT count(*) FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id WHERE t.organisation_id = ${organisationId} AND t.kind = 'surplus' AND ${standing}))`
}

/** What households were allotted by surpluses not rejected, and what standing lines carry of it. */
function allottedTo(organisationId: string): SQL {
  return sql`SELECT h.id AS householdId, h.village_code AS villageCode, p.volumeFen AS volumeFen, p.capitalFen AS capitalFen,
      coalesce(c.volumeFen, 0) AS volumeCarriedFen, coalesce(c.capitalFen, 0) AS capitalCarriedFen
    FROM (SELECT p.household_id AS householdId, sum(p.by_volume_fen) AS volumeFen, sum(p.by_capital_fen) AS capitalFen
        FROM settlements t JOIN surplus_parts p ON p.settlement_id = t.id
        WHERE t.organisation_id = ${organisationId} AND t.kind = 'surplus' AND t.status <> 'rejected' GROUP BY p.household_id) p
      JOIN households h ON h.id = p.householdId
      LEFT JOIN (SELECT l.party_id AS householdId, sum(s.volume_fen) AS volumeFen, sum(s.capital_fen) AS capitalFen
        FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id JOIN surplus_shares s ON s.line_id = l.id
        WHERE t.organisation_id = ${organisationId} AND t.kind = 'surplus' AND ${standing} GROUP BY l.party_id) c ON c.householdId = h.id
    ORDER BY h.id`
}

type Made = { id: string; organisationId: string; month: string; asOfOn: LocalDate; madeBy: string; madeAtMs: number }
type Distributed = SurplusTerms & Distribution & { year: string }

/** The statements that write a draft: head, lines with their shares, and what a new distribution was worked out from. */
export function insertSurplus(made: Made, lines: readonly SurplusLine[], distributed: Distributed | null): Statement[] {
  const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  const named = lines.map((line) => ({ ...line, id: `${made.id}.h.${line.householdId}` }))
  return [
    sql`INSERT INTO settlements (id, organisation_id, kind, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms)
      SELECT ${made.id}, ${made.organisationId}, 'surplus', ${made.month}, 'draft', ${made.asOfOn}, coalesce(max(seq), 0), ${lines.length}, ${totalFen}, ${made.madeBy}, ${made.madeAtMs} FROM entries`,
    ...chunks(
      named,
      (
        rows,
      ) => sql`INSERT INTO settlement_lines (id, settlement_id, party, party_id, village_code, due_fen, before_fen, share_fen, guarantee_fen, amount_fen, status)
        SELECT value ->> 'id', ${made.id}, 'household', value ->> 'householdId', value ->> 'villageCode', value ->> 'dueFen', value ->> 'beforeFen',
          value ->> 'amountFen', 0, value ->> 'amountFen', 'draft' FROM ${rows}`,
    ),
    ...chunks(
      named,
      (rows) =>
        sql`INSERT INTO surplus_shares (line_id, volume_fen, capital_fen) SELECT value ->> 'id', value ->> 'volumeFen', value ->> 'capitalFen' FROM ${rows}`,
    ),
    ...(distributed ? insertDistribution(made.id, distributed) : []),
  ]
}

function insertDistribution(id: string, distributed: Distributed): Statement[] {
  const { year, surplusFen, reserveBp, reserveFen, volumeBp, byVolumeFen, byCapitalFen, parts } = distributed
  return [
    ...chunks(
      parts,
      (rows) => sql`INSERT INTO surplus_parts (settlement_id, household_id, trade_fen, capital_fen, by_volume_fen, by_capital_fen)
        SELECT ${id}, value ->> 'householdId', value ->> 'volume', value ->> 'capitalFen', value ->> 'byVolumeFen', value ->> 'byCapitalFen' FROM ${rows}`,
    ),
    sql`INSERT INTO surplus_distributions (settlement_id, year, surplus_fen, reserve_bp, reserve_fen, volume_bp, by_volume_fen, by_capital_fen)
      VALUES (${id}, ${year}, ${surplusFen}, ${reserveBp}, ${reserveFen}, ${volumeBp}, ${byVolumeFen}, ${byCapitalFen})`,
  ]
}

function chunks(rows: readonly unknown[], statement: (rows: SQL) => Statement): Statement[] {
  const parts = Array.from({ length: Math.ceil(rows.length / rowsAStatement) }, (_, index) =>
    rows.slice(index * rowsAStatement, (index + 1) * rowsAStatement),
  )
  return parts.map((part) => statement(jsonRows(part)))
}

type Settled = { id: string; organisationId: string }

/** What approving a surplus settlement posts: from the surplus to the households. */
export async function surplusTransfers(county: Database, { id, organisationId }: Settled): Promise<Transfer[]> {
  const lines = await linesOf(county, sql`l.settlement_id = ${id} AND l.status IN ('draft', 'held')`)
  return lines.map(({ householdId, amountFen }) => ({ ...between(organisationId, householdId), amountFen }))
}

/** What failed or released lines post: back into the surplus, to be due again. */
export async function surplusReturned(county: Database, { organisationId }: Settled, lineIds: readonly string[]): Promise<Transfer[]> {
  const lines = await linesOf(county, sql`l.id IN (SELECT value FROM ${jsonRows(lineIds)})`)
  return lines.map(({ householdId, amountFen }) => {
    const { debit, credit } = between(organisationId, householdId)
    return { debit: credit, credit: debit, amountFen }
  })
}

function linesOf(county: Database, condition: SQL): Promise<{ householdId: string; amountFen: Fen }[]> {
  return county.all(
    sql`SELECT l.party_id AS householdId, l.amount_fen AS amountFen FROM settlement_lines l WHERE ${condition} ORDER BY l.id`,
  )
}

function between(organisationId: string, householdId: string) {
  return { debit: account(organisationId, 'surplus'), credit: account(organisationId, 'household', householdId) }
}

/** How a surplus was distributed; null for a settlement that only pays again what came back. */
export async function findDistribution(county: Database, settlementId: string) {
  return county.row(surplusDistributions, sql`WHERE settlement_id = ${settlementId}`)
}

export type PartRow = {
  householdId: string
  tradeFen: Fen
  capitalFen: Fen
  byVolumeFen: Fen
  byCapitalFen: Fen
}

/** What members' parts were worked out from and what they are, 100 at a time by household id. */
export async function listParts(county: Database, settlementId: string, after = ''): Promise<PartRow[]> {
  return county.all(sql`SELECT household_id AS householdId, trade_fen AS tradeFen, capital_fen AS capitalFen, by_volume_fen AS byVolumeFen, by_capital_fen AS byCapitalFen
    FROM surplus_parts WHERE settlement_id = ${settlementId} AND household_id > ${after} ORDER BY household_id LIMIT 100`)
}

/** How many members a distribution has, and the sums of their trade and capital. */
export async function partTotals(county: Database, settlementId: string): Promise<{ members: number; tradeFen: Fen; capitalFen: Fen }> {
  const row = await county.first<{ members: number; tradeFen: Fen; capitalFen: Fen }>(
    sql`SELECT count(*) AS members, coalesce(sum(trade_fen), 0) AS tradeFen, coalesce(sum(capital_fen), 0) AS capitalFen FROM surplus_parts WHERE settlement_id = ${settlementId}`,
  )
  return row!
}

export type CapitalRow = {
  householdId: string
  memberNumber: number | null
  kind: CapitalKind
  shareFen: Fen
  fromOn: LocalDate
  document: string
}

/** Capital records of an organisation, the latest recorded first, at most 100; the caller reads within its scope. */
export async function listCapitals(county: Database, organisationId: string): Promise<CapitalRow[]> {
  return county.all(sql`SELECT m.household_id AS householdId, (SELECT max(x.number) FROM members x WHERE x.organisation_id = m.organisation_id AND x.household_id = m.household_id) AS memberNumber,
      m.kind AS kind, m.share_fen AS shareFen, m.from_on AS fromOn, m.document AS document
    FROM ${memberCapitals} m WHERE m.organisation_id = ${organisationId} ORDER BY m.id DESC LIMIT 100`)
}

/** The capital on record today, by kind: how many members and how much. */
export async function capitalSums(
  county: Database,
  organisationId: string,
  on: LocalDate,
): Promise<{ kind: CapitalKind; members: number; shareFen: Fen }[]> {
  return county.all(sql`SELECT m.kind AS kind, count(*) AS members, sum(m.share_fen) AS shareFen FROM member_capitals m
    WHERE m.organisation_id = ${organisationId} AND m.share_fen > 0 AND m.from_on <= ${on} AND NOT EXISTS (SELECT 1 FROM member_capitals n
      WHERE n.organisation_id = m.organisation_id AND n.household_id = m.household_id AND n.kind = m.kind AND n.from_on <= ${on}
        AND (n.from_on, n.id) > (m.from_on, m.id)) GROUP BY m.kind ORDER BY m.kind`)
}

/** Money paid into the surplus account, the latest first, at most 50. */
export async function listDeposits(county: Database, organisationId: string) {
  return county.rows(surplusDeposits, sql`WHERE organisation_id = ${organisationId} ORDER BY paid_on DESC, id DESC LIMIT 50`)
}
