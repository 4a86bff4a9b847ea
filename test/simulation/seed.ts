import { localSimulation } from './local.ts'
import type { Tally } from './tally.ts'

/** What came of one seed: its tally, and the violation if there was one. */
export type Outcome = { seed: number; steps: number; tally: Tally; violation: Failure | null }

export type Failure = { step: number; words: string; lately: string[] }

/** Runs one seed from nothing to its rest, or to the first thing that must not be. */
export async function runSeed(seed: number, steps: number, log?: (line: string) => void): Promise<Outcome> {
  const { simulation, oracle, close } = localSimulation({ seed, steps, log })
  let violation: Failure | null = null
  // What an operator would read in the log is part of every injected fault.
  const { error: loud } = console
  console.error = () => {}
  try {
    await simulation.run()
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    violation = { step: simulation.tally.steps, words, lately: simulation.lately.slice(-12) }
  }
  console.error = loud
  const tally = { ...simulation.tally, ...oracle.figures() }
  close()
  return { seed, steps, tally, violation }
}

/** The fewest steps, by halving, with which a seed still fails. */
export async function shrink({ seed, steps, violation }: Outcome): Promise<Outcome | null> {
  let smallest: Outcome | null = null
  // Whatever happens up to a step happens again with fewer steps, but for what was under way at the end.
  for (let fewer = Math.min(steps, violation!.step + 16); fewer > 8; fewer = Math.floor(fewer / 2)) {
    const again = await runSeed(seed, fewer)
    if (!again.violation) break
    smallest = again
  }
  return smallest
}
