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
