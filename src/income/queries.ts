import { sql } from 'drizzle-orm'
import { divisionPrefix } from '../region/division.ts'
import type { Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { Database } from '../platform/database.ts'
import type { IncomeClass, IncomeKind } from './income-kind.ts'
import { incomes } from './tables.ts'

export type IncomeSum = { kind: IncomeKind; class: IncomeClass; payments: number; amountFen: Fen }

/** What a household received between two days, both counted, by kind. The caller has found it within its scope. */
export async function householdIncome(county: Database, householdId: string, from: LocalDate, until: LocalDate): Promise<IncomeSum[]> {
  return county.all(sql`SELECT kind, class, count(*) AS payments, sum(amount_fen) AS amountFen FROM incomes
    WHERE household_id = ${householdId} AND received_on BETWEEN ${from} AND ${until} GROUP BY kind, class ORDER BY kind`)
}

/** A household's payments received, the latest first; at most 100. */
export async function householdPayments(county: Database, householdId: string) {
  return county.rows(incomes, sql`WHERE household_id = ${householdId} ORDER BY received_on DESC, line_id LIMIT 100`)
}

/** What the households of a division received in a year, by kind, from the monthly sums. */
export async function divisionIncome(county: Database, code: string, year: string): Promise<{ kind: IncomeKind; amountFen: Fen }[]> {
  const prefix = divisionPrefix(code)
  return county.all(sql`SELECT kind, sum(amount_fen) AS amountFen FROM income_months
    WHERE village_code BETWEEN ${prefix.padEnd(12, '0')} AND ${prefix.padEnd(12, '9')} AND month BETWEEN ${`${year}-01`} AND ${`${year}-12`}
    GROUP BY kind ORDER BY kind`)
}
