import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { Grams } from '../../kernel/quantity.ts'
import type { Database } from '../../platform/database.ts'
import { divisionPrefix, isWithin } from '../../region/division.ts'
import { childDivisions, divisionPath, type Division } from '../../region/queries.ts'

/** What a division delivered in a year, what the floor makes due for it, and what its households received in it. */
export type Sums = { slips: number; netGrams: Grams; floorDueFen: Fen; receivedFen: Fen }
export type DivisionSums = Sums & { code: string; nameZh: string; nameEn: string }

export type Overview = { path: Division[]; division: Division; children: DivisionSums[]; total: Sums; whole: boolean }

/** Divisions the actor oversees, the widest first. */
export function scopesOf(actor: Actor): string[] {
  const scope = scopeOf(actor, 'oversight.read')
  return [...new Set(scope?.divisionCodes ?? [])].sort((a, b) => divisionPrefix(a).length - divisionPrefix(b).length || (a < b ? -1 : 1))
}

/** Whether the actor oversees this division. */
export function oversees(actor: Actor, code: string): boolean {
  return scopesOf(actor).some((scope) => isWithin(scope, code))
}

/**
 * A division and the sums of its children in a year; null outside the actor's scope. `total` is a query of its own over
 * the whole division, and `whole` says whether the children add up to it.
 */
export async function divisionOverview(county: Database, actor: Actor, code: string, year: string): Promise<Overview | null> {
  if (!oversees(actor, code)) return null
  const path = await divisionPath(county, code)
  const division = path.at(-1)
  if (!division) return null
  const children = division.level === 'village' ? [] : await childDivisions(county, code)
  const [[total], sums] = await county.allOf<[Sums, DivisionSums]>(sumsOf([division], year), sumsOf(children, year))
  const ranked = sums.toSorted((a, b) => b.netGrams - a.netGrams || (a.code < b.code ? -1 : 1))
  return {
    path: path.filter(({ code }) => oversees(actor, code)),
    division,
    children: ranked,
    total: total!,
    whole: addsUp(ranked, total!),
  }
}

const figures = ['slips', 'netGrams', 'floorDueFen', 'receivedFen'] as const

function addsUp(children: readonly Sums[], total: Sums): boolean {
  return children.length === 0 || figures.every((name) => children.reduce((sum, child) => sum + child[name], 0) === total[name])
}

// A division's villages lie between its prefix filled with 0 and with 9, so each sum is one walk over an index.
function sumsOf(list: readonly Division[], year: string): SQL {
  const rows = list.map(({ code, nameZh, nameEn }) => {
    const prefix = divisionPrefix(code)
    return { code, nameZh, nameEn, from: prefix.padEnd(12, '0'), until: prefix.padEnd(12, '9') }
  })
  const months = sql`m.village_code BETWEEN d.value ->> 'from' AND d.value ->> 'until' AND m.month BETWEEN ${`${year}-01`} AND ${`${year}-12`}`
  const delivered = (column: SQL) => sql`(SELECT coalesce(sum(${column}), 0) FROM village_months m WHERE ${months})`
  return sql`SELECT d.value ->> 'code' AS code, d.value ->> 'nameZh' AS nameZh, d.value ->> 'nameEn' AS nameEn,
      ${delivered(sql`m.slips`)} AS slips, ${delivered(sql`m.net_grams`)} AS netGrams, ${delivered(sql`m.floor_due_fen`)} AS floorDueFen,
      (SELECT coalesce(sum(m.amount_fen), 0) FROM income_months m WHERE ${months}) AS receivedFen
    FROM json_each(${JSON.stringify(rows)}) d`
}

export type HouseholdSums = Sums & {
  id: string
  people: number
  workers: number
  status: string
  /** Its newest slips of the year, at most three. */
  newest: { id: string; number: string }[]
}

/** The households of a village with a year's sums, 50 at a time by id; only within the actor's scope. */
export async function villageHouseholds(
  county: Database,
  actor: Actor,
  { villageCode, year, after = '' }: { villageCode: string; year: string; after?: string },
): Promise<HouseholdSums[]> {
  const scope = scopeOf(actor, 'oversight.read')
  if (!scope) return []
  const season = (column: SQL) =>
    sql`(SELECT coalesce(sum(${column}), 0) FROM household_seasons s WHERE s.household_id = h.id AND s.year = ${year})`
  const rows = await county.all<
    Omit<HouseholdSums, 'newest'> & { newest: string }
  >(sql`SELECT h.id AS id, h.people AS people, h.workers AS workers,
      coalesce((SELECT r.status FROM registry_statuses r WHERE r.household_id = h.id ORDER BY r.from_on DESC LIMIT 1), 'none') AS status,
      ${season(sql`s.slips`)} AS slips, ${season(sql`s.net_grams`)} AS netGrams, ${season(sql`s.floor_due_fen`)} AS floorDueFen,
      (SELECT coalesce(sum(i.amount_fen), 0) FROM incomes i WHERE i.household_id = h.id
        AND i.received_on BETWEEN ${`${year}-01-01`} AND ${`${year}-12-31`}) AS receivedFen,
      (SELECT json_group_array(json_object('id', d.id, 'number', d.number)) FROM (SELECT id, number FROM deliveries
        WHERE household_id = h.id AND delivered_on BETWEEN ${`${year}-01-01`} AND ${`${year}-12-31`}
        ORDER BY delivered_on DESC, id DESC LIMIT 3) d) AS newest
    FROM households h WHERE h.village_code = ${villageCode} AND h.id > ${after} AND ${within(scope, { divisionCode: sql`h.village_code` })}
    ORDER BY h.id LIMIT 50`)
  return rows.map((row) => ({ ...row, newest: JSON.parse(row.newest) as HouseholdSums['newest'] }))
}
