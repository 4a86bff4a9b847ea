import { globSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A database of a stopped server, found by a table that only it has. */
export function openBooks(state: string, table: string): DatabaseSync {
  for (const file of globSync(`${state}/v3/d1/**/*.sqlite`)) {
    const database = new DatabaseSync(file, { readOnly: true })
    if (database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table)) return database
    database.close()
  }
  throw new Error(`no database in ${state} has ${table}`)
}

export function rowsOf<Row>(database: DatabaseSync, question: string): Row[] {
  return database
    .prepare(question)
    .all()
    .map((row) => ({ ...row })) as Row[]
}

/** The one figure a question answers. */
export function figure(database: DatabaseSync, question: string): number {
  return Number(Object.values(database.prepare(question).get()!)[0] ?? 0)
}
