import { attemptsAt, indexed, type Parts } from './attempts.ts'
import type { Constraint } from './constraint.ts'
import type { House, Outcome } from './house.ts'
import type { Value } from './specimen.ts'
import type { Refusal } from './witness.ts'

/** Witnesses of a constraint that need no thought: wrong values in the place of right ones, found by trying; none when that does not do. */
export function probe(house: House, constraint: Constraint): Refusal[] {
  const specimen = house.specimens.get(constraint.table)
  if (!specimen) return []
  const found: Refusal[] = []
  let tried = 0
  for (const attempt of attemptsAt(constraint, specimen, partsOf(house, constraint.table))) {
    // Pairs of wrong values are for what no single one can show, and one pair is enough.
    if (found.length > 0 && 'change' in attempt && Object.keys(attempt.change).length > 1) break
    if (tried++ > 150) break
    const refusal = refusalFrom(house, constraint, { of: constraint.key, as: '', ...attempt })
    if (refusal) found.push(alone(house, constraint, refusal) ?? refusal)
    if (constraint.kind !== 'check' && !isList(constraint) && found.at(-1)?.besides === undefined && refusal) break
  }
  const fewest = Math.min(...found.map(({ besides = [] }) => besides.length))
  return telling(
    constraint,
    found.filter(({ besides = [] }) => besides.length === fewest),
    specimen,
  )
}

/** Kept when the constraint refuses it in its own words, and it passes once the constraint is gone; with its twins, if it must be. */
function refusalFrom(house: House, constraint: Constraint, attempt: Refusal): Refusal | null {
  const besides: string[] = []
  for (let tries = 0; tries < 5; tries++) {
    const outcome = house.outcome(attempt, besides)
    if (!('refused' in outcome)) return null
    const rest = isOwn(constraint, outcome) ? house.outcome(attempt, [constraint.key, ...besides]) : outcome
    if (!('refused' in rest)) return { ...attempt, as: outcome.refused, ...(besides.length > 0 && { besides }) }
    const twin = speaker(house, constraint, rest.refused, besides)
    if (!twin) return null
    besides.push(twin)
  }
  return null
}

/** The same wrong value with another column made to please the twins, so that this constraint alone refuses it. */
function alone(house: House, constraint: Constraint, { besides, ...refusal }: Refusal): Refusal | null {
  if (!besides || !('change' in refusal)) return null
  const { change } = refusal
  for (const key of besides) {
    const twin = house.constraints.get(key)!
    if (twin.kind !== 'check' || twin.table !== constraint.table) continue
    for (const attempt of attemptsAt(twin, house.specimens.get(twin.table)!, { keys: [], checks: [] }).slice(0, 40)) {
      if (!('change' in attempt) || Object.keys(attempt.change).some((column) => column in change)) continue
      const pleasing = { ...refusal, change: { ...change, ...attempt.change } }
      if (isOwn(constraint, house.outcome(pleasing, [])) && !('refused' in house.outcome(pleasing, [constraint.key]))) return pleasing
    }
  }
  return null
}

function isOwn(constraint: Constraint, outcome: Outcome): boolean {
  return 'refused' in outcome && speaks(constraint, outcome.refused)
}

/** Whether these are the words in which SQLite, or the trigger itself, says that this constraint failed. */
function speaks({ kind, table, name, text, columns }: Constraint, words: string): boolean {
  const list = (names: string[]) => names.map((column) => `${table}.${column}`).join(', ')
  if (kind === 'not null') return words === `NOT NULL constraint failed: ${list(columns)}`
  if (kind === 'foreign key') return words === 'FOREIGN KEY constraint failed'
  if (kind === 'check') return words === `CHECK constraint failed: ${name ?? /CHECK \((.*)\)$/.exec(text)![1]}`
  if (kind === 'trigger') return words === /RAISE\(ABORT, '([^']*)'/.exec(text)?.[1]
  if (kind === 'unique index')
    return words === `UNIQUE constraint failed: ${list(indexed(text))}` || words === `UNIQUE constraint failed: index '${name}'`
  // A key of a table WITHOUT ROWID is never NULL.
  if (kind === 'primary key' && columns.some((column) => words === `NOT NULL constraint failed: ${list([column])}`)) return true
  return words === `UNIQUE constraint failed: ${list(columns)}`
}

/** Which other constraint spoke, of the same table if one of it could have. */
function speaker(house: House, than: Constraint, words: string, besides: readonly string[]): string | null {
  const others = [...house.constraints.values()].filter((one) => one.key !== than.key && !besides.includes(one.key) && speaks(one, words))
  return (others.find(({ table }) => table === than.table) ?? others[0])?.key ?? null
}

function partsOf(house: House, table: string): Parts {
  const of = [...house.constraints.values()].filter((one) => one.table === table)
  const keys = of.filter(({ kind }) => kind === 'primary key' || kind === 'unique').map(({ columns }) => columns)
  const indexes = of.filter(({ kind }) => kind === 'unique index').map(({ text }) => indexed(text).filter((part) => /^\w+$/.test(part)))
  return { keys: [...keys, ...indexes], checks: of.filter(({ kind }) => kind === 'check').map(({ text }) => text) }
}

/** A trigger that freezes several columns: each of them has a witness. */
function isList({ text }: Constraint): boolean {
  return / UPDATE OF /.test(text) && !/ WHEN /.test(text)
}

/** Of many wrong values those that stand at the bounds; of many statements one, but every column that is frozen. */
function telling(constraint: Constraint, found: Refusal[], specimen: Record<string, Value>): Refusal[] {
  if (isList(constraint)) return found
  if (constraint.kind !== 'check') return found.slice(0, 1)
  const byColumn = Map.groupBy(found, (one) => ('change' in one ? Object.keys(one.change).join() : ''))
  return [...byColumn].flatMap(([column, ones]) => atBounds(column, ones, specimen[column]))
}

function atBounds(column: string, ones: Refusal[], right: Value | undefined): Refusal[] {
  const size = (value: Value | undefined) => (typeof value === 'string' ? value.length : Number(value))
  const sizeOf = (one: Refusal) => size('change' in one ? one.change[column] : undefined)
  if (!ones.some((one) => 'change' in one && typeof one.change[column] === typeof right) || right === null) return ones.slice(0, 1)
  const sorted = ones.filter((one) => 'change' in one && typeof one.change[column] === typeof right).sort((a, b) => sizeOf(a) - sizeOf(b))
  const bounds = [sorted.findLast((one) => sizeOf(one) < size(right)), sorted.find((one) => sizeOf(one) > size(right))]
  return bounds.some(Boolean) ? bounds.filter((one) => one !== undefined) : sorted.slice(0, 1)
}
