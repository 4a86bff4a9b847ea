import { sql, type SQL } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, jsonRows, must, type Statement } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { seal, sealingKey } from '../../platform/seal.ts'
import { findDivision } from '../../region/queries.ts'
import type { RosterLine } from '../roster.ts'
import type { RosterDiff } from '../roster-diff.ts'
import { registryImports } from '../tables.ts'
import { findByIdNumbers, identitiesOf, identityStatements } from '../vault/queries.ts'
import { registerAccounts } from '../account/register/queries.ts'
import { diffFile, previewOf } from './queries.ts'

const maxBytes = 5 * 1024 * 1024
// A bound value holds at most 2 MB.
const rowsAStatement = 1000

/** Reads an office's file and shows what it would change. The file waits, sealed, until it is applied. Answers the import's id. */
export async function previewImport(context: Context, divisionCode: string, bytes: ArrayBuffer): Promise<Result<string>> {
  const refused = permit(context.actor, 'household.import', { divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!(await findDivision(context.county, divisionCode))) return refuse('division_unknown', { code: divisionCode }, 'divisionCode')
  if (bytes.byteLength > maxBytes) return refuse('file_too_large', { megabytes: 5 }, 'file')
  const text = decode(bytes)
  if (text === null) return refuse('roster_unreadable', {}, 'file')
  const diff = await diffFile(context, divisionCode, text)
  if (!diff.ok) return diff
  const id = newId('imp', context.clock)
  await context.files.put(`imports/${id}`, await seal(await sealingKey(context.secrets.vaultKey), text, id))
  const row = {
    id,
    divisionCode,
    fileSha256: await sha256(bytes),
    ...countsOf(diff.value),
    madeBy: actorKey(context.actor),
    madeAtMs: context.clock.now(),
    appliedAtMs: null,
  }
  return commit(context, 'county', [build.insert(registryImports).values(row)], {
    action: 'import.preview',
    subject: id,
    detail: { divisionCode, ...countsOf(diff.value) },
  })
}

/**
 * Applies a previewed file, if it would still change what the preview said. The vault is written first, so that a
 * household never stands without its identity; an identity left over by a fault is taken up by the next try.
 */
export async function applyImport(context: Context, importId: string): Promise<Result<string>> {
  const row = await context.county.row(registryImports, sql`WHERE id = ${importId}`)
  const refused = permit(context.actor, 'household.import', { divisionCode: row?.divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!row) return refuse('not_found')
  const diff = row.appliedAtMs === null ? await previewOf(context, row) : null
  if (!diff) return refuse('import_applied')
  const counts = countsOf(diff)
  if (Object.entries(counts).some(([name, count]) => row[name as keyof typeof counts] !== count)) return refuse('import_stale')
  const added = await withIds(context, diff)
  const accounts = await accountsListed(context, importId, diff)
  const toVault = [...(await vaultStatements(context, diff, added)), ...accounts.vault]
  const problem = toVault.length > 0 ? await context.vault.run(toVault) : null
  if (problem) return refuse(problem)
  const statements = [...countyStatements(context, importId, diff, added), ...accounts.county]
  const applied = await commit(context, 'county', statements, {
    action: 'import.apply',
    subject: importId,
    detail: { divisionCode: row.divisionCode, ...counts },
  })
  if (applied.ok) await context.files.delete(`imports/${importId}`)
  return applied
}

type Added = RosterLine & { householdId: string }

async function withIds(context: Context, { added }: RosterDiff): Promise<Added[]> {
  const known = await findByIdNumbers(
    context,
    added.map(({ identity }) => identity.idNumber),
  )
  return added.map((line) => Object.assign(line, { householdId: known.get(line.identity.idNumber) ?? newId('hh', context.clock) }))
}

// The account that stands in an identity is the first one ever given: every later one is a change that cools off.
async function vaultStatements(context: Context, { changed }: RosterDiff, added: readonly Added[]): Promise<Statement[]> {
  const touched = changed.filter(({ fields }) => fields.includes('name') || fields.includes('phone'))
  const known = await identitiesOf(
    context,
    touched.map(({ householdId }) => householdId),
  )
  const entries = touched.map(({ householdId, listed }) => {
    const { bankName, bankAccount } = known.get(householdId)!
    return { householdId, identity: { ...listed.identity, bankName, bankAccount } }
  })
  return identityStatements(context, [...added, ...entries])
}

/** Accounts the list gives otherwise than we know them. A household with a change waiting keeps that one; the next import asks again. */
async function accountsListed(context: Context, importId: string, { changed }: RosterDiff) {
  const other = changed.filter(
    ({ fields, listed }) => (fields.includes('bankAccount') || fields.includes('bankName')) && listed.identity.bankAccount !== '',
  )
  return registerAccounts(
    context,
    other.map(({ householdId, listed: { identity } }) => ({ householdId, holder: identity.name, ...identity })),
    importId,
  )
}

// Only figures and codes go to the county's tables: the identity of a line stays behind.
function countyStatements(context: Context, importId: string, diff: RosterDiff, added: readonly Added[]): Statement[] {
  const now = context.clock.now()
  const moved = diff.changed.filter(({ fields }) =>
    fields.some((field) => field === 'villageCode' || field === 'people' || field === 'workers'),
  )
  return [
    must(sql`EXISTS (SELECT 1 FROM registry_imports WHERE id = ${importId} AND applied_at_ms IS NULL)`, 'import_applied'),
    ...inChunks(
      added.map((line) => householdRow(line.householdId, line)),
      (rows) => sql`INSERT INTO households (id, village_code, people, workers, created_at_ms, updated_at_ms)
        SELECT value ->> 'id', value ->> 'villageCode', value ->> 'people', value ->> 'workers', ${now}, ${now} FROM ${rows}`,
    ),
    ...inChunks(
      moved.map(({ householdId, listed }) => householdRow(householdId, listed)),
      (rows) => sql`UPDATE households SET village_code = r.value ->> 'villageCode', people = r.value ->> 'people',
        workers = r.value ->> 'workers', updated_at_ms = ${now} FROM ${rows} r WHERE households.id = r.value ->> 'id'`,
    ),
    ...inChunks(
      statusRows(diff, added),
      (rows) => sql`INSERT INTO registry_statuses (household_id, from_on, status, reason, recorded_by, recorded_at_ms)
        SELECT value ->> 'id', value ->> 'fromOn', value ->> 'status', ${`import:${importId}`}, ${actorKey(context.actor)}, ${now} FROM ${rows}`,
    ),
    sql`UPDATE registry_imports SET applied_at_ms = ${now} WHERE id = ${importId}`,
  ]
}

function householdRow(id: string, { villageCode, people, workers }: RosterLine) {
  return { id, villageCode, people, workers }
}

function statusRows({ changed, removed }: RosterDiff, added: readonly Added[]) {
  const listed = changed.filter(({ fields }) => fields.includes('status'))
  return [
    ...added.map(({ householdId: id, status: { status, fromOn } }) => ({ id, status, fromOn })),
    ...listed.map(({ householdId: id, listed: { status } }) => ({ id, status: status.status, fromOn: status.fromOn })),
    ...removed.map(({ householdId: id, fromOn }) => ({ id, status: 'none', fromOn })),
  ]
}

function inChunks(rows: readonly unknown[], statement: (rows: SQL) => Statement): Statement[] {
  const chunks: Statement[] = []
  for (let from = 0; from < rows.length; from += rowsAStatement) chunks.push(statement(jsonRows(rows.slice(from, from + rowsAStatement))))
  return chunks
}

function countsOf({ added, changed, removed, rejected }: RosterDiff) {
  return { added: added.length, changed: changed.length, removed: removed.length, rejected: rejected.length }
}

/** UTF-8 with or without a byte order mark, or else GB18030, as Excel in China writes it; null when it is neither. */
function decode(bytes: ArrayBuffer): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
    } catch {
      continue
    }
  }
  return null
}
