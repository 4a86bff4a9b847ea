import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { reportOf } from './report.ts'
import { runSeed, shrink, type Outcome } from './seed.ts'
import { addTally, emptyTally } from './tally.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    steps: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    seed: { type: 'string' },
  },
})
const steps = Number(values.steps)

function tellFailure({ seed, violation }: Outcome, fewest: Outcome | null): void {
  const { step, words, lately } = (fewest ?? { violation }).violation!
  console.error(`\nseed ${seed} fails at step ${step}\n  ${lately.join('\n  ')}\n${words}`)
  console.error(`replay: npm run simulate -- --seed ${seed} --steps ${fewest?.steps ?? steps}\n`)
}

async function one(seed: number): Promise<boolean> {
  const outcome = await runSeed(seed, steps, (line) => console.log(line))
  if (outcome.violation) tellFailure(outcome, null)
  else console.log(reportOf({ seeds: 1, tally: outcome.tally, failures: [], seconds: 0 }))
  return outcome.violation === null
}

async function many(): Promise<boolean> {
  const from = Number(values.from)
  const waiting = Array.from({ length: Number(values.seeds) }, (_, index) => from + index)
  const began = performance.now()
  const tally = emptyTally()
  const failures: Outcome[] = []
  let done = 0
  const took = (outcome: Outcome) => {
    done += 1
    addTally(tally, outcome.tally)
    if (outcome.violation) {
      failures.push(outcome)
      console.error(`seed ${outcome.seed}, step ${outcome.violation.step}: ${outcome.violation.words.split('\n')[0]}`)
    }
    const rate = Math.round((tally.steps / (performance.now() - began)) * 1000)
    if (process.stdout.isTTY || done % 10 === 0)
      console.log(`${done} seeds, ${tally.steps} steps, ${rate} a second, ${failures.length} failed`)
  }
  await Promise.all(Array.from({ length: Number(values.threads) }, () => work(waiting, took)))
  for (const failure of failures.slice(0, 5)) tellFailure(failure, await shrink(failure))
  console.log(reportOf({ seeds: done, tally, failures: failures.map(({ seed }) => seed), seconds: (performance.now() - began) / 1000 }))
  return failures.length === 0
}

function work(waiting: number[], took: (outcome: Outcome) => void): Promise<void> {
  const thread = new Worker(`${import.meta.dirname}/thread.ts`)
  return new Promise((resolve, reject) => {
    const next = () => {
      const seed = waiting.shift()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      if (seed !== undefined) return thread.postMessage({ seed, steps })
      void thread.terminate().then(() => resolve())
    }
    thread.on('error', reject)
    thread.on('message', (outcome: Outcome) => {
      took(outcome)
      next()
    })
    next()
  })
}

const whole = values.seed === undefined ? await many() : await one(Number(values.seed))
process.exitCode = whole ? 0 : 1
