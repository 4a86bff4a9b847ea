import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Ms } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, type Database } from '../../platform/database.ts'
import { hashOfAccount, householdsNaming, namedAccounts } from '../vault/account/queries.ts'
import { identitiesOf } from '../vault/queries.ts'
import type { BankAccount, Proof } from './account.ts'

export type AccountChange = {
  id: string
  householdId: string
  villageCode: string
  organisationId: string | null
  reason: string
  proof: Proof
  evidenceFileId: string | null
  enteredBy: string
  enteredAtMs: Ms
  effectiveAtMs: Ms
  cancelledBy: string | null
  cancelReason: string | null
  cancelledAtMs: Ms | null
}

const changeColumns = sql`SELECT c.id AS id, c.household_id AS householdId, h.village_code AS villageCode, c.organisation_id AS organisationId,
    c.reason AS reason, c.proof AS proof, c.evidence_file_id AS evidenceFileId, c.entered_by AS enteredBy, c.entered_at_ms AS enteredAtMs,
    c.effective_at_ms AS effectiveAtMs, x.cancelled_by AS cancelledBy, x.reason AS cancelReason, x.at_ms AS cancelledAtMs
  FROM account_changes c JOIN households h ON h.id = c.household_id LEFT JOIN account_cancellations x ON x.change_id = c.id`

export async function findChange(county: Database, id: string): Promise<AccountChange | null> {
  return county.first(sql`${changeColumns} WHERE c.id = ${id}`)
}

/** A household's changes, the latest first, at most 10. The caller has found it within its scope. */
export async function changesOf(county: Database, householdId: string): Promise<AccountChange[]> {
  return county.all(sql`${changeColumns} WHERE c.household_id = ${householdId} ORDER BY c.effective_at_ms DESC LIMIT 10`)
}

/** The change that waits to come into force; null when none does. */
export async function waitingChange(county: Database, householdId: string, now: Ms): Promise<AccountChange | null> {
  return county.first(sql`${changeColumns} WHERE c.household_id = ${householdId} AND c.effective_at_ms > ${now} AND x.change_id IS NULL`)
}

/** Changes within the actor's division that wait or were entered since `sinceMs`, the latest first; at most 200. */
export async function recentChanges(county: Database, actor: Actor, now: Ms, sinceMs: Ms): Promise<AccountChange[]> {
  const scope = scopeOf(actor, 'oversight.read')
  if (!scope) return []
  return county.all(sql`${changeColumns} WHERE c.entered_at_ms >= min(${sinceMs}, ${now} - 259200000)
    AND ${within(scope, { divisionCode: sql`h.village_code` })} ORDER BY c.entered_at_ms DESC LIMIT 200`)
}

/** Households that have a change waiting now, among the given ones. */
export async function householdsWaiting(county: Database, householdIds: readonly string[], now: Ms): Promise<Set<string>> {
  const rows = await county.all<{ id: string }>(sql`SELECT c.household_id AS id FROM account_changes c
    WHERE c.household_id IN (SELECT value FROM ${jsonRows(householdIds)}) AND c.effective_at_ms > ${now}
      AND NOT EXISTS (SELECT 1 FROM account_cancellations x WHERE x.change_id = c.id)`)
  return new Set(rows.map(({ id }) => id))
}

export type HouseholdAccount = BankAccount & { changeId: string | null; phone: string; accountHmac: string }

/**
 * The account of each household that is in force at a moment: the latest change that has cooled off and was not
 * cancelled, or what the register gave at first. A household without any is missing.
 */
export async function accountsInForce(context: Context, householdIds: readonly string[], at: Ms): Promise<Map<string, HouseholdAccount>> {
  return accountsBy(context, householdIds, sql`c.effective_at_ms <= ${at}`)
}

/** The account each household has named last, whether it counts yet or not: what a register's list is compared with. */
export async function accountsNamed(context: Context, householdIds: readonly string[]): Promise<Map<string, HouseholdAccount>> {
  return accountsBy(context, householdIds, sql`1`)
}

async function accountsBy(context: Context, householdIds: readonly string[], counted: SQL): Promise<Map<string, HouseholdAccount>> {
  if (householdIds.length === 0) return new Map()
  const ids = [...new Set(householdIds)]
  const rows = await context.county.all<{ householdId: string; changeId: string }>(sql`
    SELECT h.value AS householdId, (SELECT c.id FROM account_changes c WHERE c.household_id = h.value AND ${counted}
      AND NOT EXISTS (SELECT 1 FROM account_cancellations x WHERE x.change_id = c.id) ORDER BY c.effective_at_ms DESC LIMIT 1) AS changeId
    FROM ${jsonRows(ids)} h WHERE changeId IS NOT NULL`)
  const changeOf = new Map(rows.map(({ householdId, changeId }) => [householdId, changeId]))
  const [identities, named] = await Promise.all([identitiesOf(context, ids), namedAccounts(context, [...changeOf.values()])])
  const found = new Map<string, HouseholdAccount>()
  for (const [id, { name, phone, bankName, bankAccount }] of identities) {
    const changeId = changeOf.get(id) ?? null
    const account = (changeId && named.get(changeId)) || { holder: name, bankName, bankAccount, cnaps: '' }
    if (account.bankAccount === '') continue
    found.set(id, { ...account, changeId, phone, accountHmac: hashOfAccount(context, account.bankAccount) })
  }
  return found
}

/** The account each of these changes replaces, by change: the one before it, or what the register gave at first. */
export async function previousAccounts(context: Context, changes: readonly AccountChange[]): Promise<Map<string, BankAccount>> {
  const rows = await context.county.all<{ id: string; before: string }>(sql`
    SELECT c.id AS id, (SELECT p.id FROM account_changes p WHERE p.household_id = c.household_id AND p.effective_at_ms < c.effective_at_ms
      AND NOT EXISTS (SELECT 1 FROM account_cancellations x WHERE x.change_id = p.id) ORDER BY p.effective_at_ms DESC LIMIT 1) AS before
    FROM account_changes c WHERE c.id IN (SELECT value FROM ${jsonRows(changes.map(({ id }) => id))}) AND before IS NOT NULL`)
  const beforeOf = new Map(rows.map(({ id, before }) => [id, before]))
  const [named, identities] = await Promise.all([
    namedAccounts(context, [...beforeOf.values()]),
    identitiesOf(
      context,
      changes.map(({ householdId }) => householdId),
    ),
  ])
  const found = new Map<string, BankAccount>()
  for (const { id, householdId } of changes) {
    const identity = identities.get(householdId)
    const first = identity?.bankAccount
      ? { holder: identity.name, bankName: identity.bankName, bankAccount: identity.bankAccount, cnaps: '' }
      : null
    const account = named.get(beforeOf.get(id) ?? '') ?? first
    if (account) found.set(id, account)
  }
  return found
}

/**
 * Households that use or are about to use each of the given accounts, by account hash: a lead for the office, because one
 * account for several households is how money was taken before.
 */
export async function sharedWith(context: Context, hashes: readonly string[]): Promise<Map<string, string[]>> {
  const naming = await householdsNaming(context, hashes)
  const ids = naming.map(({ householdId }) => householdId)
  const [now, last] = await Promise.all([accountsInForce(context, ids, context.clock.now()), accountsNamed(context, ids)])
  const uses = ({ householdId, hash }: { householdId: string; hash: string }) =>
    now.get(householdId)?.accountHmac === hash || last.get(householdId)?.accountHmac === hash
  const byHash = Map.groupBy(naming.filter(uses), ({ hash }) => hash)
  return new Map([...byHash].map(([hash, own]) => [hash, [...new Set(own.map(({ householdId }) => householdId))]]))
}
