import { sql } from 'drizzle-orm'
import { dayMs, localDate, startOfDay } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import type { Period } from './period.ts'
import type { StatementSlip } from './statement-csv.ts'
import { statementOf, type AccountStatement, type StatementLine } from './statement.ts'

type LineRow = Omit<StatementLine, 'approvedOn' | 'closedOn'> & { approvedAtMs: number; closedAtMs: number | null }

export type HouseholdStatement = AccountStatement & {
  period: Period
  slips: StatementSlip[]
  organisations: { id: string; nameZh: string; nameEn: string }[]
}

/**
 * A household's account in a period, with the slips it delivered then; of one organisation when it is given. The caller
 * has made sure that the reader may. At most 400 slips and 600 lines.
 */
export async function loadStatement(
  county: Database,
  householdId: string,
  period: Period,
  organisationId: string | null = null,
): Promise<HouseholdStatement> {
  const own = organisationId === null ? sql`1` : sql`t.organisation_id = ${organisationId}`
  const ownSlips = organisationId === null ? sql`1` : sql`d.organisation_id = ${organisationId}`
  const [rows, slips] = await county.allOf<[LineRow, StatementSlip]>(
    sql`SELECT l.id AS lineId, t.organisation_id AS organisationId, t.month AS month, t.kind AS kind, l.share_fen AS shareFen,
        l.guarantee_fen AS guaranteeFen, l.credit_fen AS creditFen, l.amount_fen AS amountFen, l.channel AS channel, l.status AS status,
        t.approved_at_ms AS approvedAtMs, l.answered_on AS answeredOn, t.closed_at_ms AS closedAtMs
      FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id
      WHERE l.party_id = ${householdId} AND l.party = 'household' AND t.status IN ('approved', 'exported', 'closed') AND ${own}
      ORDER BY t.approved_at_ms DESC LIMIT 600`,
    sql`SELECT d.id AS deliveryId, d.organisation_id AS organisationId, d.number AS number, d.delivered_on AS deliveredOn,
        p.name_zh AS productZh, p.name_en AS productEn, d.grade AS grade, d.net_grams AS grams, d.floor_due_fen AS floorDueFen,
        (SELECT coalesce(sum(s.share_fen + s.guarantee_fen), 0) FROM settlement_slips s JOIN settlement_lines l ON l.id = s.line_id
          JOIN settlements t ON t.id = l.settlement_id WHERE s.delivery_id = d.id AND t.status IN ('approved', 'exported', 'closed')
          AND t.approved_at_ms < ${startOfDay(period.until) + dayMs} AND l.status NOT IN ('failed', 'released')) AS settledFen
      FROM deliveries d JOIN products p ON p.id = d.product_id
      WHERE d.household_id = ${householdId} AND d.delivered_on BETWEEN ${period.from} AND ${period.until} AND ${ownSlips}
        AND NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id)
      ORDER BY d.delivered_on, d.id LIMIT 400`,
  )
  const lines = rows.map(({ approvedAtMs, closedAtMs, ...line }) => ({
    ...line,
    approvedOn: localDate(approvedAtMs),
    closedOn: closedAtMs === null ? null : localDate(closedAtMs),
  }))
  const statement = statementOf(lines, period.from, period.until)
  const ids = [...new Set([...slips, ...statement.movements].map((row) => row.organisationId))]
  return { ...statement, period, slips, organisations: await namesOf(county, ids) }
}

async function namesOf(county: Database, ids: readonly string[]): Promise<HouseholdStatement['organisations']> {
  if (ids.length === 0) return []
  return county.all(
    sql`SELECT id, name_zh AS nameZh, name_en AS nameEn FROM organisations WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) ORDER BY id`,
  )
}
