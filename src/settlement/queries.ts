import { sql, type SQL } from 'drizzle-orm'
import { scopeOf, type Permission } from '../identity/permission.ts'
import { within } from '../identity/queries.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Database } from '../platform/database.ts'
import type { SentLine } from './answer.ts'
import type { Party } from './line.ts'
import { reference } from './payout-file.ts'
import type { LineStatus } from './status.ts'
import { payoutFiles, settlementLines, type settlements } from './tables.ts'

const settlementColumns = sql`t.id AS id, t.organisation_id AS organisationId, t.kind AS kind, t.month AS month, t.status AS status, t.as_of_on AS asOfOn,
  t.through_seq AS throughSeq, t.lines AS lines, t.total_fen AS totalFen, t.made_by AS madeBy, t.made_at_ms AS madeAtMs,
  t.notice_from_ms AS noticeFromMs, t.notice_until_ms AS noticeUntilMs, t.approved_by AS approvedBy, t.approved_at_ms AS approvedAtMs,
  t.exported_at_ms AS exportedAtMs, t.closed_at_ms AS closedAtMs, t.rejected_reason AS rejectedReason,
  o.name_zh AS organisationZh, o.name_en AS organisationEn, o.division_code AS divisionCode, o.notice_days AS noticeDays`

export type SettlementRow = typeof settlements.$inferSelect & {
  organisationZh: string
  organisationEn: string
  divisionCode: string
  noticeDays: number
}

export type LineRow = typeof settlementLines.$inferSelect
export type LotShareRow = {
  lotId: string
  number: string
  finalFen: number
  closed: number
  enterpriseFen: number
  cooperativeFen: number
  deductedFen: number
  poolFen: number
  remainderFen: number
}

/** A settlement with its organisation; null outside the actor's scope. */
export async function findSettlement(
  county: Database,
  actor: Actor,
  id: string,
  permission: Permission = 'settlement.read',
): Promise<SettlementRow | null> {
  const scope = scopeOf(actor, permission)
  if (!scope) return null
  return county.first(sql`SELECT ${settlementColumns} FROM settlements t JOIN organisations o ON o.id = t.organisation_id
    WHERE t.id = ${id} AND ${within(scope, { organisationId: sql`t.organisation_id`, divisionCode: sql`o.division_code` })}`)
}

/** Settlements the actor may see, the latest first; of one organisation when it is given. At most 100. */
export async function listSettlements(county: Database, actor: Actor, organisationId: string | null = null): Promise<SettlementRow[]> {
  const scope = scopeOf(actor, 'settlement.read')
  if (!scope) return []
  const own: SQL = organisationId === null ? sql`1` : sql`t.organisation_id = ${organisationId}`
  return county.all(sql`SELECT ${settlementColumns} FROM settlements t JOIN organisations o ON o.id = t.organisation_id
    WHERE ${own} AND ${within(scope, { organisationId: sql`t.organisation_id`, divisionCode: sql`o.division_code` })}
    ORDER BY t.made_at_ms DESC LIMIT 100`)
}

/** Lines of a settlement in the order of their ids, after `after`; the caller has found the settlement within its scope. */
export async function listLines(
  county: Database,
  settlementId: string,
  { after = '', limit = 50, status }: { after?: string; limit?: number; status?: LineStatus } = {},
): Promise<LineRow[]> {
  const only = status ? sql`status = ${status}` : sql`1`
  return county.rows(settlementLines, sql`WHERE settlement_id = ${settlementId} AND id > ${after} AND ${only} ORDER BY id LIMIT ${limit}`)
}

/** Every line of a payout file, with what is known of it. */
export async function sentLines(county: Database, fileId: string): Promise<SentLine[]> {
  const rows = await county.all<Omit<SentLine, 'reference'> & { n: number }>(sql`SELECT l.id AS id, p.n AS n, l.amount_fen AS amountFen,
      l.status AS status, l.failure AS failure, l.answered_on AS answeredOn
    FROM settlement_lines l JOIN payout_lines p ON p.line_id = l.id WHERE l.payout_file_id = ${fileId}`)
  return rows.map(({ n, ...line }) => ({ ...line, reference: reference(fileId, n) }))
}

/** Counts and sums of a settlement's lines by party and status. */
export async function lineTotals(
  county: Database,
  settlementId: string,
): Promise<{ party: Party; status: LineStatus; lines: number; amountFen: number }[]> {
  return county.all(sql`SELECT party, status, count(*) AS lines, sum(amount_fen) AS amountFen FROM settlement_lines
    WHERE settlement_id = ${settlementId} GROUP BY party, status ORDER BY party, status`)
}

/** What each lot brought and how it was divided, as of the settlement. */
export async function lotShares(county: Database, settlementId: string): Promise<LotShareRow[]> {
  return county.all(sql`SELECT s.lot_id AS lotId, l.number AS number, s.final_fen AS finalFen, s.closed AS closed, s.enterprise_fen AS enterpriseFen,
      s.cooperative_fen AS cooperativeFen, s.deducted_fen AS deductedFen, s.pool_fen AS poolFen, s.remainder_fen AS remainderFen
    FROM settlement_lots s JOIN lots l ON l.id = s.lot_id WHERE s.settlement_id = ${settlementId} ORDER BY l.number LIMIT 500`)
}

/** The guarantee of each contract, as of the settlement. */
export async function contractSums(county: Database, settlementId: string) {
  return county.all<{
    contractId: string
    title: string
    guarantorZh: string
    guarantorEn: string
    positionFen: number
    paidInFen: number
    repaidFen: number
    usedFen: number
    claimFen: number
    overdueFen: number
  }>(
    sql`SELECT k.contract_id AS contractId, c.title AS title, o.name_zh AS guarantorZh, o.name_en AS guarantorEn, k.position_fen AS positionFen,
      k.paid_in_fen AS paidInFen, k.repaid_fen AS repaidFen, k.used_fen AS usedFen, k.claim_fen AS claimFen, k.overdue_fen AS overdueFen
    FROM settlement_contracts k JOIN contracts c ON c.id = k.contract_id JOIN organisations o ON o.id = k.guarantor_id
    WHERE k.settlement_id = ${settlementId} ORDER BY k.contract_id LIMIT 100`,
  )
}

export async function findPayoutFile(county: Database, settlementId: string) {
  return county.row(payoutFiles, sql`WHERE settlement_id = ${settlementId}`)
}

/** Names of organisations that lines pay. */
export async function partyNames(county: Database, ids: readonly string[]) {
  return county.all<{ id: string; nameZh: string; nameEn: string }>(
    sql`SELECT id, name_zh AS nameZh, name_en AS nameEn FROM organisations WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
}

/** Household lines for the village boards, village by village; at most 5,000. */
export async function boardLines(county: Database, settlementId: string) {
  return county.all<{
    householdId: string
    villageZh: string
    villageEn: string
    shareFen: number
    guaranteeFen: number
    creditFen: number
    amountFen: number
  }>(
    sql`SELECT l.party_id AS householdId, d.name_zh AS villageZh, d.name_en AS villageEn, l.share_fen AS shareFen, l.guarantee_fen AS guaranteeFen,
      l.credit_fen AS creditFen, l.amount_fen AS amountFen
    FROM settlement_lines l JOIN divisions d ON d.code = l.village_code
    WHERE l.settlement_id = ${settlementId} AND l.party = 'household' ORDER BY l.village_code, l.party_id LIMIT 5000`,
  )
}
