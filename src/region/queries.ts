import { sql, type InferSelectModel } from 'drizzle-orm'
import type { Database } from '../platform/database.ts'
import { parentOf } from './division.ts'
import { divisions } from './tables.ts'

export type Division = InferSelectModel<typeof divisions>

export async function findDivision(county: Database, code: string): Promise<Division | null> {
  return county.row(divisions, sql`WHERE code = ${code}`)
}

/** The divisions directly below, by code. No parent in the national list has as many as 500. */
export async function childDivisions(county: Database, code: string): Promise<Division[]> {
  return county.rows(divisions, sql`WHERE parent_code = ${code} ORDER BY code LIMIT 500`)
}

/** From the province down to the division itself; empty when the code is unknown. */
export async function divisionPath(county: Database, code: string): Promise<Division[]> {
  if (!/^\d{12}$/.test(code)) return []
  const codes: string[] = []
  for (let at: string | null = code; at; at = parentOf(at)) codes.unshift(at)
  const path = await county.rows(divisions, sql`WHERE code IN (SELECT value FROM json_each(${JSON.stringify(codes)})) ORDER BY code`)
  return path.at(-1)?.code === code ? path : []
}

/** Which of these codes are villages of the list. */
export async function knownVillages(county: Database, codes: readonly string[]): Promise<Set<string>> {
  const rows = await county.all<{ code: string }>(sql`
    SELECT code FROM divisions WHERE level = 'village' AND code IN (SELECT value FROM json_each(${JSON.stringify(codes)}))`)
  return new Set(rows.map(({ code }) => code))
}

/** Names by code, for the codes that exist. */
export async function divisionNames(county: Database, codes: readonly string[]): Promise<Map<string, { nameZh: string; nameEn: string }>> {
  const rows = await county.rows(divisions, sql`WHERE code IN (SELECT value FROM json_each(${JSON.stringify([...new Set(codes)])}))`)
  return new Map(rows.map(({ code, nameZh, nameEn }) => [code, { nameZh, nameEn }]))
}
