import { sql } from 'drizzle-orm'
import { within } from '../../identity/queries.ts'
import type { Scope } from '../../identity/permission.ts'
import type { Database } from '../../platform/database.ts'
import { versionColumns, type ContractVersion } from '../queries.ts'

/** A version with the name of the organisation whose books it is in. */
export type ListedVersion = ContractVersion & { organisationZh: string; organisationEn: string }

const reach = (scope: Scope) => within(scope, { organisationId: sql`c.organisation_id`, divisionCode: sql`o.division_code` })

/** A version within the actor's reach. */
export async function findReadableVersion(county: Database, scope: Scope, id: string): Promise<ContractVersion | null> {
  return county.first(sql`SELECT ${versionColumns} JOIN organisations o ON o.id = c.organisation_id WHERE v.id = ${id} AND ${reach(scope)}`)
}

/** Versions within the actor's reach, 50 at a time, newest first; `before` is the last id of the page before. */
export async function listVersions(
  county: Database,
  scope: Scope,
  { organisationId, unsigned = false, before = '~' }: { organisationId?: string; unsigned?: boolean; before?: string } = {},
): Promise<ListedVersion[]> {
  return county.all(sql`SELECT o.name_zh AS organisationZh, o.name_en AS organisationEn, ${versionColumns}
    JOIN organisations o ON o.id = c.organisation_id
    WHERE ${reach(scope)} AND v.id < ${before} AND ${organisationId ? sql`c.organisation_id = ${organisationId}` : sql`1`}
      AND ${unsigned ? sql`v.signed_at_ms IS NULL` : sql`1`} ORDER BY v.id DESC LIMIT 50`)
}

export type BoundHousehold = { householdId: string; number: number | null; villageZh: string; villageEn: string; landCentimu: number }

/** The members' list a version binds, 100 at a time by household id. */
export async function householdsOf(county: Database, versionId: string, after = ''): Promise<BoundHousehold[]> {
  return county.all(sql`
    SELECT l.household_id AS householdId, (SELECT max(m.number) FROM members m WHERE m.organisation_id = c.organisation_id AND m.household_id = l.household_id) AS number,
      d.name_zh AS villageZh, d.name_en AS villageEn, l.land_centimu AS landCentimu
    FROM contract_households l JOIN contract_versions v ON v.id = l.contract_version_id JOIN contracts c ON c.id = v.contract_id
      JOIN households h ON h.id = l.household_id JOIN divisions d ON d.code = h.village_code
    WHERE l.contract_version_id = ${versionId} AND l.household_id > ${after} ORDER BY l.household_id LIMIT 100`)
}

/** How many households a version binds and their land in hundredths of a mu. */
export async function boundTotals(county: Database, versionId: string): Promise<{ households: number; landCentimu: number }> {
  const row = await county.first<{ households: number; landCentimu: number }>(sql`
    SELECT count(*) AS households, coalesce(sum(land_centimu), 0) AS landCentimu FROM contract_households WHERE contract_version_id = ${versionId}`)
  return row!
}

/** Where the scan of a version within the actor's reach is kept. */
export async function findScan(county: Database, scope: Scope, versionId: string): Promise<{ fileId: string; mediaType: string } | null> {
  return county.first(sql`
    SELECT f.id AS fileId, f.media_type AS mediaType FROM contract_versions v JOIN contracts c ON c.id = v.contract_id
      JOIN organisations o ON o.id = c.organisation_id JOIN files f ON f.id = v.scan_file_id
    WHERE v.id = ${versionId} AND ${reach(scope)}`)
}
