import type { Constraint } from './constraint.ts'
import type { Row, Value } from './specimen.ts'
import type { Attempt } from './witness.ts'

/** A table's keys, the primary one first, and its checks. */
export type Parts = { keys: string[][]; checks: string[] }

/** What may be tried against a constraint, the plainest first. */
export function attemptsAt(constraint: Constraint, specimen: Row, parts: Parts): Attempt[] {
  const { kind, columns } = constraint
  if (kind === 'not null') return [{ change: { [columns[0]!]: null } }]
  if (kind === 'foreign key')
    return columns.map((column) => ({ change: { [column]: typeof specimen[column] === 'number' ? 999 : 'nobody' } }))
  if (kind === 'check') return checkAttempts(constraint, specimen)
  if (kind === 'trigger') return triggerAttempts(constraint, specimen, parts)
  return sameKey(specimen, kind === 'unique index' ? indexed(constraint.text) : columns, parts.keys).map((again) => ({ again }))
}

export function indexed(index: string): string[] {
  return /\(([^)]*)\)/
    .exec(index)![1]!
    .split(',')
    .map((part) => part.trim())
}

/** Rows that have one key in common with the specimen and differ in the others. */
function sameKey(specimen: Row, key: readonly string[], keys: string[][]): Row[] {
  const others = [...new Set(keys.flat())].filter((column) => !key.includes(column))
  const whole = Object.fromEntries(others.map((column) => [column, another(specimen[column]!)[0]!]))
  return [whole, ...others.flatMap((column) => another(specimen[column]!).map((value) => ({ [column]: value }))), {}]
}

function another(value: Value): Value[] {
  if (typeof value === 'number') return [value + 1, 2]
  const second = String(value).replace(/-1$/, '-2')
  return ['another', second === value ? '2027-12-31' : second, '2027-12', '2027', '9'.repeat(String(value).length)]
}

function checkAttempts({ text, columns }: Constraint, specimen: Row): Attempt[] {
  const known = columns.filter((column) => column !== 'glob')
  const values = (column: string) =>
    candidates(
      text,
      specimen[column]!,
      known.filter((one) => one !== column).map((one) => specimen[one] ?? null),
    )
  const single = known.flatMap((column) => values(column).map((value) => ({ [column]: value })))
  const pairs = known.flatMap((a, at) =>
    known.slice(at + 1).flatMap((b) => values(a).flatMap((x) => values(b).map((y) => ({ [a]: x, [b]: y })))),
  )
  return [...single, ...pairs].map((change) => ({ change }))
}

function candidates(text: string, right: Value, others: Value[]): Value[] {
  const written = (text.replaceAll(/'[^']*'/g, '').match(/\b\d+\b/g) ?? []).map(Number)
  const near = [...written, ...others.filter((value) => typeof value === 'number')].flatMap((number) => [number - 1, number, number + 1])
  const numbers = [...new Set([-1, 0, 1, ...near])]
  const listed = [...text.matchAll(/'(\w+)'/g)].map((match) => match[1]!)
  const long = text.includes('length(') ? near.filter((number) => number > 1 && number < 300).map((number) => '0'.repeat(number)) : []
  const texts = ['nothing', '', ...long, 'x'.repeat(12), ...listed, '1026-06-18']
  return typeof right === 'number' ? [...numbers, ...texts, null] : [...texts, ...numbers, null]
}

function triggerAttempts({ text, table }: Constraint, specimen: Row, { keys, checks }: Parts): Attempt[] {
  const of = / UPDATE OF ([\w, ]+) ON /.exec(text)?.[1]?.split(', ')
  if (/BEFORE UPDATE/.test(text)) {
    const moves = (of ?? []).flatMap((column) => movesOf(table, column, checks))
    return [...(of ?? Object.keys(specimen)).map((column) => ({ run: `UPDATE ${table} SET ${column} = ${column}` })), ...moves]
  }
  if (/BEFORE DELETE/.test(text)) return [{ run: `DELETE FROM ${table}` }]
  if (!/BEFORE INSERT/.test(text)) return []
  return keys.flatMap((key) => sameKey(specimen, key, keys)).map((replace) => ({ replace }))
}

/** From state to state, in one step and in two. */
function movesOf(table: string, column: string, checks: string[]): Attempt[] {
  const list = checks.map((check) => new RegExp(`\\b${column} IN \\(([^)]*)\\)`).exec(check)?.[1]).find(Boolean)
  const steps = [...(list ?? '').matchAll(/'\w+'/g)].map(([state]) => `UPDATE ${table} SET ${column} = ${state}`)
  return [...steps, ...steps.flatMap((a) => steps.map((b) => `${a}; ${b}`))].map((run) => ({ run }))
}
