import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node'
import { guardsOf, type Guard } from './guard.ts'

/**
 * Turns every guard of the commands and queries off in turn and runs the tests that reach it, those of its own feature
 * first; a guard that no test misses has survived. Arguments: parts of guards' ids; none for all of them.
 */
const root = new URL('../../..', import.meta.url).pathname
const kinds = (process.env['KINDS'] ?? 'must,permit,refuse').split(',')
const wanted = process.argv.slice(2)

type Reach = Record<string, string[]>

const guards = sources('src')
  .flatMap((file) => guardsOf(file, readFileSync(root + file, 'utf8')))
  .filter(({ id, kind }) => kinds.includes(kind) && (wanted.length === 0 || wanted.some((part) => id.includes(part))))
console.log(`${guards.length} guards`)

const reach: Reach = {}
const vitest = await start()
await learnReach(vitest)
const survivors: Guard[] = []
for (const guard of guards) {
  const caughtBy = await firstToMiss(vitest, guard)
  if (!caughtBy) survivors.push(guard)
  console.log(`${caughtBy ? 'caught  ' : 'SURVIVED'} ${guard.id} ${guard.text}${caughtBy ? ` | ${caughtBy}` : ''}`)
}
console.log(`${guards.length - survivors.length} of ${guards.length} caught`)
await vitest.close()
process.exit(survivors.length > 0 ? 1 : 0)

function sources(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .sort()
}

function start(): Promise<Vitest> {
  const config = `${root}test/mutation/guards/vitest.config.ts`
  const remember = (log: string) => {
    const found = /^reached (.*)$/m.exec(log)?.[1]
    if (!found) return
    const { file, guards: ids } = JSON.parse(found) as { file: string; guards: string[] }
    for (const id of ids) (reach[id] ??= []).push(file)
  }
  return createVitest('test', { config, root, watch: false, reporters: [{ onUserConsoleLog: ({ content }) => remember(content) }] })
}

/** Which test files reach which guard, from one run of them all; kept between runs in a file named by REACH. */
async function learnReach(runner: Vitest): Promise<void> {
  const kept = process.env['REACH'] ?? `${tmpdir()}/sigen-guards.json`
  if (existsSync(kept)) return void Object.assign(reach, JSON.parse(readFileSync(kept, 'utf8')))
  const failed = await run(runner, await runner.globTestSpecifications(), '')
  if (failed.length > 0) console.log(`not asked, because they fail without any mutant: ${failed.join(', ')}`)
  for (const id of Object.keys(reach)) reach[id] = reach[id]!.filter((file) => !failed.some((one) => file.endsWith(one.split(':')[0]!)))
  writeFileSync(kept, JSON.stringify(reach))
}

async function firstToMiss(runner: Vitest, guard: Guard): Promise<string | null> {
  const feature = guard.file.split('/')[1]!
  const files = [...new Set(reach[guard.id] ?? [])].sort((a, b) => rank(a, feature) - rank(b, feature))
  const all = await runner.globTestSpecifications()
  for (let at = 0; at < files.length; at += 2) {
    const failed = await run(
      runner,
      all.filter(({ moduleId }) => files.slice(at, at + 2).includes(moduleId)),
      guard.id,
    )
    if (failed[0]) return failed[0]
  }
  return null
}

// Its own feature's tests know a guard best, journeys least.
function rank(file: string, feature: string): number {
  if (file.includes(`/test/${feature}/`)) return 0
  return file.includes('/journeys/') || file.includes('/http/hostile') ? 2 : 1
}

/** Runs test files with one guard off; answers the first test that failed of each file that failed. */
async function run(runner: Vitest, specifications: TestSpecification[], guardOff: string): Promise<string[]> {
  for (const project of runner.projects) project.provide('guardOff', guardOff)
  const { testModules } = await runner.runTestSpecifications(specifications, false)
  return testModules
    .filter((module) => !module.ok())
    .map((module) => {
      const [failed] = module.children.allTests('failed')
      return `${module.relativeModuleId}: ${
        failed?.fullName ??
        module
          .errors()
          .map(({ message }) => message)
          .join()
      }`
    })
}
