import { sql } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Ms } from '../../kernel/time.ts'
import { jsonRows, type Database } from '../../platform/database.ts'

export type OrganisationAccount = {
  id: string
  organisationId: string
  organisationZh: string
  organisationEn: string
  divisionCode: string
  version: number
  holder: string
  bankName: string
  bankAccount: string
  cnaps: string
  reason: string
  enteredBy: string
  enteredAtMs: Ms
  decision: 'confirmed' | 'refused' | null
  decidedBy: string | null
  decidedAtMs: Ms | null
}

const source = sql`SELECT a.id AS id, a.organisation_id AS organisationId, o.name_zh AS organisationZh, o.name_en AS organisationEn,
    o.division_code AS divisionCode, a.version AS version, a.holder AS holder, a.bank_name AS bankName, a.bank_account AS bankAccount,
    a.cnaps AS cnaps, a.reason AS reason, a.entered_by AS enteredBy, a.entered_at_ms AS enteredAtMs, d.decision AS decision,
    d.decided_by AS decidedBy, d.at_ms AS decidedAtMs
  FROM organisation_accounts a JOIN organisations o ON o.id = a.organisation_id LEFT JOIN organisation_account_decisions d ON d.account_id = a.id`

export async function findOrganisationAccount(county: Database, id: string): Promise<OrganisationAccount | null> {
  return county.first(sql`${source} WHERE a.id = ${id}`)
}

/** Every version an organisation ever entered, the latest first, at most 20. The caller has found it within its scope. */
export async function accountVersions(county: Database, organisationId: string): Promise<OrganisationAccount[]> {
  return county.all(sql`${source} WHERE a.organisation_id = ${organisationId} ORDER BY a.version DESC LIMIT 20`)
}

/** Versions nobody has decided yet, of organisations within the actor's reach; at most 100. */
export async function undecidedAccounts(county: Database, actor: Actor): Promise<OrganisationAccount[]> {
  const scope = scopeOf(actor, 'organisation_account.confirm') ?? scopeOf(actor, 'oversight.read')
  if (!scope) return []
  return county.all(sql`${source} WHERE d.account_id IS NULL
    AND ${within(scope, { organisationId: sql`a.organisation_id`, divisionCode: sql`o.division_code` })} ORDER BY a.entered_at_ms LIMIT 100`)
}

/** The account in force of each organisation: its latest confirmed version. One without is missing. */
export async function organisationAccountsInForce(
  county: Database,
  organisationIds: readonly string[],
): Promise<Map<string, OrganisationAccount>> {
  const rows = await county.all<OrganisationAccount>(sql`${source}
    WHERE a.organisation_id IN (SELECT value FROM ${jsonRows([...new Set(organisationIds)])}) AND d.decision = 'confirmed'
      AND NOT EXISTS (SELECT 1 FROM organisation_accounts b JOIN organisation_account_decisions e ON e.account_id = b.id
        WHERE b.organisation_id = a.organisation_id AND b.version > a.version AND e.decision = 'confirmed')`)
  return new Map(rows.map((row) => [row.organisationId, row]))
}
