import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../platform/database.ts'

export type StatementRow = {
  id: string
  householdId: string
  deliveryId: string | null
  lineId: string | null
  verdict: 'right' | 'not_right'
  words: string
  atMs: number
  resolution: string | null
  resolvedBy: string | null
  resolvedAtMs: number | null
  organisationId: string
  organisationZh: string
  organisationEn: string
  divisionCode: string
  settlementId: string | null
  lineStatus: string | null
  amountFen: number | null
}

const columns = sql`s.id AS id, s.household_id AS householdId, s.delivery_id AS deliveryId, s.line_id AS lineId, s.verdict AS verdict, s.words AS words,
  s.at_ms AS atMs, s.resolution AS resolution, s.resolved_by AS resolvedBy, s.resolved_at_ms AS resolvedAtMs, o.id AS organisationId,
  o.name_zh AS organisationZh, o.name_en AS organisationEn, h.village_code AS divisionCode, l.settlement_id AS settlementId, l.status AS lineStatus,
  coalesce(l.amount_fen, d.floor_due_fen) AS amountFen`

const source = sql`statements s JOIN households h ON h.id = s.household_id LEFT JOIN deliveries d ON d.id = s.delivery_id
  LEFT JOIN settlement_lines l ON l.id = s.line_id LEFT JOIN settlements t ON t.id = l.settlement_id
  JOIN organisations o ON o.id = coalesce(d.organisation_id, t.organisation_id)`

function seenBy(actor: Actor): SQL {
  const scope = scopeOf(actor, 'statement.resolve') ?? scopeOf(actor, 'oversight.read')
  return scope ? within(scope, { organisationId: sql`o.id`, divisionCode: sql`h.village_code` }) : sql`0`
}

/** A statement, within the actor's organisation or the household's division. */
export async function findStatement(county: Database, actor: Actor, id: string): Promise<StatementRow | null> {
  return county.first(sql`SELECT ${columns} FROM ${source} WHERE s.id = ${id} AND ${seenBy(actor)}`)
}

/** "Not right" nobody has answered yet, the oldest first. */
export async function openStatements(county: Database, actor: Actor): Promise<StatementRow[]> {
  return county.all(
    sql`SELECT ${columns} FROM ${source} WHERE s.verdict = 'not_right' AND s.resolved_at_ms IS NULL AND ${seenBy(actor)} ORDER BY s.at_ms LIMIT 100`,
  )
}

/** What has been answered, the latest first. */
export async function resolvedStatements(county: Database, actor: Actor): Promise<StatementRow[]> {
  return county.all(
    sql`SELECT ${columns} FROM ${source} WHERE s.resolved_at_ms IS NOT NULL AND ${seenBy(actor)} ORDER BY s.resolved_at_ms DESC LIMIT 50`,
  )
}
