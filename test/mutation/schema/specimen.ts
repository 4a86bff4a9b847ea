import type { DatabaseSync } from 'node:sqlite'
import { tablesOf, type Piece } from './schema.ts'

export type Value = string | number | null
export type Row = Record<string, Value>

/** What a world says beyond the plainest row of a table: values of its own, rows beside it, statements that come first. */
export type World = Record<string, { row?: Row; besides?: Row[]; first?: string[] }>

/** The plainest valid row of every table. */
export type Specimens = Map<string, Row>

const today = '2026-06-18'

type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }

/** A row of every table in the order the tables were made, each referring to the rows before it. Fills the database. */
export function specimensOf(database: DatabaseSync, pieces: readonly Piece[], world: World): Specimens {
  const specimens: Specimens = new Map()
  for (const table of tablesOf(pieces)) {
    specimens.set(table, { ...plainRow(database, table, specimens), ...world[table]?.row })
    try {
      database.exec(entering(world, specimens, table))
      specimens.set(table, wholeRow(database, table, specimens.get(table)!))
    } catch (error) {
      throw new Error(`the world has no valid row of ${table}: ${String(error)}, ${JSON.stringify(specimens.get(table))}`, { cause: error })
    }
  }
  return specimens
}

/** The statements that put everything of a table into its place. */
export function entering(world: World, specimens: Specimens, table: string): string {
  return `${beforeEntering(world, specimens, table)};${insert(table, specimens.get(table)!)}`
}

/** What stands there just before a table's specimen. */
export function beforeEntering(world: World, specimens: Specimens, table: string): string {
  const { first = [], besides = [] } = world[table] ?? {}
  return [...first, ...besides.map((row) => insert(table, { ...specimens.get(table)!, ...row }))].join(';')
}

export function insert(table: string, row: Row, verb = 'INSERT'): string {
  const names = Object.keys(row)
  return `${verb} INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => literal(row[name]!)).join(', ')})`
}

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')
}

/** The same row with what the table itself filled in. */
function wholeRow(database: DatabaseSync, table: string, row: Row): Row {
  const conditions = Object.entries(row).map(([name, value]) => `${name} IS ${literal(value)}`)
  return { ...(database.prepare(`SELECT * FROM ${table} WHERE ${conditions.join(' AND ')}`).get() as Row) }
}

function plainRow(database: DatabaseSync, table: string, specimens: Specimens): Row {
  const { sql } = database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(table) as { sql: string }
  const references = database.prepare('SELECT * FROM pragma_foreign_key_list(?)').all(table) as {
    from: string
    to: string
    table: string
  }[]
  const columns = (database.prepare('SELECT * FROM pragma_table_info(?)').all(table) as Column[]).filter(
    (column) => (column.notnull || column.pk) && column.dflt_value === null,
  )
  return Object.fromEntries(
    columns.map((column) => {
      const reference = references.find(({ from }) => from === column.name)
      return [column.name, (reference && specimens.get(reference.table)?.[reference.to]) ?? plainValue(table, column, sql)]
    }),
  )
}

/** The first value that a column's own checks let in. */
function plainValue(table: string, { name, type }: Column, sql: string): Value {
  const asked = (pattern: string) => new RegExp(`\\b${pattern.replace('COLUMN', `${name}\\b`)}`).exec(sql)?.[1]
  if (type === 'INTEGER') return name.endsWith('_ms') ? 1000 : Math.max(1, Number(asked('COLUMN BETWEEN (\\d+)') ?? 1))
  const listed = asked(`COLUMN IN \\('(\\w+)'`)
  const length = asked(`length\\(COLUMN\\) (?:=|BETWEEN|>=) (\\d+)`)
  const shape = asked(`COLUMN GLOB '([^']*)'`)
  if (listed) return listed
  if (length) return '0'.repeat(Number(length))
  if (shape) return today.slice(0, shape.replaceAll(/\[[^\]]*\]/g, '#').length)
  if (name.endsWith('_on')) return today
  if (sql.includes(`json_valid(${name})`)) return '{}'
  return name === 'id' ? `${table}-1` : name
}
