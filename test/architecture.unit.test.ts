import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { functionLengths, violations, type SourceFile } from './support/architecture.ts'

const root = new URL('..', import.meta.url).pathname

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${root}${folder}/${name}`, 'utf8') }))
}

const files = [...filesUnder('src'), ...filesUnder('web')]
// Lists of words grow with what there is to say; they are read by looking up, not through.
const isDictionary = (path: string) => /(words|kernel\/problem)\.tsx?$/.test(path)
const lines = files.map(({ text }) => text.split('\n').length).sort((a, b) => a - b)

describe('the house', () => {
  it('imports only downward, keeps nouns pure and pages away from tables', () => {
    expect(violations(files)).toEqual([])
  })

  it('keeps files short: median at most 80 lines, nine of ten at most 250', () => {
    expect(lines[Math.floor(lines.length * 0.5)]).toBeLessThanOrEqual(80)
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(250)
  })

  it('has no file over 300 lines but its dictionaries', () => {
    expect(files.filter(({ path, text }) => !isDictionary(path) && text.split('\n').length > 300).map(({ path }) => path)).toEqual([])
  })

  it('keeps functions at 70 lines or fewer', () => {
    const long = files.flatMap((file) => [...functionLengths(file)]).filter(([, length]) => length > 70)
    expect(long).toEqual([])
  })
})

describe('the rules themselves', () => {
  const broken: [string, SourceFile, string][] = [
    ['an upward import', { path: 'src/ledger/entry.ts', text: "import { x } from '../order/order.ts'" }, 'imports upward'],
    [
      'an upward import over several lines',
      { path: 'src/ledger/entry.ts', text: "import {\n  x,\n  y,\n} from '../order/order.ts'" },
      'imports upward',
    ],
    ['src importing web', { path: 'src/http/api.ts', text: "import { x } from '../../web/pages.ts'" }, 'imports upward'],
    ['a folder outside the tiers', { path: 'src/extra/thing.ts', text: '' }, 'is in no tier'],
    ['a noun with a clock', { path: 'src/lot/lot.ts', text: 'export const now = Date.now()' }, 'uses Date.now'],
    ['a noun that waits', { path: 'src/lot/lot.ts', text: 'export async function x() {}' }, 'uses async'],
    ['a noun that knows the database', { path: 'src/lot/lot.ts', text: "import { sql } from 'drizzle-orm'" }, 'imports drizzle-orm'],
    ['a noun that reads', { path: 'src/lot/lot.ts', text: "import { findLot } from './queries.ts'" }, 'imports src/lot/queries.ts'],
    [
      'a feature in another one’s tables',
      { path: 'src/lot/queries.ts', text: "import { deliveries } from '../intake/tables.ts'" },
      'another feature',
    ],
    [
      'a page in the tables',
      { path: 'web/office/page.tsx', text: "import { deliveries } from '../../src/intake/tables.ts'" },
      'touches tables',
    ],
    ['a page with the database', { path: 'web/office/page.tsx', text: "import { sql } from 'drizzle-orm'" }, 'touches tables'],
    ['a query that writes', { path: 'src/lot/queries.ts', text: 'await database.run([])' }, 'writes outside commands'],
    ['a drawer', { path: 'src/lot/utils.ts', text: '' }, 'says nothing'],
    ['a barrel', { path: 'src/lot/index.ts', text: '' }, 'says nothing'],
  ]

  it.each(broken)('catch %s', (_, file, sentence) => {
    expect(violations([file]).join('\n')).toContain(sentence)
  })

  it('let what is allowed pass', () => {
    const allowed: SourceFile[] = [
      { path: 'src/order/commands.ts', text: "import { x } from '../lot/queries.ts'\nawait commit(context, 'county', [], deed)" },
      {
        path: 'src/lot/lot.ts',
        text: "import { fen } from '../kernel/money.ts'\n// a promise: Date.now() is not used\nexport const x = new Date(0)",
      },
      { path: 'src/index.ts', text: "import { pages } from '../web/pages.ts'" },
    ]
    expect(violations(allowed)).toEqual([])
  })

  it('measure a function from its first line to its last', () => {
    expect([...functionLengths({ path: 'a.ts', text: `export function long() {\n${'  x()\n'.repeat(80)}}\n` })]).toEqual([
      ['a.ts long', 82],
    ])
  })
})
