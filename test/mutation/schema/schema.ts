import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { constraintsOfTable, type Constraint } from './constraint.ts'

export const groups = ['market', 'county', 'vault'] as const
export type Group = (typeof groups)[number]

/** A table, index, view or trigger as `sqlite_schema` has it. */
export type Piece = { type: string; name: string; table: string; sql: string }

const folder = new URL('../../../migrations/', import.meta.url).pathname

/** What `sqlite_schema` holds after all migrations of a group, in the order it was made. */
export function schemaOf(group: Group): Piece[] {
  const database = new DatabaseSync(':memory:')
  for (const file of readdirSync(folder + group).sort()) database.exec(readFileSync(`${folder}${group}/${file}`, 'utf8'))
  const pieces = database
    .prepare(`SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid`)
    .all() as Piece[]
  database.close()
  // The tables behind a virtual table are its own affair.
  const virtual = pieces.filter(isVirtual).map(({ name }) => `${name}_`)
  return pieces.filter(({ name }) => !virtual.some((prefix) => name.startsWith(prefix)))
}

export function tablesOf(pieces: readonly Piece[]): string[] {
  return pieces.filter((piece) => piece.type === 'table' && !isVirtual(piece)).map(({ name }) => name)
}

/** Every trigger, CHECK, UNIQUE, NOT NULL, key and reference. */
export function constraintsOf(pieces: readonly Piece[]): Constraint[] {
  return pieces.flatMap((piece) => {
    if (piece.type === 'table') return isVirtual(piece) ? [] : constraintsOfTable(piece.name, piece.sql)
    const kind = piece.type === 'trigger' ? 'trigger' : piece.sql.startsWith('CREATE UNIQUE INDEX') ? 'unique index' : null
    return kind
      ? [{ key: `${kind} ${piece.name}`, kind, table: piece.table, name: piece.name, columns: [], text: piece.sql, tableWithout: null }]
      : []
  })
}

/** The part of a schema that a write to one of these tables can touch: what they refer to, and what their triggers name. */
export function piecesAround(pieces: readonly Piece[], tables: readonly string[]): Piece[] {
  const relations = new Set(pieces.filter(({ type }) => type === 'table' || type === 'view').map(({ name }) => name))
  const reached = new Set<string>()
  const waiting = [...tables]
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    if (reached.has(table)) continue
    reached.add(table)
    const words = pieces.filter((piece) => piece.table === table).flatMap(({ sql }) => sql.match(/\w+/g) ?? [])
    waiting.push(...words.filter((word) => relations.has(word)))
  }
  return pieces.filter((piece) => reached.has(piece.table))
}

/** An empty database of these pieces but for the constraints left out. No reference can hold to a key that was left out. */
export function databaseWithout(pieces: readonly Piece[], without: readonly Constraint[]): DatabaseSync {
  const keyless = without.some(({ kind }) => kind === 'primary key' || kind === 'unique')
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: !keyless })
  database.exec(pieces.flatMap((piece) => textWithout(piece, without) ?? []).join(';\n'))
  return database
}

function textWithout({ type, name, sql }: Piece, without: readonly Constraint[]): string | null {
  if (type !== 'table') return without.some((one) => one.tableWithout === null && one.name === name) ? null : sql
  return without.reduce((text, one) => (one.tableWithout !== null && one.table === name ? cut(name, text, one) : text), sql)
}

// The second is cut from what the first has left.
function cut(table: string, text: string, { key }: Constraint): string {
  return constraintsOfTable(table, text).find((one) => one.key === key)!.tableWithout!
}

function isVirtual({ sql }: Piece): boolean {
  return sql.startsWith('CREATE VIRTUAL')
}
