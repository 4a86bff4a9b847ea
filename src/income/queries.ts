import { sql, type SQL } from 'drizzle-orm'
import { divisionPrefix } from '../region/division.ts'
import type { Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'
import { jsonRows, type Database, type Statement } from '../platform/database.ts'
import { incomeClass, type IncomeClass, type IncomeKind } from './income-kind.ts'
import { incomes } from './tables.ts'

/**
 * The statements by which received lines of households become income: produce, 售金, with what a surplus gives back by trade
 * volume; what it pays on capital is a dividend, 股金. The lines must be paid already.
 */
export function receiveIncome(lineIds: readonly string[]): Statement[] {
  const insert = (
    kind: IncomeKind,
    amountFen: SQL,
  ) => sql`INSERT INTO incomes (line_id, household_id, village_code, organisation_id, received_on, kind, class, amount_fen)
    SELECT l.id, l.party_id, l.village_code, t.organisation_id, l.answered_on, ${kind}, ${incomeClass(kind)}, ${amountFen}
    FROM ${jsonRows(lineIds)} a JOIN settlement_lines l ON l.id = a.value JOIN settlements t ON t.id = l.settlement_id LEFT JOIN surplus_shares s ON s.line_id = l.id
    WHERE l.party = 'household' AND ${amountFen} > 0`
  return [insert('sale', sql`l.amount_fen - coalesce(s.capital_fen, 0)`), insert('dividend', sql`s.capital_fen`)]
}

export type IncomeSum = { kind: IncomeKind; class: IncomeClass; payments: number; amountFen: Fen }

/** What a household received between two days, both counted, by kind. The caller has found it within its scope. */
export async function householdIncome(county: Database, householdId: string, from: LocalDate, until: LocalDate): Promise<IncomeSum[]> {
  return county.all(sql`SELECT kind, class, count(*) AS payments, sum(amount_fen) AS amountFen FROM incomes
    WHERE household_id = ${householdId} AND received_on BETWEEN ${from} AND ${until} GROUP BY kind, class ORDER BY kind`)
}

/** A household's payments received, the latest first; at most 100. */
export async function householdPayments(county: Database, householdId: string) {
  return county.rows(incomes, sql`WHERE household_id = ${householdId} ORDER BY received_on DESC, line_id, kind LIMIT 100`)
}

/** What the households of a division received in a year, by kind, from the monthly sums. */
export async function divisionIncome(county: Database, code: string, year: string): Promise<{ kind: IncomeKind; amountFen: Fen }[]> {
  const prefix = divisionPrefix(code)
  return county.all(sql`SELECT kind, sum(amount_fen) AS amountFen FROM income_months
    WHERE village_code BETWEEN ${prefix.padEnd(12, '0')} AND ${prefix.padEnd(12, '9')} AND month BETWEEN ${`${year}-01`} AND ${`${year}-12`}
    GROUP BY kind ORDER BY kind`)
}
