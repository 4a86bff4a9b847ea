import { getTableColumns, SQL, sql, type InferSelectModel } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { SQLiteSyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { isProblemCode, problems, type ProblemCode } from '../kernel/problem.ts'

/** A statement ready to run: a `sql` template, or a Drizzle insert or update. */
export type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } }

/** What one request cost, as D1 bills it. */
export type Meter = { queries: number; rowsRead: number; rowsWritten: number }

/** Typed inserts and updates for `commit`; it builds statements and never runs them. */
export const build = drizzle({} as D1Database)

const dialect = new SQLiteSyncDialect()

/** One group of tables. Reads map rows; writes go through `run`, all or nothing. */
export class Database {
  readonly meter: Meter
  readonly #d1: D1Database

  constructor(d1: D1Database, meter: Meter) {
    this.#d1 = d1
    this.meter = meter
  }

  /** Rows of a query whose columns are aliased to the names of `Row`. */
  async all<Row>(statement: SQL): Promise<Row[]> {
    const result = await this.#prepare(statement).all<Row>()
    this.#count([result])
    return result.results
  }

  async first<Row>(statement: SQL): Promise<Row | null> {
    return (await this.all<Row>(statement))[0] ?? null
  }

  /** Several reads in one round trip. */
  async allOf<Rows extends unknown[]>(...statements: SQL[]): Promise<{ [K in keyof Rows]: Rows[K][] }> {
    const results = await this.#d1.batch(statements.map((statement) => this.#prepare(statement)))
    this.#count(results)
    return results.map((result) => result.results) as { [K in keyof Rows]: Rows[K][] }
  }

  /** Whole rows of one table, typed from its columns. `rest` is everything after the table name. */
  async rows<Table extends SQLiteTable>(table: Table, rest: SQL = sql``): Promise<InferSelectModel<Table>[]> {
    return this.all(selectFrom(table, rest))
  }

  /** Whole rows of two tables in one round trip. */
  async rowsOfBoth<A extends SQLiteTable, B extends SQLiteTable>(
    [first, restOfFirst]: [A, SQL],
    [second, restOfSecond]: [B, SQL],
  ): Promise<[InferSelectModel<A>[], InferSelectModel<B>[]]> {
    return this.allOf<[InferSelectModel<A>, InferSelectModel<B>]>(selectFrom(first, restOfFirst), selectFrom(second, restOfSecond))
  }

  async row<Table extends SQLiteTable>(table: Table, rest: SQL): Promise<InferSelectModel<Table> | null> {
    return (await this.rows(table, sql`${rest} LIMIT 1`))[0] ?? null
  }

  /**
   * Runs the statements as one transaction. Answers the problem a constraint stands for, or null when all were written.
   * Anything else that fails throws, with nothing written.
   */
  async run(statements: Statement[]): Promise<ProblemCode | null> {
    try {
      this.#count(await this.#d1.batch(statements.map((statement) => this.#prepare(statement))))
      return null
    } catch (error) {
      const code = problemOfConstraint(error instanceof Error ? error.message : String(error))
      if (code) return code
      throw error
    }
  }

  #prepare(statement: Statement): D1PreparedStatement {
    const { sql: text, params } = statement instanceof SQL ? dialect.sqlToQuery(statement) : statement.toSQL()
    return this.#d1.prepare(text).bind(...params)
  }

  #count(results: D1Result[]): void {
    this.meter.queries += results.length
    for (const { meta } of results) {
      this.meter.rowsRead += meta.rows_read
      this.meter.rowsWritten += meta.rows_written
    }
  }
}

function selectFrom(table: SQLiteTable, rest: SQL): SQL {
  const columns = Object.entries(getTableColumns(table))
  const list = columns.map(([name, column]) => sql`${column} AS ${sql.identifier(name)}`)
  return sql`SELECT ${sql.join(list, sql`, `)} FROM ${table} ${rest}`
}

/** Rows passed as one bound value, because D1 binds at most 100 a statement; read them with `value ->> 'name'`. */
export function jsonRows(rows: readonly unknown[]): SQL {
  return sql`json_each(${JSON.stringify(rows)})`
}

/** A guard that aborts the batch with the given problem unless the condition holds; it writes nothing. */
export function must(condition: SQL, problem: ProblemCode): SQL {
  return sql`INSERT INTO must (ok, problem) SELECT (${condition}), ${problem}`
}

const uniqueProblems = new Map<string, ProblemCode>(
  Object.entries(problems).flatMap(([code, definition]) =>
    'unique' in definition && isProblemCode(code) ? [[definition.unique, code] as const] : [],
  ),
)

/** Which refusal a failed constraint stands for; null when it stands for none. */
export function problemOfConstraint(message: string): ProblemCode | null {
  const guard = /must:(\w+)/.exec(message)?.[1] ?? /CHECK constraint failed: (\w+)/.exec(message)?.[1]
  if (guard && isProblemCode(guard)) return guard
  const unique = /UNIQUE constraint failed: ([\w., ]+?)(?:: SQLITE|$)/.exec(message)?.[1]
  return unique ? (uniqueProblems.get(unique) ?? null) : null
}
