import { sql } from 'drizzle-orm'
import { within } from '../../identity/queries.ts'
import type { Scope } from '../../identity/permission.ts'
import { parseCsv } from '../../kernel/csv.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate, type LocalDate } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { sealingKey, unseal } from '../../platform/seal.ts'
import { isWithin } from '../../region/division.ts'
import { knownVillages } from '../../region/queries.ts'
import { accountsNamed } from '../account/queries.ts'
import { readHeadings, readRoster, type Identity, type Roster } from '../roster.ts'
import { diffRoster, type RegisteredHousehold, type Registry, type RosterDiff } from '../roster-diff.ts'
import type { RegistryStatus } from '../status.ts'
import { registryImports } from '../tables.ts'
import { findByIdNumbers, identitiesOf } from '../vault/queries.ts'

const maxLines = 10_000

/** An import within the actor's reach. */
export async function findImport(county: Database, scope: Scope, id: string) {
  return county.row(registryImports, sql`WHERE id = ${id} AND ${within(scope, { divisionCode: sql`division_code` })}`)
}

/** The newest imports within the actor's reach, at most 20. */
export async function listImports(county: Database, scope: Scope) {
  return county.rows(registryImports, sql`WHERE ${within(scope, { divisionCode: sql`division_code` })} ORDER BY id DESC LIMIT 20`)
}

/** What applying a previewed file would change now; null once it was applied, because the file is gone then. */
export async function previewOf(context: Context, { id, divisionCode }: { id: string; divisionCode: string }): Promise<RosterDiff | null> {
  const kept = await context.files.get(`imports/${id}`)
  if (!kept) return null
  const text = await unseal(await sealingKey(context.secrets.vaultKey), await kept.text(), id)
  const diff = await diffFile(context, divisionCode, text)
  return diff.ok ? diff.value : null
}

/** Compares a file with the registry of a division. */
export async function diffFile(context: Context, divisionCode: string, text: string): Promise<Result<RosterDiff>> {
  const roster = await readFile(context, divisionCode, text)
  if (!roster.ok) return roster
  const registry = await registryFor(context, roster.value)
  return ok(diffRoster(roster.value, registry, (code) => isWithin(divisionCode, code), localDate(context.clock.now())))
}

async function readFile(context: Context, divisionCode: string, text: string): Promise<Result<Roster>> {
  const records = parseCsv(text)
  if (!records) return refuse('roster_unreadable', {}, 'file')
  const [headings, ...lines] = records
  const read = readHeadings(headings?.cells ?? [])
  if ('missing' in read) return refuse('roster_headings', { columns: read.missing.join('、') }, 'file')
  if (lines.length === 0) return refuse('roster_empty', {}, 'file')
  if (lines.length > maxLines) return refuse('roster_too_long', { limit: maxLines }, 'file')
  const codes = [...new Set(lines.map(({ cells }) => cells[read.at.villageCode]?.trim() ?? ''))]
  const villages = await knownVillages(context.county, codes)
  return ok(
    readRoster(read.at, lines, (code) => {
      if (!villages.has(code)) return 'village_unknown'
      return isWithin(divisionCode, code) ? null : 'village_outside'
    }),
  )
}

async function registryFor(context: Context, roster: Roster): Promise<Registry> {
  const numbers = [...roster.lines.map(({ identity }) => identity.idNumber), ...roster.rejected.flatMap(({ idNumber }) => idNumber ?? [])]
  const idByNumber = await findByIdNumbers(context, [...new Set(numbers)])
  const ids = JSON.stringify([...idByNumber.values()])
  const villages = JSON.stringify([...new Set(roster.lines.map(({ villageCode }) => villageCode))])
  const listed = await registered(context.county, sql`h.id IN (SELECT value FROM json_each(${ids}))`)
  const listedIds = listed.map(({ householdId }) => householdId)
  const [identities, accounts] = await Promise.all([identitiesOf(context, listedIds), accountsNamed(context, listedIds)])
  const identityOf = (id: string): Identity => {
    const { bankName = '', bankAccount = '' } = accounts.get(id) ?? {}
    return { ...identities.get(id)!, bankName, bankAccount }
  }
  return {
    byIdNumber: new Map(listed.map((household) => knownBy(household, identityOf(household.householdId)))),
    inVillages: await registered(context.county, sql`h.village_code IN (SELECT value FROM json_each(${villages}))`),
  }
}

function knownBy(household: RegisteredHousehold, identity: Identity) {
  return [identity.idNumber, { ...household, identity }] as const
}

type RegisteredRow = Omit<RegisteredHousehold, 'status'> & { status: RegistryStatus | null; fromOn: LocalDate | null }

async function registered(county: Database, condition: ReturnType<typeof sql>): Promise<RegisteredHousehold[]> {
  const rows = await county.all<RegisteredRow>(sql`
    SELECT h.id AS householdId, h.village_code AS villageCode, h.people AS people, h.workers AS workers, s.status AS status, s.from_on AS fromOn
    FROM households h LEFT JOIN registry_statuses s ON s.household_id = h.id
      AND s.from_on = (SELECT max(from_on) FROM registry_statuses WHERE household_id = h.id)
    WHERE ${condition}`)
  return rows.map(({ status, fromOn, ...household }) => Object.assign(household, { status: status && fromOn ? { status, fromOn } : null }))
}
