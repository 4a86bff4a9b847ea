import { sql } from 'drizzle-orm'
import { within } from '../identity/queries.ts'
import type { Scope } from '../identity/permission.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { Database } from '../platform/database.ts'
import type { RegistryStatus } from './status.ts'

export type Household = { id: string; villageCode: string; people: number; workers: number }

export async function findHousehold(county: Database, id: string): Promise<Household | null> {
  return county.first(sql`SELECT id, village_code AS villageCode, people, workers FROM households WHERE id = ${id}`)
}

/** The registry status in force on a day; "none" before the first one recorded. */
export async function statusOn(county: Database, householdId: string, on: LocalDate): Promise<RegistryStatus> {
  const row = await county.first<{ status: RegistryStatus }>(sql`
    SELECT status FROM registry_statuses WHERE household_id = ${householdId} AND from_on <= ${on} ORDER BY from_on DESC LIMIT 1`)
  return row?.status ?? 'none'
}

export type ListedHousehold = Household & { status: RegistryStatus; statusFromOn: LocalDate | null }

/** Households of a village within the actor's reach, 50 at a time by id; `after` is the last id of the page before. */
export async function listHouseholds(
  county: Database,
  scope: Scope,
  { villageCode, on, after = '' }: { villageCode: string; on: LocalDate; after?: string },
): Promise<ListedHousehold[]> {
  return county.all(sql`
    SELECT h.id AS id, h.village_code AS villageCode, h.people AS people, h.workers AS workers,
      coalesce(s.status, 'none') AS status, s.from_on AS statusFromOn
    FROM households h LEFT JOIN registry_statuses s ON s.household_id = h.id
      AND s.from_on = (SELECT max(from_on) FROM registry_statuses WHERE household_id = h.id AND from_on <= ${on})
    WHERE h.village_code = ${villageCode} AND h.id > ${after} AND ${within(scope, { divisionCode: sql`h.village_code` })}
    ORDER BY h.id LIMIT 50`)
}

/** A household within the actor's reach. */
export async function findReadableHousehold(county: Database, scope: Scope, id: string): Promise<Household | null> {
  return county.first(sql`SELECT id, village_code AS villageCode, people, workers FROM households
    WHERE id = ${id} AND ${within(scope, { divisionCode: sql`village_code` })}`)
}

export type StatusPeriod = { status: RegistryStatus; fromOn: LocalDate; reason: string }

/** Every status ever recorded for a household, the latest first; a household has a handful. */
export async function statusesOf(county: Database, householdId: string): Promise<StatusPeriod[]> {
  return county.all(sql`SELECT status, from_on AS fromOn, reason FROM registry_statuses
    WHERE household_id = ${householdId} ORDER BY from_on DESC LIMIT 100`)
}
