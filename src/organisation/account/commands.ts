import { sql } from 'drizzle-orm'
import { cancelChange, enterAccount } from '../../household/account/commands.ts'
import type { Cancellation, NewAccount } from '../../household/account/input.ts'
import { findChange } from '../../household/account/queries.ts'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import { findOrganisation, isMemberOn } from '../queries.ts'
import { checkOrganisationHolder } from './holder.ts'
import type { AccountDecision, NewOrganisationAccount } from './input.ts'
import { findOrganisationAccount } from './queries.ts'
import { organisationAccountDecisions, organisationAccounts } from './tables.ts'

/** Enters the account an organisation is to be paid on; it counts once a second person has confirmed it. Answers its id. */
export async function enterOrganisationAccount(
  context: Context,
  organisationId: string,
  input: NewOrganisationAccount,
): Promise<Result<string>> {
  const organisation = await findOrganisation(context.county, organisationId)
  const refused = permit(context.actor, 'organisation_account.write', organisation ? { organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  const holder = checkOrganisationHolder(input.holder, organisation)
  if (!holder.ok) return holder
  const id = newId('oac', context.clock)
  const version = sql<number>`(SELECT coalesce(max(version), 0) + 1 FROM organisation_accounts WHERE organisation_id = ${organisationId})`
  const row = { ...input, id, organisationId, version, enteredBy: actorKey(context.actor), enteredAtMs: context.clock.now() }
  return commit(context, 'county', [build.insert(organisationAccounts).values(row)], {
    action: 'organisation_account.enter',
    subject: id,
    detail: { organisationId },
  })
}

/** Confirms or refuses an organisation's account: another manager of it, or the office. Answers the account's id. */
export async function decideOrganisationAccount(context: Context, id: string, { decision }: AccountDecision): Promise<Result<string>> {
  const account = await findOrganisationAccount(context.county, id)
  const refused = permit(
    context.actor,
    'organisation_account.confirm',
    account ? { organisationId: account.organisationId, divisionCode: account.divisionCode } : {},
  )
  if (refused) return { ok: false, problem: refused }
  if (!account) return refuse('not_found')
  if (account.decision !== null) return refuse('account_decided')
  if (decision === 'confirmed' && account.enteredBy === actorKey(context.actor)) return refuse('account_confirmed_by_maker')
  const row = { accountId: id, decision, decidedBy: actorKey(context.actor), atMs: context.clock.now() }
  return commit(context, 'county', [build.insert(organisationAccountDecisions).values(row)], {
    action: `organisation_account.${decision}`,
    subject: id,
  })
}

/** A clerk or manager enters another account for a member household that is present. Answers the change's id. */
export async function changeMemberAccount(
  context: Context,
  organisationId: string,
  householdId: string,
  input: NewAccount,
  signature: Blob | null = null,
): Promise<Result<string>> {
  const refused = permit(context.actor, 'account.change', { organisationId })
  if (refused) return { ok: false, problem: refused }
  if (!(await isMemberOn(context.county, organisationId, householdId, localDate(context.clock.now())))) return refuse('not_found')
  return enterAccount(context, { householdId, organisationId }, input, signature)
}

/** A manager takes back a waiting change of a member household. */
export async function cancelMemberAccount(
  context: Context,
  organisationId: string,
  changeId: string,
  input: Cancellation,
): Promise<Result<string>> {
  const refused = permit(context.actor, 'account.cancel', { organisationId })
  if (refused) return { ok: false, problem: refused }
  const change = await findChange(context.county, changeId)
  const today = localDate(context.clock.now())
  if (!change || !(await isMemberOn(context.county, organisationId, change.householdId, today))) return refuse('not_found')
  return cancelChange(context, change, input)
}
