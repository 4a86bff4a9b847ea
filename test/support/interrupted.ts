import type { SQL } from 'drizzle-orm'
import type { ProblemCode } from '../../src/kernel/problem.ts'
import type { Context } from '../../src/platform/context.ts'
import { Database, type Statement } from '../../src/platform/database.ts'
import { bindings } from './context.ts'

type Moment = { group: 'county' | 'market'; write: number }

class InterruptedDatabase extends Database {
  #other: (() => Promise<unknown>) | null
  #left: number

  constructor(context: Context, { group, write }: Moment, other: () => Promise<unknown>) {
    super(group === 'county' ? bindings.COUNTY_DB : bindings.MARKET_DB, context[group].meter)
    this.#left = write
    this.#other = other
  }

  override async run(statements: Statement[]): Promise<ProblemCode | null> {
    this.#left -= 1
    const other = this.#left === 0 ? this.#other : null
    await other?.()
    return super.run(statements)
  }
}

/** The same context, but somebody else comes in just before a command's write: its first one in the county unless told otherwise. */
export function interruptedBy(
  context: Context,
  other: () => Promise<unknown>,
  { group = 'county', write = 1 }: Partial<Moment> = {},
): Context {
  return { ...context, [group]: new InterruptedDatabase(context, { group, write }, other) }
}

class InterruptedReading extends Database {
  #other: (() => Promise<unknown>) | null
  #left: number

  constructor({ county }: Context, read: number, other: () => Promise<unknown>) {
    super(bindings.COUNTY_DB, county.meter)
    this.#left = read
    this.#other = other
  }

  override async all<Row>(statement: SQL): Promise<Row[]> {
    this.#left -= 1
    if (this.#left === 0) await this.#other?.()
    return super.all<Row>(statement)
  }
}

/** The same context, but somebody else comes in between what a command reads in the county: just before this read of its. */
export function interruptedReading(context: Context, read: number, other: () => Promise<unknown>): Context {
  return { ...context, county: new InterruptedReading(context, read, other) }
}
