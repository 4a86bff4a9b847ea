import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Engine, Group, Sql } from './gate.ts'

const root = new URL('../..', import.meta.url).pathname
const mostParameters = 100
const mostBytes = 100_000

const migrations = new Map<Group, string>()

function migrationsOf(group: Group): string {
  const known = migrations.get(group)
  if (known !== undefined) return known
  const folder = `${root}migrations/${group}`
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql') && !/divisions_(?!4312)/.test(name))
  const text = files
    .sort()
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n')
  migrations.set(group, text)
  return text
}

/**
 * Stands in for a D1 database, in memory and in this process: a batch is one transaction, rolled back at its first error;
 * errors read as D1's do; foreign keys on, recursive triggers off, numbers bound as D1 binds them, at most 100 a statement.
 */
export class SqliteEngine implements Engine {
  readonly #database = new DatabaseSync(':memory:')
  readonly #prepared = new Map<string, StatementSync>()

  constructor(group: Group) {
    this.#database.exec('PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = OFF')
    this.#database.exec(`BEGIN;${migrationsOf(group)};COMMIT`)
  }

  execute(statements: readonly Sql[]): D1Result[] {
    const before = this.#changes()
    this.#statement('BEGIN').run()
    try {
      const rows = statements.map(({ text, params }) => this.#run(text, params))
      this.#statement('COMMIT').run()
      const written = this.#changes() - before
      return rows.map((results, index) => ({ success: true, results, meta: metaOf(index === 0 ? written : 0) }))
    } catch (error) {
      this.#statement('ROLLBACK').run()
      throw asD1(error)
    }
  }

  /** Rows read beside the gate, by the oracle and by people who look before they act. */
  read<Row>(text: string, params: readonly unknown[] = []): Row[] {
    return this.#statement(text).all(...(params as never[])) as Row[]
  }

  /** Statements that are no part of the product, such as what the oracle listens with, or a planted fault. */
  exec(text: string): void {
    this.#database.exec(text)
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }

  #run(text: string, params: readonly unknown[]): unknown[] {
    if (params.length > mostParameters) throw new Error('too many SQL variables')
    if (text.length > mostBytes) throw new Error('statement too long')
    return this.#statement(text).all(...params.map(bindable))
  }

  #statement(text: string): StatementSync {
    const known = this.#prepared.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    this.#prepared.set(text, statement)
    return statement
  }

  #changes(): number {
    return (this.#statement('SELECT total_changes() AS n').get() as { n: number }).n
  }
}

function bindable(value: unknown): string | number | null | Uint8Array {
  if (value === undefined) throw new Error("D1_TYPE_ERROR: Type 'undefined' not supported")
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') throw new Error("D1_TYPE_ERROR: Type 'bigint' not supported")
  return value as string | number | null | Uint8Array
}

function metaOf(written: number): D1Result['meta'] {
  return { duration: 0, size_after: 0, rows_read: 0, rows_written: written, last_row_id: 0, changed_db: written > 0, changes: written }
}

// https://sqlite.org/rescode.html: 19 is SQLITE_CONSTRAINT, its extended codes end in it.
function asD1(error: unknown): Error {
  if (!(error instanceof Error) || error.message.startsWith('D1_')) return error as Error
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 255 : 1
  return new Error(`D1_ERROR: ${error.message}: ${code === 19 ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR'}`, { cause: error })
}

const touches: Record<Group, readonly (readonly [table: string, kind: string, id: string])[]> = {
  county: [
    ['deliveries', 'slip', 'NEW.id'],
    ['delivery_reversals', 'slip', 'NEW.delivery_id'],
    ['lot_origins', 'slip', 'NEW.delivery_id'],
    ['lot_origins', 'lot', 'NEW.lot_id'],
    ['lots', 'lot', 'NEW.id'],
    ['lot_losses', 'lot', 'NEW.lot_id'],
    ['pack_lots', 'pack_lot', 'NEW.id'],
    ['pack_lots', 'lot', 'NEW.lot_id'],
    ['orders', 'order', 'NEW.id'],
    ['order_lines', 'order', 'NEW.order_id'],
    ['refunds', 'order', 'NEW.order_id'],
    ['refund_lines', 'order', 'NEW.order_id'],
    ['disputes', 'order', 'NEW.order_id'],
    ['transfers', 'entry', 'NEW.entry_seq'],
    ['transfers', 'account', 'NEW.debit'],
    ['transfers', 'account', 'NEW.credit'],
    ['settlements', 'settlement', 'NEW.id'],
    ['settlement_lines', 'settlement', 'NEW.settlement_id'],
    ['guarantee_payments', 'contract', 'NEW.contract_id'],
  ],
  market: [
    ['checkouts', 'checkout', 'NEW.id'],
    ['checkout_orders', 'checkout', 'NEW.checkout_id'],
    ['payments', 'checkout', 'NEW.checkout_id'],
    ['payment_refunds', 'payment', 'NEW.payment_id'],
    ['refund_failures', 'payment', 'NEW.payment_id'],
  ],
  vault: [],
}

/** Notes what each write touches, by temporary triggers that are rolled back with it. Answers how to ask, and forget. */
export function listenTo(engine: SqliteEngine, group: Group): () => Map<string, Set<string>> {
  engine.exec('CREATE TEMP TABLE touched (kind TEXT NOT NULL, id TEXT NOT NULL)')
  for (const [index, [table, kind, id]] of touches[group].entries()) {
    for (const event of ['INSERT', 'UPDATE']) {
      engine.exec(
        `CREATE TEMP TRIGGER touch_${index}_${event} AFTER ${event} ON main.${table} BEGIN INSERT INTO touched VALUES ('${kind}', ${id}); END`,
      )
    }
  }
  return () => {
    const touched = new Map<string, Set<string>>()
    for (const { kind, id } of engine.read<{ kind: string; id: string }>('SELECT DISTINCT kind, id FROM temp.touched')) {
      const ids = touched.get(kind) ?? new Set()
      touched.set(kind, ids.add(id))
    }
    engine.read('DELETE FROM temp.touched')
    return touched
  }
}
