import { addDays, type LocalDate } from '../kernel/time.ts'
import type { Identity, Rejection, Roster, RosterLine } from './roster.ts'
import { statusChange, type DatedStatus } from './status.ts'

/** A household as it is registered now, with the latest status recorded for it. */
export type RegisteredHousehold = {
  householdId: string
  villageCode: string
  people: number
  workers: number
  status: DatedStatus | null
}

/** What an import would find: the households already known whose number stands in the file, on rejected lines too, and everyone registered in the file's villages. */
export type Registry = {
  byIdNumber: ReadonlyMap<string, RegisteredHousehold & { identity: Identity }>
  inVillages: readonly RegisteredHousehold[]
}

export type ChangedField = 'villageCode' | 'people' | 'workers' | 'name' | 'phone' | 'bankName' | 'bankAccount' | 'status'
export type Change = { householdId: string; listed: RosterLine; fields: ChangedField[] }
export type Removal = { householdId: string; villageCode: string; fromOn: LocalDate }

export type RosterDiff = { added: RosterLine[]; changed: Change[]; removed: Removal[]; rejected: Rejection[] }

/**
 * What a file changes in the registry. A household missing from the list of its own village leaves the register from
 * `today` on; it is never deleted. Whoever a rejected line is about stays; a rejected line that does not say whom it is
 * about stops removals in its village, and in every village when its village cannot be told either.
 * The same file again changes nothing.
 */
export function diffRoster(roster: Roster, registry: Registry, isInReach: (villageCode: string) => boolean, today: LocalDate): RosterDiff {
  const diff: RosterDiff = { added: [], changed: [], removed: [], rejected: [...roster.rejected] }
  for (const listed of roster.lines) {
    const known = registry.byIdNumber.get(listed.identity.idNumber)
    const refused = known && refusal(listed, known, isInReach)
    const fields = known ? changedFields(listed, known) : []
    if (refused) diff.rejected.push(refused)
    else if (!known) diff.added.push(listed)
    else if (fields.length > 0) diff.changed.push({ householdId: known.householdId, listed, fields })
  }
  const seen = new Set([...registry.byIdNumber.values()].map(({ householdId }) => householdId))
  const complete = completeVillages(roster, diff.rejected)
  for (const { householdId, villageCode, status } of registry.inVillages) {
    if (seen.has(householdId) || !complete.has(villageCode) || (status?.status ?? 'none') === 'none') continue
    diff.removed.push({ householdId, villageCode, fromOn: status!.fromOn < today ? today : addDays(status!.fromOn, 1) })
  }
  diff.rejected.sort((a, b) => a.line - b.line)
  return diff
}

function refusal(listed: RosterLine, known: RegisteredHousehold, isInReach: (villageCode: string) => boolean): Rejection | null {
  const { line, villageCode, identity } = listed
  const about = { line, villageCode, idNumber: identity.idNumber }
  if (!isInReach(known.villageCode)) return { ...about, code: 'household_elsewhere', facts: {} }
  if (statusChange(known.status, listed.status) !== 'conflict') return null
  return { ...about, code: 'status_out_of_order', facts: { date: known.status!.fromOn } }
}

function changedFields(listed: RosterLine, known: RegisteredHousehold & { identity: Identity }): ChangedField[] {
  const ofHousehold = (['villageCode', 'people', 'workers'] as const).filter((field) => listed[field] !== known[field])
  // A list that gives no account takes none away.
  const given = listed.identity.bankAccount === '' ? (['name', 'phone'] as const) : (['name', 'phone', 'bankName', 'bankAccount'] as const)
  const ofIdentity = given.filter((field) => listed.identity[field] !== known.identity[field])
  return [...ofHousehold, ...ofIdentity, ...(statusChange(known.status, listed.status) === 'new' ? (['status'] as const) : [])]
}

function completeVillages(roster: Roster, rejected: readonly Rejection[]): Set<string> {
  const villages = new Set(roster.lines.map(({ villageCode }) => villageCode))
  for (const { villageCode, idNumber, code } of rejected) {
    if (idNumber !== null) continue
    if (code === 'village_unknown' || code === 'village_outside') return new Set()
    villages.delete(villageCode)
  }
  return villages
}
