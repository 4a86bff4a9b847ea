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
// Nearly all are missed by their own feature's tests at once; what is left is put before everybody else.
const unnoticed = await turnOff(guards, (file, guard) => file.includes(`/test/${featureOf(guard)}/`))
const survivors = await turnOff(unnoticed, (file, guard) => !file.includes(`/test/${featureOf(guard)}/`))
for (const guard of survivors) console.log(`SURVIVED ${guard.id} ${guard.text}`)
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

/** Turns guards off one at a time before those of the tests that reach it; answers the ones nobody missed. */
async function turnOff(list: readonly Guard[], asked: (file: string, guard: Guard) => boolean): Promise<Guard[]> {
  const unmissed: Guard[] = []
  const all = await vitest.globTestSpecifications()
  for (const guard of list) {
    const files = new Set(reach[guard.id]?.filter((file) => asked(file, guard)))
    const [missedBy] =
      files.size === 0
        ? []
        : await run(
            vitest,
            all.filter(({ moduleId }) => files.has(moduleId)),
            guard.id,
          )
    if (missedBy) console.log(`caught   ${guard.id} ${guard.text} | ${missedBy}`)
    else unmissed.push(guard)
  }
  return unmissed
}

function featureOf({ file }: Guard): string {
  return file.split('/')[1]!
}

/** Runs test files with one guard off; answers the first test that failed of each file that failed. */
async function run(runner: Vitest, specifications: TestSpecification[], guardOff: string): Promise<string[]> {
  for (const project of runner.projects) project.provide('guardOff', guardOff)
  const { testModules } = await runner.runTestSpecifications(specifications, false)
  // What ran for the guards before is still in the answer.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId))
  return testModules
    .filter((module) => asked.has(module.moduleId) && !module.ok())
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
