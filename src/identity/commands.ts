import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { dayMs } from '../kernel/time.ts'
import { newId, secretId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, must, type Statement } from '../platform/database.ts'
import { sameDigest, sha256 } from '../platform/digest.ts'
import { hashPassword, verifyPassword } from '../platform/password.ts'
import { forgetTries, limitTries } from '../platform/rate-limit.ts'
import { findDivision } from '../region/queries.ts'
import type { FirstOperator, NewUser, SignIn } from './input.ts'
import { permit } from './permission.ts'
import { countUsers, findUserByUsername } from './queries.ts'
import { grants, sessions, users } from './tables.ts'

/** How long a sign-in of a person lasts. */
export const sessionDays = 14

/** Opens a session after at most eight wrong tries for a name and sixty from an address, so that a whole office fits. Answers its token, which only the caller ever sees; the database keeps its hash. */
export async function signIn(context: Context, { username, password }: SignIn, address: string): Promise<Result<string>> {
  const ofName = `sign-in:${username}`
  const limited =
    (await limitTries(context, [ofName], { tries: 8, minutes: 15 })) ??
    (await limitTries(context, [`sign-in-from:${address}`], { tries: 60, minutes: 15 }))
  if (limited) return { ok: false, problem: limited }
  const user = await findUserByUsername(context.market, username)
  const right = await verifyPassword(password, user?.passwordHash ?? null, context.secrets.passwordPepper)
  if (!right || !user || user.disabledAtMs !== null) return refuse('sign_in_failed')
  await forgetTries(context, ofName)
  return openSession(context, { userId: user.id })
}

/** Opens a session for a user or for a household's card; a card's lasts ten minutes. */
export async function openSession(
  context: Context,
  holder: { userId: string } | { householdId: string; cardId: string },
): Promise<Result<string>> {
  const token = secretId('ses')
  const now = context.clock.now()
  const lastsMs = 'userId' in holder ? sessionDays * dayMs : 10 * 60_000
  const row = {
    tokenSha256: await sha256(token),
    userId: null,
    householdId: null,
    cardId: null,
    createdAtMs: now,
    expiresAtMs: now + lastsMs,
    ...holder,
  }
  const problem = await context.market.run([build.insert(sessions).values(row)])
  return problem ? refuse(problem) : ok(token)
}

export async function signOut(context: Context, token: string): Promise<void> {
  await context.market.run([sql`DELETE FROM sessions WHERE token_sha256 = ${await sha256(token)}`])
}

/** Closes every other session of whoever holds this one, such as a phone that was lost. */
export async function signOutOthers(context: Context, token: string): Promise<void> {
  if (context.actor.kind !== 'user') return
  const own = await sha256(token)
  await context.market.run([sql`DELETE FROM sessions WHERE user_id = ${context.actor.userId} AND token_sha256 <> ${own}`])
}

/** Makes a user with one role; an office or a supervisor needs a division that exists. Managers may only add clerks of their own organisation. */
export async function createUser(context: Context, input: NewUser): Promise<Result<string>> {
  const inOrganisation = input.role === 'manager' || input.role === 'clerk'
  const permission = input.role === 'manager' ? 'manager.appoint' : 'user.create'
  const refused = permit(context.actor, permission, inOrganisation ? { organisationId: input.scope } : {})
  if (refused) return { ok: false, problem: refused }
  const inDivision = input.role === 'office' || input.role === 'supervisor'
  if (inDivision && !(await findDivision(context.county, input.scope))) return refuse('division_unknown', { code: input.scope }, 'scope')
  const id = newId('usr', context.clock)
  return commit(context, 'market', await userStatements(context, id, input), {
    action: 'user.create',
    subject: id,
    detail: { role: input.role, scope: input.scope },
  })
}

/** The first operator of an empty installation, allowed once and only with the set-up token. */
export async function createFirstOperator(context: Context, { setupToken, ...input }: FirstOperator): Promise<Result<string>> {
  if ((await countUsers(context.market)) > 0) return refuse('setup_done')
  const expected = context.secrets.setupToken
  if (!expected || !sameDigest(await sha256(setupToken), await sha256(expected))) return refuse('sign_in_failed', {}, 'setupToken')
  const id = newId('usr', context.clock)
  const statements = await userStatements(context, id, { ...input, role: 'operator', scope: '*' })
  return commit(context, 'market', [must(sql`NOT EXISTS (SELECT 1 FROM users)`, 'setup_done'), ...statements], {
    action: 'user.setup',
    subject: id,
  })
}

async function userStatements(context: Context, id: string, input: NewUser): Promise<Statement[]> {
  const now = context.clock.now()
  const passwordHash = await hashPassword(input.password, context.secrets.passwordPepper)
  return [
    build
      .insert(users)
      .values({ id, username: input.username, phone: null, name: input.name, passwordHash, disabledAtMs: null, createdAtMs: now }),
    build.insert(grants).values({
      userId: id,
      role: input.role,
      scope: input.scope,
      grantedBy: context.actor.kind === 'user' ? context.actor.userId : id,
      grantedAtMs: now,
    }),
  ]
}
