import { sql, type InferSelectModel } from 'drizzle-orm'
import { findCardByToken } from '../household/card/queries.ts'
import { findByTerm, identitiesOf } from '../household/vault/queries.ts'
import { within } from '../identity/queries.ts'
import type { Scope } from '../identity/permission.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { Context } from '../platform/context.ts'
import { jsonRows, type Database } from '../platform/database.ts'
import { divisionPrefix } from '../region/division.ts'
import { organisations } from './tables.ts'

export type Organisation = InferSelectModel<typeof organisations>

export async function findOrganisation(county: Database, id: string): Promise<Organisation | null> {
  return county.row(organisations, sql`WHERE id = ${id}`)
}

/** An organisation within the actor's reach. */
export async function findReadableOrganisation(county: Database, scope: Scope, id: string): Promise<Organisation | null> {
  return county.row(
    organisations,
    sql`WHERE id = ${id} AND ${within(scope, { organisationId: sql`id`, divisionCode: sql`division_code` })}`,
  )
}

/** Names by id, for the ids that exist. */
export async function organisationNames(
  county: Database,
  ids: readonly string[],
): Promise<Map<string, { nameZh: string; nameEn: string }>> {
  const rows = await county.rows(organisations, sql`WHERE id IN (SELECT value FROM ${jsonRows([...new Set(ids)])})`)
  return new Map(rows.map(({ id, nameZh, nameEn }) => [id, { nameZh, nameEn }]))
}

/** Organisations within the actor's reach, 50 at a time by id. */
export async function listOrganisations(county: Database, scope: Scope, after = ''): Promise<Organisation[]> {
  const reach = within(scope, { organisationId: sql`id`, divisionCode: sql`division_code` })
  return county.rows(organisations, sql`WHERE id > ${after} AND ${reach} ORDER BY id LIMIT 50`)
}

/** Whether the household was a member on that day; the last day counts. */
export async function isMemberOn(county: Database, organisationId: string, householdId: string, on: LocalDate): Promise<boolean> {
  const row = await county.first(sql`
    SELECT 1 FROM members WHERE organisation_id = ${organisationId} AND household_id = ${householdId}
      AND from_on <= ${on} AND coalesce(until_on, '9999') >= ${on}`)
  return row !== null
}

type MemberRow = {
  householdId: string
  number: number
  villageCode: string
  villageZh: string
  villageEn: string
  fromOn: LocalDate
  untilOn: LocalDate | null
}

/** What a clerk sees of a member: the name and the last four digits of the phone, nothing more of the identity. */
export type Member = MemberRow & { name: string; phoneLast4: string }

/** Members by number, 50 at a time; `afterNumber` is the last number of the page before. Past members are among them. */
export async function listMembers(context: Context, organisationId: string, afterNumber = 0): Promise<Member[]> {
  const rows = await context.county.all<MemberRow>(
    sql`${memberColumns} WHERE m.organisation_id = ${organisationId} AND m.number > ${afterNumber} ORDER BY m.number LIMIT 50`,
  )
  return withNames(context, rows)
}

/** Present members, at most 20, found by number, name, surname, pinyin, initials, last four digits of the phone, or a scanned card. */
export async function findMembers(context: Context, organisationId: string, term: string): Promise<Member[]> {
  const card = await findCardByToken(context, term)
  const ids = card ? [card.householdId] : await findByTerm(context, term)
  const number = /^\d{1,7}$/.test(term.trim()) ? Number(term) : -1
  const rows = await context.county.all<MemberRow>(sql`${memberColumns}
    WHERE m.organisation_id = ${organisationId} AND m.until_on IS NULL
      AND (m.number = ${number} OR m.household_id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))
    ORDER BY m.number LIMIT 20`)
  return withNames(context, rows)
}

/** The latest membership of a household; null when it never was a member. */
export async function findMember(context: Context, organisationId: string, householdId: string): Promise<Member | null> {
  const rows = await context.county.all<MemberRow>(sql`${memberColumns}
    WHERE m.organisation_id = ${organisationId} AND m.household_id = ${householdId} ORDER BY m.from_on DESC LIMIT 1`)
  return (await withNames(context, rows))[0] ?? null
}

/** Household ids by member number, for the numbers that exist. */
export async function householdsByNumber(
  county: Database,
  organisationId: string,
  numbers: readonly number[],
): Promise<Map<number, string>> {
  const rows = await county.all<{ number: number; id: string }>(sql`
    SELECT number, household_id AS id FROM members
    WHERE organisation_id = ${organisationId} AND number IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
  return new Map(rows.map(({ number, id }) => [number, id]))
}

/** Organisations of a county that may be party to a contract, by name, at most 200. Their names are public. */
export async function organisationsOfCounty(county: Database, countyCode: string): Promise<Organisation[]> {
  const prefix = divisionPrefix(countyCode)
  return county.rows(
    organisations,
    sql`WHERE division_code BETWEEN ${prefix.padEnd(12, '0')} AND ${prefix.padEnd(12, '9')} ORDER BY name_zh LIMIT 200`,
  )
}

const memberColumns = sql`SELECT m.household_id AS householdId, m.number AS number, h.village_code AS villageCode,
    d.name_zh AS villageZh, d.name_en AS villageEn, m.from_on AS fromOn, m.until_on AS untilOn
  FROM members m JOIN households h ON h.id = m.household_id JOIN divisions d ON d.code = h.village_code`

async function withNames(context: Context, rows: MemberRow[]): Promise<Member[]> {
  const known = await identitiesOf(
    context,
    rows.map(({ householdId }) => householdId),
  )
  return rows.map((row) => {
    const { name = '', phone = '' } = known.get(row.householdId) ?? {}
    return { ...row, name, phoneLast4: phone.slice(-4) }
  })
}
