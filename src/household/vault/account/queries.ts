import { sql } from 'drizzle-orm'
import type { Context } from '../../../platform/context.ts'
import { jsonRows, type Statement } from '../../../platform/database.ts'
import { blindHash, seal, sealingKey, unseal } from '../../../platform/seal.ts'
import type { BankAccount } from '../../account/account.ts'
import type { Adult } from '../../account/adult.ts'
import { hashOfIdNumber, keyVersion } from '../queries.ts'
import { householdAccounts, householdAdults, payoutPayees } from './tables.ts'

// A sealed line takes some 400 bytes, a bound value at most 2 MB.
const payeesAChunk = 2000

/** The keyed hash by which an account number is compared without being read. */
export function hashOfAccount(context: Context, bankAccount: string): string {
  return blindHash(context.secrets.vaultHmacKey, `account:${bankAccount}`)
}

/** The people entered beside the heads of these households, by household. */
export async function adultsOf(context: Context, householdIds: readonly string[]): Promise<Map<string, Adult[]>> {
  const rows = await context.vault.rows(
    householdAdults,
    sql`WHERE household_id IN (SELECT value FROM ${jsonRows(householdIds)}) ORDER BY id`,
  )
  const key = await sealingKey(context.secrets.vaultKey)
  const opened = await Promise.all(
    rows.map(async ({ id, householdId, sealed }) => ({ householdId, adult: JSON.parse(await unseal(key, sealed, id)) as Adult })),
  )
  const byHousehold = Map.groupBy(opened, ({ householdId }) => householdId)
  return new Map([...byHousehold].map(([id, own]) => [id, own.map(({ adult }) => adult)]))
}

/** Whose identity number this is already, among heads and adults; null when nobody's. */
export async function ownerOfIdNumber(context: Context, idNumber: string): Promise<string | null> {
  const hash = hashOfIdNumber(context, idNumber)
  const row = await context.vault.first<{ id: string }>(sql`SELECT household_id AS id FROM identities WHERE id_number_hmac = ${hash}
    UNION ALL SELECT household_id FROM household_adults WHERE id_number_hmac = ${hash} LIMIT 1`)
  return row?.id ?? null
}

/** Writes one adult; a number that is somebody's already is `adult_taken`. */
export async function adultStatement(context: Context, id: string, householdId: string, adult: Adult): Promise<Statement> {
  const sealed = await seal(await sealingKey(context.secrets.vaultKey), JSON.stringify(adult), id)
  return sql`INSERT INTO household_adults (id, household_id, sealed, key_version, id_number_hmac, at_ms)
    VALUES (${id}, ${householdId}, ${sealed}, ${keyVersion}, ${hashOfIdNumber(context, adult.idNumber)}, ${context.clock.now()})`
}

/** The accounts that these changes named, by change id. */
export async function namedAccounts(context: Context, changeIds: readonly string[]): Promise<Map<string, BankAccount>> {
  if (changeIds.length === 0) return new Map()
  const rows = await context.vault.rows(householdAccounts, sql`WHERE change_id IN (SELECT value FROM ${jsonRows(changeIds)})`)
  const key = await sealingKey(context.secrets.vaultKey)
  const opened = rows.map(
    async ({ changeId, sealed }) => [changeId, JSON.parse(await unseal(key, sealed, changeId)) as BankAccount] as const,
  )
  return new Map(await Promise.all(opened))
}

/** Writes accounts under the ids of the changes that name them. */
export async function accountStatements(
  context: Context,
  entries: readonly { changeId: string; householdId: string; account: BankAccount }[],
): Promise<Statement[]> {
  if (entries.length === 0) return []
  const key = await sealingKey(context.secrets.vaultKey)
  const rows = await Promise.all(
    entries.map(async ({ changeId, householdId, account }) => ({
      changeId,
      householdId,
      sealed: await seal(key, JSON.stringify(account), changeId),
      hash: hashOfAccount(context, account.bankAccount),
    })),
  )
  const statements: Statement[] = []
  for (let from = 0; from < rows.length; from += payeesAChunk)
    statements.push(sql`INSERT INTO household_accounts (change_id, household_id, sealed, key_version, account_hmac, at_ms)
      SELECT value ->> 'changeId', value ->> 'householdId', value ->> 'sealed', ${keyVersion}, value ->> 'hash', ${context.clock.now()}
      FROM ${jsonRows(rows.slice(from, from + payeesAChunk))}`)
  return statements
}

/** Households that have ever named one of these accounts, by the account's hash. Whether it counts is for the books to say. */
export async function householdsNaming(context: Context, hashes: readonly string[]): Promise<{ hash: string; householdId: string }[]> {
  const list = JSON.stringify([...new Set(hashes)])
  return context.vault.all(sql`SELECT account_hmac AS hash, household_id AS householdId FROM identities
      WHERE account_hmac IN (SELECT value FROM json_each(${list}))
    UNION SELECT account_hmac, household_id FROM household_accounts WHERE account_hmac IN (SELECT value FROM json_each(${list})) LIMIT 2000`)
}

/** Keeps to whom each line of a bank file goes, sealed, under the hash of the file's canonical text; once kept it stays. */
export async function keepPayees(context: Context, fileSha256: string, payees: readonly unknown[]): Promise<Statement[]> {
  const key = await sealingKey(context.secrets.vaultKey)
  const statements: Statement[] = []
  for (let chunk = 0; chunk * payeesAChunk < payees.length; chunk++) {
    const own = payees.slice(chunk * payeesAChunk, (chunk + 1) * payeesAChunk)
    const sealed = await seal(key, JSON.stringify(own), `${fileSha256}:${chunk}`)
    statements.push(sql`INSERT INTO payout_payees (file_sha256, chunk, sealed, key_version)
      VALUES (${fileSha256}, ${chunk}, ${sealed}, ${keyVersion}) ON CONFLICT DO NOTHING`)
  }
  return statements
}

/** What `keepPayees` kept, in the same order. */
export async function keptPayees<Payee>(context: Context, fileSha256: string): Promise<Payee[]> {
  const rows = await context.vault.rows(payoutPayees, sql`WHERE file_sha256 = ${fileSha256} ORDER BY chunk`)
  const key = await sealingKey(context.secrets.vaultKey)
  const chunks = rows.map(async ({ chunk, sealed }) => JSON.parse(await unseal(key, sealed, `${fileSha256}:${chunk}`)) as Payee[])
  return (await Promise.all(chunks)).flat()
}
