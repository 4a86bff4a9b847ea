import { sql } from 'drizzle-orm'
import { pinyin } from 'pinyin-pro'
import type { Context } from '../../platform/context.ts'
import { jsonRows, type Statement } from '../../platform/database.ts'
import { blindHash, seal, sealingKey, unseal } from '../../platform/seal.ts'
import type { Identity } from '../roster.ts'
import { searchTerm, termsOf } from '../search-term.ts'
import { identities } from './tables.ts'

/** Which of the sealing keys a row was written under. */
export const keyVersion = 1
// Each row carries some fifteen hashes; a bound value may hold 2 MB.
const rowsAStatement = 400

/** Names by household id; an id the vault does not know is missing. Call it only for households the actor may see. */
export async function namesOf(context: Context, householdIds: readonly string[]): Promise<Map<string, string>> {
  const found = await identitiesOf(context, householdIds)
  return new Map([...found].map(([id, { name }]) => [id, name]))
}

/** Everything the vault holds of one household; null when it holds nothing. */
export async function identityOf(context: Context, householdId: string): Promise<Identity | null> {
  return (await identitiesOf(context, [householdId])).get(householdId) ?? null
}

export async function identitiesOf(context: Context, householdIds: readonly string[]): Promise<Map<string, Identity>> {
  if (householdIds.length === 0) return new Map()
  const rows = await context.vault.rows(
    identities,
    sql`WHERE household_id IN (SELECT value FROM json_each(${JSON.stringify(householdIds)}))`,
  )
  const key = await sealingKey(context.secrets.vaultKey)
  const opened = rows.map(async ({ householdId, sealed }) => {
    return [householdId, JSON.parse(await unseal(key, sealed, householdId)) as Identity] as const
  })
  return new Map(await Promise.all(opened))
}

/** At most 500 household ids found by name, surname, pinyin, initials or the last four digits of the phone, over all counties. */
export async function findByTerm(context: Context, typed: string): Promise<string[]> {
  const term = searchTerm(typed)
  if (!term) return []
  const rows = await context.vault.all<{ id: string }>(sql`
    SELECT household_id AS id FROM identity_terms WHERE term_hmac = ${blindHash(context.secrets.vaultHmacKey, term)} LIMIT 500`)
  return rows.map(({ id }) => id)
}

/** Household ids by identity number, for the numbers the vault knows. */
export async function findByIdNumbers(context: Context, idNumbers: readonly string[]): Promise<Map<string, string>> {
  const byHash = new Map(idNumbers.map((number) => [hashOfIdNumber(context, number), number]))
  const rows = await context.vault.all<{ hash: string; id: string }>(sql`
    SELECT id_number_hmac AS hash, household_id AS id FROM identities
    WHERE id_number_hmac IN (SELECT value FROM json_each(${JSON.stringify([...byHash.keys()])}))`)
  return new Map(rows.map(({ hash, id }) => [byHash.get(hash)!, id]))
}

/** Writes or replaces identities and the terms they are found by. A number another household has is `id_number_taken`. */
export async function identityStatements(
  context: Context,
  entries: readonly { householdId: string; identity: Identity }[],
): Promise<Statement[]> {
  const statements: Statement[] = []
  for (let from = 0; from < entries.length; from += rowsAStatement) {
    statements.push(...(await chunkStatements(context, entries.slice(from, from + rowsAStatement))))
  }
  return statements
}

async function chunkStatements(context: Context, entries: readonly { householdId: string; identity: Identity }[]): Promise<Statement[]> {
  const key = await sealingKey(context.secrets.vaultKey)
  const hash = (text: string) => blindHash(context.secrets.vaultHmacKey, text)
  const rows = await Promise.all(
    entries.map(async ({ householdId, identity }) => ({
      id: householdId,
      sealed: await seal(key, JSON.stringify(identity), householdId),
      idNumber: hashOfIdNumber(context, identity.idNumber),
      account: identity.bankAccount && hash(`account:${identity.bankAccount}`),
      terms: termsOf(identity, syllablesOf(identity.name)).map(hash),
    })),
  )
  const source = jsonRows(rows)
  return [
    sql`DELETE FROM identity_terms WHERE household_id IN (SELECT value ->> 'id' FROM ${source})`,
    sql`INSERT INTO identities (household_id, sealed, key_version, id_number_hmac, account_hmac, updated_at_ms)
      SELECT value ->> 'id', value ->> 'sealed', ${keyVersion}, value ->> 'idNumber', nullif(value ->> 'account', ''), ${context.clock.now()} FROM ${source} WHERE true
      ON CONFLICT (household_id) DO UPDATE SET sealed = excluded.sealed, key_version = excluded.key_version,
        id_number_hmac = excluded.id_number_hmac, account_hmac = excluded.account_hmac, updated_at_ms = excluded.updated_at_ms`,
    sql`INSERT INTO identity_terms (term_hmac, household_id)
      SELECT term.value, entry.value ->> 'id' FROM ${source} entry, json_each(entry.value, '$.terms') term`,
  ]
}

/** The keyed hash of an identity number. */
export function hashOfIdNumber(context: Context, idNumber: string): string {
  return blindHash(context.secrets.vaultHmacKey, `id:${idNumber}`)
}

function syllablesOf(name: string): string[] {
  return pinyin(name, { toneType: 'none', type: 'array', mode: 'surname', v: true })
}
