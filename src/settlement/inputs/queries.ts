import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate, Ms } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import { standingLines } from '../status.ts'
import type { AdvanceTerms, InputBalance } from './advance.ts'

/**
 * What households took on credit and did not give back, by household and contract: rows (householdId, contractId, capBp,
 * advancedFen). `capBp` is the least cap among the versions the inputs were taken under. What earlier lines deducted is
 * not taken off: that is in `settlement_credits`.
 */
export function outstandingInputs(organisationId: string): SQL {
  return sql`SELECT a.household_id AS householdId, v.contract_id AS contractId, min(v.input_cap_bp) AS capBp, sum(a.amount_fen) AS advancedFen
    FROM input_advances a JOIN contract_versions v ON v.id = a.contract_version_id
    WHERE a.organisation_id = ${organisationId} AND NOT EXISTS (SELECT 1 FROM input_reversals r WHERE r.advance_id = a.id)
    GROUP BY a.household_id, v.contract_id`
}

/** A contract under which a household may take inputs on credit on a day. */
export type InputContract = { contractVersionId: string; title: string; version: number; inputCapBp: number }

const inForce = (on: LocalDate) => sql`v.signed_at_ms IS NOT NULL AND v.from_on <= ${on} AND v.until_on >= ${on}
  AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= ${on})
  AND NOT EXISTS (SELECT 1 FROM contract_versions n WHERE n.contract_id = v.contract_id AND n.version > v.version
    AND n.signed_at_ms IS NOT NULL AND n.from_on <= ${on})`

const binds = (
  householdId: string,
) => sql`(EXISTS (SELECT 1 FROM contract_households b WHERE b.contract_version_id = v.id AND b.household_id = ${householdId})
  OR NOT EXISTS (SELECT 1 FROM contract_households b WHERE b.contract_version_id = v.id))`

/** What is known of a hand-out before it is made; null when the organisation has no such contract version. */
export async function advanceTerms(
  county: Database,
  asked: { organisationId: string; householdId: string; contractVersionId: string; on: LocalDate },
): Promise<AdvanceTerms | null> {
  const { organisationId, householdId, contractVersionId, on } = asked
  const row = await county.first<{ isMember: number; inForce: number; isBound: number; inputCapBp: number }>(sql`
    SELECT v.input_cap_bp AS inputCapBp, ${inForce(on)} AS inForce, ${binds(householdId)} AS isBound,
      EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = c.organisation_id AND m.household_id = ${householdId}
        AND m.from_on <= ${on} AND coalesce(m.until_on, '9999') >= ${on}) AS isMember
    FROM contract_versions v JOIN contracts c ON c.id = v.contract_id WHERE v.id = ${contractVersionId} AND c.organisation_id = ${organisationId}`)
  return row && { ...row, isMember: row.isMember === 1, inForce: row.inForce === 1, isBound: row.isBound === 1 }
}

/** Contracts under which a household may take inputs on credit on a day, at most 20. */
export async function inputContracts(
  county: Database,
  organisationId: string,
  householdId: string,
  on: LocalDate,
): Promise<InputContract[]> {
  return county.all(sql`SELECT v.id AS contractVersionId, c.title AS title, v.version AS version, v.input_cap_bp AS inputCapBp
    FROM contracts c JOIN contract_versions v ON v.contract_id = c.id
    WHERE c.organisation_id = ${organisationId} AND v.input_cap_bp > 0 AND ${inForce(on)} AND ${binds(householdId)} ORDER BY v.from_on DESC LIMIT 20`)
}

export type InputRow = {
  id: string
  organisationId: string
  organisationZh: string
  organisationEn: string
  householdId: string
  memberNumber: number | null
  contractId: string
  contractVersionId: string
  contractTitle: string
  item: string
  count: number
  unit: string
  amountFen: Fen
  handedOn: LocalDate
  evidenceFileId: string | null
  confirmedBy: 'pin' | 'signature'
  recordedBy: string
  atMs: Ms
  reversedAtMs: Ms | null
  reversedBy: string | null
  reversalReason: string | null
}

const inputColumns = sql`SELECT a.id AS id, a.organisation_id AS organisationId, o.name_zh AS organisationZh, o.name_en AS organisationEn,
    a.household_id AS householdId, (SELECT max(m.number) FROM members m WHERE m.organisation_id = a.organisation_id AND m.household_id = a.household_id) AS memberNumber,
    v.contract_id AS contractId, a.contract_version_id AS contractVersionId, c.title AS contractTitle, a.item AS item, a.count AS count, a.unit AS unit,
    a.amount_fen AS amountFen, a.handed_on AS handedOn, a.evidence_file_id AS evidenceFileId, a.confirmed_by AS confirmedBy, a.recorded_by AS recordedBy,
    a.at_ms AS atMs, r.at_ms AS reversedAtMs, r.reversed_by AS reversedBy, r.reason AS reversalReason
  FROM input_advances a JOIN households h ON h.id = a.household_id JOIN organisations o ON o.id = a.organisation_id
    JOIN contract_versions v ON v.id = a.contract_version_id JOIN contracts c ON c.id = v.contract_id
    LEFT JOIN input_reversals r ON r.advance_id = a.id`

function readable(actor: Actor): SQL {
  const scope = scopeOf(actor, 'input.read')
  return scope ? within(scope, { organisationId: sql`a.organisation_id`, divisionCode: sql`h.village_code` }) : sql`0`
}

/** One hand-out, if the actor may see it: by organisation, or by the village of the household. */
export async function findInput(county: Database, actor: Actor, id: string): Promise<InputRow | null> {
  return county.first(sql`${inputColumns} WHERE a.id = ${id} AND ${readable(actor)}`)
}

export type InputFilter = { organisationId?: string; householdId?: string; before?: string }

/** How many hand-outs a page of the list holds. */
export const inputsAPage = 50

/** Hand-outs the actor may see, the latest recorded first, 50 at a time; `before` is the last id of the page before. */
export async function listInputs(
  county: Database,
  actor: Actor,
  { organisationId, householdId, before }: InputFilter,
): Promise<InputRow[]> {
  return county.all(sql`${inputColumns} WHERE ${readable(actor)} AND ${organisationId ? sql`a.organisation_id = ${organisationId}` : sql`1`}
    AND ${householdId ? sql`a.household_id = ${householdId}` : sql`1`} AND a.id < ${before ?? '~'} ORDER BY a.id DESC LIMIT ${inputsAPage}`)
}

/** Everything a household took on credit, from any organisation, the latest first, at most 50; the caller is the household or has found it within its scope. */
export async function inputsOfHousehold(county: Database, householdId: string): Promise<InputRow[]> {
  return county.all(sql`${inputColumns} WHERE a.household_id = ${householdId} ORDER BY a.handed_on DESC, a.id DESC LIMIT 50`)
}

export type InputBalanceRow = InputBalance & {
  organisationId: string
  organisationZh: string
  organisationEn: string
  householdId: string
  memberNumber: number | null
  contractId: string
  contractTitle: string
  capBp: number
}

// Deducted: by lines that stand, in settlements that members can see.
const deductedFen = sql`coalesce((SELECT sum(k.credit_fen) FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id AND t.status <> 'draft'
    JOIN settlement_credits k ON k.line_id = l.id AND k.contract_id = v.contract_id
  WHERE l.party_id = a.household_id AND l.status IN (SELECT value FROM json_each(${JSON.stringify(standingLines)}))), 0)`

/** What households took, what was deducted and what is open, by household and contract, the largest open first; at most 200. */
export async function inputBalances(
  county: Database,
  { organisationId, householdId }: { organisationId?: string; householdId?: string },
): Promise<InputBalanceRow[]> {
  return county.all(sql`SELECT *, takenFen - deductedFen AS openFen FROM (
    SELECT a.organisation_id AS organisationId, o.name_zh AS organisationZh, o.name_en AS organisationEn, a.household_id AS householdId,
      (SELECT max(m.number) FROM members m WHERE m.organisation_id = a.organisation_id AND m.household_id = a.household_id) AS memberNumber,
      v.contract_id AS contractId, c.title AS contractTitle, min(v.input_cap_bp) AS capBp, sum(a.amount_fen) AS takenFen, ${deductedFen} AS deductedFen
    FROM input_advances a JOIN contract_versions v ON v.id = a.contract_version_id JOIN contracts c ON c.id = v.contract_id
      JOIN organisations o ON o.id = a.organisation_id
    WHERE ${organisationId ? sql`a.organisation_id = ${organisationId}` : sql`1`} AND ${householdId ? sql`a.household_id = ${householdId}` : sql`1`}
      AND NOT EXISTS (SELECT 1 FROM input_reversals r WHERE r.advance_id = a.id)
    GROUP BY a.household_id, v.contract_id) ORDER BY openFen DESC, householdId LIMIT 200`)
}

/** What a household took and what lines that stand deducted under one contract, drafts included: what a reversal is judged by. */
export async function standingBalance(
  county: Database,
  { householdId, contractId }: { householdId: string; contractId: string },
): Promise<{ takenFen: Fen; deductedFen: Fen }> {
  const row = await county.first<{ takenFen: Fen; deductedFen: Fen }>(sql`SELECT
    (SELECT coalesce(sum(a.amount_fen), 0) FROM input_advances a JOIN contract_versions v ON v.id = a.contract_version_id
      WHERE a.household_id = ${householdId} AND v.contract_id = ${contractId} AND NOT EXISTS (SELECT 1 FROM input_reversals r WHERE r.advance_id = a.id)) AS takenFen,
    (SELECT coalesce(sum(k.credit_fen), 0) FROM settlement_lines l JOIN settlement_credits k ON k.line_id = l.id AND k.contract_id = ${contractId}
      WHERE l.party_id = ${householdId} AND l.status IN (SELECT value FROM json_each(${JSON.stringify(standingLines)}))) AS deductedFen`)
  return row!
}
