import { sql, type SQL } from 'drizzle-orm'
import type { Actor, Grant } from '../kernel/actor.ts'
import type { Ms } from '../kernel/time.ts'
import type { Database } from '../platform/database.ts'
import type { Scope } from './permission.ts'
import { divisionPrefix } from '../region/division.ts'
import { users } from './tables.ts'

type SessionRow = {
  userId: string | null
  householdId: string | null
  cardId: string | null
  name: string | null
  role: Grant['role'] | null
  scope: string | null
}

/** Who holds this token now, with the roles in force at this moment; a guest when nobody does. */
export async function findActor(market: Database, tokenSha256: string, now: Ms): Promise<Actor> {
  const rows = await market.all<SessionRow>(sql`
    SELECT s.user_id AS userId, s.household_id AS householdId, s.card_id AS cardId, u.name AS name, g.role AS role, g.scope AS scope
    FROM sessions s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN grants g ON g.user_id = s.user_id
    WHERE s.token_sha256 = ${tokenSha256} AND s.expires_at_ms > ${now} AND u.disabled_at_ms IS NULL`)
  const first = rows[0]
  if (!first) return { kind: 'guest' }
  if (first.householdId) return { kind: 'household', householdId: first.householdId, cardId: first.cardId! }
  const grants = rows.flatMap(({ role, scope }) => (role && scope ? [{ role, scope }] : []))
  return { kind: 'user', userId: first.userId!, name: first.name!, grants }
}

export async function findUserByUsername(market: Database, username: string) {
  return market.row(users, sql`WHERE username = ${username}`)
}

export async function countUsers(market: Database): Promise<number> {
  return (await market.first<{ users: number }>(sql`SELECT count(*) AS users FROM (SELECT 1 FROM users LIMIT 1)`))!.users
}

/** A condition that keeps a query within the actor's scope. Pass the columns that hold the two kinds of scope. */
export function within(scope: Scope, columns: { organisationId?: SQL; divisionCode?: SQL }): SQL {
  if (scope.all) return sql`1`
  const conditions: SQL[] = []
  if (columns.organisationId && scope.organisationIds.length > 0) {
    conditions.push(sql`${columns.organisationId} IN (SELECT value FROM json_each(${JSON.stringify(scope.organisationIds)}))`)
  }
  for (const code of columns.divisionCode ? scope.divisionCodes : []) {
    const prefix = divisionPrefix(code)
    conditions.push(sql`(${columns.divisionCode} >= ${prefix.padEnd(12, '0')} AND ${columns.divisionCode} <= ${prefix.padEnd(12, '9')})`)
  }
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` OR `)})` : sql`0`
}

/** Names by user id, for the ids that exist. */
export async function userNames(market: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await market.rows(users, sql`WHERE id IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type OpenSession = { tokenSha256: string; createdAtMs: Ms; expiresAtMs: Ms }

/** A user's open sessions, newest first. */
export async function sessionsOf(market: Database, userId: string, now: Ms): Promise<OpenSession[]> {
  return market.all(sql`
    SELECT token_sha256 AS tokenSha256, created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs
    FROM sessions WHERE user_id = ${userId} AND expires_at_ms > ${now} ORDER BY created_at_ms DESC LIMIT 50`)
}

export type UserGrant = { userId: string; username: string; name: string; role: Grant['role']; scope: string; disabledAtMs: Ms | null }

/** Who holds a role within the scopes an actor may see, by user name; `after` is the last name of the page before. */
export async function listUsers(market: Database, scope: Scope, { after = '', limit = 50 } = {}): Promise<UserGrant[]> {
  return market.all(sql`
    SELECT u.id AS userId, u.username AS username, u.name AS name, g.role AS role, g.scope AS scope, u.disabled_at_ms AS disabledAtMs
    FROM users u JOIN grants g ON g.user_id = u.id
    WHERE u.username > ${after} AND ${within(scope, { organisationId: sql`g.scope` })}
    ORDER BY u.username LIMIT ${limit}`)
}

/** Names of staff by the keys deeds are recorded under ("user:usr_…"); other keys are missing. */
export async function namesOfActors(market: Database, keys: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(keys.filter((key) => key.startsWith('user:')).map((key) => key.slice('user:'.length)))]
  if (ids.length === 0) return new Map()
  const rows = await market.all<{ id: string; name: string }>(
    sql`SELECT id, name FROM users WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
  return new Map(rows.map(({ id, name }) => [`user:${id}`, name]))
}
