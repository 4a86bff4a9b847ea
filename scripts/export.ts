import { existsSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { exportCounty, isCounty } from './verify/export.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { from: { type: 'string' } } })
const [target] = positionals
const sources = values.from ? [values.from] : ['.demo', '.wrangler/state'].flatMap(databasesUnder).filter(isCounty)
if (!target || existsSync(target) || sources.length === 0) {
  console.error('npm run export -- <new file> [--from <county.sqlite>]   (from: the local county database unless given)')
  process.exit(2)
}
exportCounty(sources[0]!, target)
console.log(`${sources[0]} -> ${target}`)

function databasesUnder(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => `${folder}/${name}`)
}
