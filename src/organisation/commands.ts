import { sql } from 'drizzle-orm'
import { makeCard, type IssuedCard } from '../household/card/commands.ts'
import { findHousehold } from '../household/queries.ts'
import { permit } from '../identity/permission.ts'
import { refuse, type Result } from '../kernel/result.ts'
import { localDate } from '../kernel/time.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, must } from '../platform/database.ts'
import { findDivision } from '../region/queries.ts'
import type { Departure, NewMember, NewOrganisation } from './input.ts'
import { findOrganisation, isMemberOn } from './queries.ts'
import { organisations } from './tables.ts'

export async function createOrganisation(context: Context, input: NewOrganisation): Promise<Result<string>> {
  const refused = permit(context.actor, 'organisation.create', { divisionCode: input.divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!(await findDivision(context.county, input.divisionCode)))
    return refuse('division_unknown', { code: input.divisionCode }, 'divisionCode')
  const id = newId('org', context.clock)
  const row = { ...input, id, createdAtMs: context.clock.now() }
  return commit(context, 'county', [build.insert(organisations).values(row)], {
    action: 'organisation.create',
    subject: id,
    detail: { kind: input.kind },
  })
}

/** Makes a household a member from a day on. Answers the household's id. */
export async function joinMember(
  context: Context,
  organisationId: string,
  { householdId, number, fromOn }: NewMember,
): Promise<Result<string>> {
  const organisation = await findOrganisation(context.county, organisationId)
  const refused = permit(context.actor, 'member.write', { organisationId, divisionCode: organisation?.divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!organisation || !(await findHousehold(context.county, householdId))) return refuse('not_found', {}, 'householdId')
  const next = sql`(SELECT coalesce(max(number), 0) + 1 FROM members WHERE organisation_id = ${organisationId})`
  const insert = sql`INSERT INTO members (organisation_id, household_id, number, from_on)
    SELECT ${organisationId}, ${householdId}, ${number ?? next}, ${fromOn}`
  return commit(context, 'county', [insert], { action: 'member.join', subject: householdId, detail: { organisationId, fromOn } })
}

/** Ends a membership with its last day. It stops new slips only: what is due stays due. */
export async function endMembership(
  context: Context,
  organisationId: string,
  { householdId, untilOn }: Departure,
): Promise<Result<string>> {
  const refused = permit(context.actor, 'member.write', { organisationId })
  if (refused) return { ok: false, problem: refused }
  const open = sql`organisation_id = ${organisationId} AND household_id = ${householdId} AND until_on IS NULL AND from_on <= ${untilOn}`
  const statements = [
    must(sql`EXISTS (SELECT 1 FROM members WHERE ${open})`, 'not_a_member_now'),
    sql`UPDATE members SET until_on = ${untilOn} WHERE ${open}`,
  ]
  return commit(context, 'county', statements, { action: 'member.leave', subject: householdId, detail: { organisationId, untilOn } })
}

/** A manager makes the card of a member household, as the office does for any of its division. */
export async function issueMemberCard(context: Context, organisationId: string, householdId: string): Promise<Result<IssuedCard>> {
  const refused = permit(context.actor, 'card.issue', { organisationId })
  if (refused) return { ok: false, problem: refused }
  const today = localDate(context.clock.now())
  if (!(await isMemberOn(context.county, organisationId, householdId, today))) return refuse('not_found')
  return makeCard(context, householdId)
}
