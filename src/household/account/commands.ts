import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, type Statement } from '../../platform/database.ts'
import { keepFile } from '../../platform/files.ts'
import { checkPin } from '../card/commands.ts'
import { findHousehold } from '../queries.ts'
import { accountStatements, adultsOf, adultStatement, ownerOfIdNumber } from '../vault/account/queries.ts'
import { identityOf } from '../vault/queries.ts'
import { checkHolder, coolingMs, mayCancel, type Proof } from './account.ts'
import type { Cancellation, NewAccount, NewAdult } from './input.ts'
import { accountsNamed, findChange, waitingChange, type AccountChange } from './queries.ts'
import { accountCancellations, accountChanges } from './tables.ts'

/** The office enters another account for a household that is present. Answers the change's id. */
export async function changeAccount(
  context: Context,
  householdId: string,
  input: NewAccount,
  signature: Blob | null = null,
): Promise<Result<string>> {
  const household = await findHousehold(context.county, householdId)
  const refused = permit(context.actor, 'account.change', { divisionCode: household?.villageCode })
  if (refused) return { ok: false, problem: refused }
  return household ? enterAccount(context, { householdId, organisationId: null }, input, signature) : refuse('not_found')
}

type Where = { householdId: string; organisationId: string | null }

/**
 * Enters another account once the caller has made sure that the actor may. The household proves by its own PIN or by a
 * signed sheet that it is there; the old account stays in force for 72 hours more, and until then the change can be
 * cancelled. The PIN is tried last, so that nothing else costs the household a try.
 */
export async function enterAccount(context: Context, where: Where, input: NewAccount, signature: Blob | null): Promise<Result<string>> {
  const { householdId } = where
  const holder = await checkAccount(context, householdId, input)
  if (!holder.ok) return holder
  const id = newId('acc', context.clock)
  const proved = await prove(context, householdId, id, { pin: input.pin ?? null, signature })
  if (!proved.ok) return proved
  const { bankName, bankAccount, cnaps } = input
  const account = { holder: holder.value, bankName, bankAccount, cnaps }
  // The vault first: an account no change speaks of never counts, a change without its account could not be paid.
  const problem = await context.vault.run(await accountStatements(context, [{ changeId: id, householdId, account }]))
  if (problem) return refuse(problem)
  const { proof, fileId, statements } = proved.value
  const insert = insertChange(context, { ...where, id, reason: input.reason, proof, evidenceFileId: fileId })
  return commit(context, 'county', [...statements, insert], { action: 'account.change', subject: id, detail: { householdId, proof } })
}

async function checkAccount(context: Context, householdId: string, { holder, bankAccount }: NewAccount): Promise<Result<string>> {
  const now = context.clock.now()
  if (await waitingChange(context.county, householdId, now)) return refuse('account_change_pending')
  const named = (await accountsNamed(context, [householdId])).get(householdId)
  if (named?.bankAccount === bankAccount) return refuse('account_same', {}, 'bankAccount')
  const head = await identityOf(context, householdId)
  const others = (await adultsOf(context, [householdId])).get(householdId) ?? []
  return checkHolder(holder, [...(head ? [head] : []), ...others], localDate(now))
}

type Proved = { proof: Proof; fileId: string | null; statements: Statement[] }

async function prove(
  context: Context,
  householdId: string,
  owner: string,
  { pin, signature }: { pin: string | null; signature: Blob | null },
): Promise<Result<Proved>> {
  if (pin !== null) {
    const wrong = await checkPin(context, householdId, pin)
    return wrong ? { ok: false, problem: { ...wrong, field: 'pin' } } : ok({ proof: 'pin', fileId: null, statements: [] })
  }
  if (signature === null) return refuse('household_absent', {}, 'pin')
  const kept = await keepFile(context, signature, 'account_signature', owner)
  if (!kept.ok) return { ok: false, problem: { ...kept.problem, field: 'signature' } }
  return ok({ proof: 'signature', fileId: kept.value.id, statements: [kept.value.statement] })
}

type NewChange = Where & { id: string; reason: string; proof: Proof; evidenceFileId: string | null }

function insertChange(context: Context, change: NewChange): Statement {
  const now = context.clock.now()
  return build
    .insert(accountChanges)
    .values({ ...change, enteredBy: actorKey(context.actor), enteredAtMs: now, effectiveAtMs: now + coolingMs })
}

/**
 * Takes a waiting change back: the household on its card, or the office. A manager of the household's organisation goes
 * through `cancelMemberAccount`.
 */
export async function cancelAccountChange(context: Context, changeId: string, input: Cancellation): Promise<Result<string>> {
  const { actor, county } = context
  const change = await findChange(county, changeId)
  if (actor.kind === 'household') {
    return change?.householdId === actor.householdId ? cancelChange(context, change, input) : refuse('not_found')
  }
  const refused = permit(actor, 'account.cancel', { divisionCode: change?.villageCode })
  if (refused) return { ok: false, problem: refused }
  return change ? cancelChange(context, change, input) : refuse('not_found')
}

/** Takes a change back once the caller has made sure that the actor may. */
export async function cancelChange(context: Context, change: AccountChange, { reason }: Cancellation): Promise<Result<string>> {
  const now = context.clock.now()
  const allowed = mayCancel(change, now)
  if (!allowed.ok) return allowed
  const row = { changeId: change.id, reason, cancelledBy: actorKey(context.actor), atMs: now }
  return commit(context, 'county', [build.insert(accountCancellations).values(row)], { action: 'account.cancel', subject: change.id })
}

/**
 * Enters a person of a household beside its head, so that an account may stand in that person's name. The office does
 * it: whoever enters accounts at the scale cannot also say who belongs to the household. Answers the person's id.
 */
export async function addAdult(context: Context, householdId: string, adult: NewAdult): Promise<Result<string>> {
  const household = await findHousehold(context.county, householdId)
  const refused = permit(context.actor, 'adult.write', { divisionCode: household?.villageCode })
  if (refused) return { ok: false, problem: refused }
  if (!household) return refuse('not_found')
  if (await ownerOfIdNumber(context, adult.idNumber)) return refuse('adult_taken', {}, 'idNumber')
  const id = newId('adu', context.clock)
  const problem = await context.vault.run([await adultStatement(context, id, householdId, adult)])
  if (problem) return refuse(problem, {}, 'idNumber')
  return commit(context, 'county', [], { action: 'adult.add', subject: id, detail: { householdId } })
}
