import { rmSync, writeFileSync } from 'node:fs'
import { migrate, startWorker } from '../worker.ts'
import type { Login } from './people.ts'

/** What a visitor of the demo needs: log-ins, their one password, and a household card with its PIN. */
export type Demo = { logins: Login[]; password: string; card: { token: string; pin: string } }

/** Where a built demo keeps its log-ins. */
export function recordOf(state: string): string {
  return `${state}/logins.json`
}

/** Builds the demo world from nothing in `state`, a folder relative to the project. */
export async function buildDemo(state: string, port: number): Promise<Demo> {
  rmSync(state, { recursive: true, force: true })
  await migrate(state)
  const builder = await startWorker({ state, port, environment: 'demo', main: 'scripts/demo/worker.ts' })
  const answer = await fetch(`${builder.url}/build`, { method: 'POST' })
  const text = await answer.text()
  await builder.stop()
  if (!answer.ok) throw new Error(`the demo could not be built:\n${text}`)
  writeFileSync(recordOf(state), text)
  return JSON.parse(text) as Demo
}
