import { sql } from 'drizzle-orm'
import type { FloorBasis, LinkageMode } from '../../contract/floor.ts'
import { findCardByToken } from '../../household/card/queries.ts'
import { namesOf } from '../../household/vault/queries.ts'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import { findMembers, type Member } from '../../organisation/queries.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import type { Grade } from '../slip.ts'

export type MemberAtScale = { householdId: string; number: number; name: string; villageZh: string; villageEn: string }

/** Who stands at the scale: a member of the organisation on that day, with the name from the vault. */
export async function memberAtScale(
  context: Context,
  organisationId: string,
  householdId: string,
  on: LocalDate,
): Promise<MemberAtScale | null> {
  const row = await context.county.first<Omit<MemberAtScale, 'name'>>(sql`
    SELECT m.household_id AS householdId, m.number AS number, v.name_zh AS villageZh, v.name_en AS villageEn
    FROM members m JOIN households h ON h.id = m.household_id JOIN divisions v ON v.code = h.village_code
    WHERE m.organisation_id = ${organisationId} AND m.household_id = ${householdId} AND m.from_on <= ${on}
      AND coalesce(m.until_on, '9999') >= ${on}`)
  if (!row) return null
  return { ...row, name: (await namesOf(context, [householdId])).get(householdId) ?? '' }
}

/** Members by what the clerk typed or scanned: number, name, initials, last four digits of the phone, or the household's card. */
export async function membersByTerm(context: Context, organisationId: string, term: string): Promise<(MemberAtScale | Member)[]> {
  const card = await findCardByToken(context, term)
  if (!card) return findMembers(context, organisationId, term)
  const row = await context.county.first<{ on: LocalDate }>(sql`
    SELECT from_on AS "on" FROM members WHERE organisation_id = ${organisationId} AND household_id = ${card.householdId} AND until_on IS NULL`)
  const member = row && (await memberAtScale(context, organisationId, card.householdId, row.on))
  return member ? [member] : []
}

export type KindAtScale = {
  contractVersionId: string
  contractTitle: string
  version: number
  productId: string
  productZh: string
  productEn: string
  drawing: string
  grade: Grade
  mode: LinkageMode
  floorBasis: FloorBasis
  householdBp: number
  floorFenPerKg: Fen
}

/** What a household can deliver on a day: each product and grade of the contracts in force that bind it, at most 60. */
export async function kindsAtScale(county: Database, organisationId: string, householdId: string, on: LocalDate): Promise<KindAtScale[]> {
  return county.all<KindAtScale>(sql`
    SELECT v.id AS contractVersionId, c.title AS contractTitle, v.version AS version, p.product_id AS productId, r.name_zh AS productZh,
      r.name_en AS productEn, r.drawing AS drawing, p.grade AS grade, c.linkage_mode AS mode, v.floor_basis AS floorBasis,
      v.household_bp AS householdBp, p.floor_fen_per_kg AS floorFenPerKg
    FROM contracts c JOIN contract_versions v ON v.contract_id = c.id JOIN contract_prices p ON p.contract_version_id = v.id
      JOIN products r ON r.id = p.product_id
    WHERE c.organisation_id = ${organisationId} AND v.signed_at_ms IS NOT NULL AND v.from_on <= ${on} AND v.until_on >= ${on}
      AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= ${on})
      AND NOT EXISTS (SELECT 1 FROM contract_versions n WHERE n.contract_id = v.contract_id AND n.version > v.version
        AND n.signed_at_ms IS NOT NULL AND n.from_on <= ${on})
      AND (EXISTS (SELECT 1 FROM contract_households b WHERE b.contract_version_id = v.id AND b.household_id = ${householdId})
        OR NOT EXISTS (SELECT 1 FROM contract_households b WHERE b.contract_version_id = v.id))
    ORDER BY r.name_zh, CASE p.grade WHEN 'premium' THEN 1 WHEN 'first' THEN 2 WHEN 'second' THEN 3 ELSE 4 END, v.from_on DESC LIMIT 60`)
}
