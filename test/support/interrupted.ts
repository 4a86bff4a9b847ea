import type { ProblemCode } from '../../src/kernel/problem.ts'
import type { Context } from '../../src/platform/context.ts'
import { Database, type Statement } from '../../src/platform/database.ts'
import { bindings } from './context.ts'

class InterruptedDatabase extends Database {
  #other: (() => Promise<unknown>) | null

  constructor({ county }: Context, other: () => Promise<unknown>) {
    super(bindings.COUNTY_DB, county.meter)
    this.#other = other
  }

  override async run(statements: Statement[]): Promise<ProblemCode | null> {
    const other = this.#other
    this.#other = null
    await other?.()
    return super.run(statements)
  }
}

/** The same context, but somebody else comes in between what a command reads in the county and its first write there. */
export function interruptedBy(context: Context, other: () => Promise<unknown>): Context {
  return { ...context, county: new InterruptedDatabase(context, other) }
}
