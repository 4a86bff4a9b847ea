import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { startWorker } from '../worker.ts'
import type { Login } from './people.ts'

/** What a visitor of the demo needs: log-ins, their one password, and a household card with its PIN. */
export type Demo = { logins: Login[]; password: string; card: { token: string; pin: string } }

/** Every migration, by the binding of its database. */
export type Migrations = Record<'MARKET_DB' | 'COUNTY_DB' | 'VAULT_DB', { name: string; queries: string[] }[]>

const root = new URL('../..', import.meta.url).pathname

/** The demo kept in `state`, or null when there is none or the schema has changed since it was built. */
export async function findDemo(state: string): Promise<Demo | null> {
  if (!existsSync(recordOf(state))) return null
  const { schema, ...demo } = JSON.parse(readFileSync(recordOf(state), 'utf8')) as Demo & { schema: string }
  return schema === digest(await readMigrations()) ? demo : null
}

/** Builds the demo world from nothing in `state`. */
export async function buildDemo(state: string, port: number): Promise<Demo> {
  rmSync(state, { recursive: true, force: true })
  const migrations = await readMigrations()
  const builder = await startWorker({ state, port, environment: 'demo', main: 'scripts/demo/worker.ts' })
  const answer = await fetch(`${builder.url}/build`, { method: 'POST', body: JSON.stringify(migrations) })
  const text = await answer.text()
  await builder.stop()
  if (!answer.ok) throw new Error(`the demo could not be built:\n${text}`)
  const demo = JSON.parse(text) as Demo
  writeFileSync(recordOf(state), JSON.stringify({ ...demo, schema: digest(migrations) }))
  return demo
}

function recordOf(state: string): string {
  return `${state}/demo.json`
}

/** Every migration in the repository, as a builder takes them. */
export async function readMigrations(): Promise<Migrations> {
  return {
    MARKET_DB: await readD1Migrations(`${root}migrations/market`),
    COUNTY_DB: await readD1Migrations(`${root}migrations/county`),
    VAULT_DB: await readD1Migrations(`${root}migrations/vault`),
  }
}

function digest(migrations: Migrations): string {
  return createHash('sha256').update(JSON.stringify(migrations)).digest('hex')
}
