import { sql } from 'drizzle-orm'
import { scopeOf, type Permission } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { Ms } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import type { Channel, LineStatus, SettlementStatus } from '../../settlement/status.ts'

export type CashLine = {
  id: string
  settlementId: string
  settlementStatus: SettlementStatus
  organisationId: string
  organisationZh: string
  organisationEn: string
  kind: 'proceeds' | 'surplus'
  month: string
  householdId: string
  amountFen: Fen
  status: LineStatus
  channel: Channel
  proof: 'pin' | 'signature' | null
  evidenceFileId: string | null
  handedBy: string | null
  handedAtMs: Ms | null
}

const source = sql`SELECT l.id AS id, l.settlement_id AS settlementId, t.status AS settlementStatus, t.organisation_id AS organisationId,
    o.name_zh AS organisationZh, o.name_en AS organisationEn, t.kind AS kind, t.month AS month, l.party_id AS householdId,
    l.amount_fen AS amountFen, l.status AS status, l.channel AS channel, r.proof AS proof, r.evidence_file_id AS evidenceFileId,
    r.handed_by AS handedBy, r.at_ms AS handedAtMs
  FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id JOIN organisations o ON o.id = t.organisation_id
    LEFT JOIN cash_receipts r ON r.line_id = l.id`

/** A household's line within the actor's organisations; null for anything else. */
export async function findHouseholdLine(county: Database, actor: Actor, lineId: string, permission: Permission): Promise<CashLine | null> {
  const scope = scopeOf(actor, permission)
  if (!scope) return null
  return county.first(
    sql`${source} WHERE l.id = ${lineId} AND l.party = 'household' AND ${within(scope, { organisationId: sql`t.organisation_id` })}`,
  )
}

/** The lines of a settlement that go out in cash; the caller has found it within its scope. At most 200. */
export async function cashLines(county: Database, settlementId: string): Promise<CashLine[]> {
  return county.all(sql`${source} WHERE l.settlement_id = ${settlementId} AND l.channel = 'cash' ORDER BY l.id LIMIT 200`)
}

/** Cash handed out to households of the actor's division, the latest first; at most 100. */
export async function cashHandedOut(county: Database, actor: Actor): Promise<CashLine[]> {
  const scope = scopeOf(actor, 'oversight.read')
  if (!scope) return []
  return county.all(sql`${source} WHERE r.line_id IS NOT NULL AND ${within(scope, { divisionCode: sql`l.village_code` })}
    ORDER BY r.at_ms DESC LIMIT 100`)
}
