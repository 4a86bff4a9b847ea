import { DatabaseSync } from 'node:sqlite'
import type { SQL } from 'drizzle-orm'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import type { Database } from '../../src/platform/database.ts'

export type Value = string | number | null

const dialect = new SQLiteSyncDialect()

/** A county's database, or an export of it, as one SQLite file that is only ever read. */
export class CountyFile {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true })
  }

  rows<Row>(text: string, ...params: Value[]): Row[] {
    return this.#database.prepare(text).all(...params) as Row[]
  }

  *each<Row>(text: string): Iterable<Row> {
    for (const row of this.#database.prepare(text).iterate()) yield row as Row
  }

  /** The same file for code that reads the raw records through the Worker's interface. */
  get reader(): Pick<Database, 'all' | 'allOf'> {
    const all = async <Row>(statement: SQL): Promise<Row[]> => {
      const { sql, params } = dialect.sqlToQuery(statement)
      return this.rows<Row>(sql, ...(params as Value[]))
    }
    const allOf = async (...statements: SQL[]) => Promise.all(statements.map((statement) => all(statement)))
    return { all, allOf: allOf as Database['allOf'] }
  }

  close(): void {
    this.#database.close()
  }
}
