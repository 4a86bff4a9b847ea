import type { Random } from './random.ts'
import { native } from './seeded-crypto.ts'

export type Group = 'market' | 'county' | 'vault'
export type Sql = { text: string; params: unknown[] }

/** One database: runs the statements as one transaction, or none of them. */
export type Engine = { execute(statements: readonly Sql[]): D1Result[] | Promise<D1Result[]> }

/** One command under way: what it may have written, and what happened to it. */
export type Run = { kind: string; writes: Set<Group>; faults: number; dead: boolean }

export type Fault = 'none' | 'before' | 'after' | 'dies'

/** How often a call of the database or the payment provider goes wrong, and how. */
export type FaultRates = { before: number; after: number; dies: number }

/** What a lost connection throws; nothing else may come out of a command. */
export class Lost extends Error {
  constructor() {
    super('D1_ERROR: Network connection lost.')
  }
}

type Call = { run: Run; deed: () => unknown; lost: () => Error; resolve: (value: never) => void; reject: (error: unknown) => void }

/**
 * Every await of a command that leaves the process passes here and waits until it is let through, one at a time, in an
 * order the seed chooses: so anything can happen between any two awaits, and the same things happen on a replay.
 */
export class Gate {
  readonly #random: Random
  readonly #rates: FaultRates
  readonly #pending: Call[] = []
  readonly injected: Record<Exclude<Fault, 'none'>, number> = { before: 0, after: 0, dies: 0 }
  /** While a world is set up, nothing goes wrong. */
  calm = true

  constructor(random: Random, rates: FaultRates) {
    this.#random = random
    this.#rates = rates
  }

  get waiting(): number {
    return this.#pending.length
  }

  /** `lost` is what the caller is thrown when the call goes wrong. */
  call<T>(run: Run, deed: () => T | Promise<T>, lost: () => Error = () => new Lost()): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ run, deed, lost, resolve, reject })
    })
  }

  /** Lets one waiting call through, or lets it go wrong. */
  async release(): Promise<void> {
    const [call] = this.#pending.splice(this.#random.between(0, this.#pending.length - 1), 1)
    if (!call || call.run.dead) return
    const fault = this.#fault()
    if (fault !== 'none') {
      this.injected[fault] += 1
      call.run.faults += 1
    }
    if (fault === 'before') return call.reject(call.lost())
    const done = fault === 'dies' && this.#random.chance(0.5) ? null : await outcomeOf(call.deed)
    if (fault === 'dies') call.run.dead = true
    else if (fault === 'after') call.reject(done && 'error' in done ? done.error : call.lost())
    else if (done && 'error' in done) call.reject(done.error)
    else call.resolve(done!.value as never)
  }

  /** The whole process dies: whatever waits is never answered. Answers the runs that die. */
  crash(): Run[] {
    const runs = new Set(this.#pending.splice(0).map(({ run }) => run))
    for (const run of runs) run.dead = true
    this.injected.dies += runs.size
    return [...runs]
  }

  #fault(): Fault {
    if (this.calm) return 'none'
    const { before, after, dies } = this.#rates
    const kind = this.#random.next() / 4_294_967_296
    if (kind < before) return 'before'
    if (kind < before + after) return 'after'
    return kind < before + after + dies ? 'dies' : 'none'
  }
}

async function outcomeOf(deed: () => unknown): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await deed() }
  } catch (error) {
    // A violation is no fault of the database: it ends the seed.
    if (error instanceof Violation) throw error
    return { error }
  }
}

/** Something that must never be. */
export class Violation extends Error {}

/** Waits until every command either waits at the gate or has ended. */
export async function settled(): Promise<void> {
  do await new Promise<void>((resolve) => void setImmediate(resolve))
  while (native.outstanding > 0)
}

/** A D1 database as a command sees it, through the gate. `wrote` hears of every committed write before the command does. */
export function gatedDatabase(gate: Gate, run: Run, group: Group, engine: Engine, wrote: () => Promise<void>): D1Database {
  const execute = async (statements: readonly Sql[]): Promise<D1Result[]> => {
    const results = await engine.execute(statements)
    const written = results.reduce((sum, { meta }) => sum + meta.rows_written, 0)
    if (written > 0) {
      run.writes.add(group)
      await wrote()
    }
    return results
  }
  const bound = (text: string, params: unknown[]) => ({
    text,
    params,
    bind: (...values: unknown[]) => bound(text, values),
    all: async () => (await gate.call(run, () => execute([{ text, params }])))[0],
    run: async () => (await gate.call(run, () => execute([{ text, params }])))[0],
    first: async () => (await gate.call(run, () => execute([{ text, params }])))[0]!.results[0] ?? null,
  })
  const database = {
    prepare: (text: string) => bound(text, []),
    batch: (statements: Sql[]) => gate.call(run, () => execute(statements)),
  }
  return database as unknown as D1Database
}
