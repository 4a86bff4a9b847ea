import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterAll, describe, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const groups = ['market', 'county', 'vault'] as const

// D1 refuses a statement of 100 kB or more.
const statementLimitBytes = 100_000

const miniflare = new Miniflare(
  convertV4MiniflareOptions({ modules: true, script: 'export default {}', d1Databases: { market: 'market', county: 'county', vault: 'vault' } }),
)
afterAll(() => miniflare.dispose())

describe.each(groups)('the migrations of %s', (group) => {
  it('apply one after the other to an empty database and leave no broken reference', async () => {
    const database = await miniflare.getD1Database(group)
    for (const { name, queries } of await readD1Migrations(`${root}migrations/${group}`)) {
      expect(queries.filter((query) => Buffer.byteLength(query) >= statementLimitBytes), name).toEqual([])
      await database.batch(queries.map((query) => database.prepare(query)))
      const { results } = await database.prepare('PRAGMA foreign_key_check').all()
      expect(results, name).toEqual([])
    }
  })
})
