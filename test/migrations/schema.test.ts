import { getTableColumns, is, sql } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { testContext } from '../support/context.ts'

const modules = import.meta.glob<Record<string, unknown>>('../../src/**/tables.ts', { eager: true })
const tables = Object.values(modules).flatMap((exports) => Object.values(exports).filter((value) => is(value, SQLiteTable)))
const shared = new Set(['activities', 'idempotency_keys'])

type Schema = { name: string; sql: string }

async function schemaOf(group: 'market' | 'county' | 'vault'): Promise<Schema[]> {
  return testContext()[group].all<Schema>(sql`SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%' AND name NOT LIKE 'offer_search%'`)
}

const groups = ['market', 'county', 'vault'] as const

describe('the schema after all migrations on an empty database', () => {
  it.each(groups)('has only STRICT tables in %s', async (group) => {
    const loose = (await schemaOf(group)).filter((table) => !/\)\s*STRICT/.test(table.sql)).map(({ name }) => name)
    expect(loose).toEqual([])
  })

  it('shares no table between groups but the record of deeds and the keys', async () => {
    const names = (await Promise.all(groups.map(schemaOf))).flat().map(({ name }) => name)
    const twice = names.filter((name, index) => names.indexOf(name) !== index)
    expect(twice.sort()).toEqual([...shared].sort())
  })

  it('has exactly the columns the code knows', async () => {
    const context = testContext()
    for (const table of tables) {
      const { name } = getTableConfig(table)
      const known = Object.values(getTableColumns(table)).map((column) => column.name).sort()
      const found = (await Promise.all(groups.map((group) => context[group].all<{ name: string }>(sql`SELECT name FROM pragma_table_info(${name})`)))).filter((columns) => columns.length > 0)
      expect(found.length, `${name} exists`).toBeGreaterThan(0)
      for (const columns of found) expect(columns.map((column) => column.name).sort(), name).toEqual(known)
    }
  })

  it.each(groups)('keeps triggers of %s in the form that remote D1 accepts', async (group) => {
    const triggers = await testContext()[group].all<Schema>(sql`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    for (const { name, sql: text } of triggers) {
      const body = /\bBEGIN ([\s\S]*); END$/.exec(text)?.[1]
      expect(body, `${name} has one uppercase BEGIN and END`).toBeDefined()
      expect(body!.includes(';'), `${name} has one statement`).toBe(false)
      expect(/\bCASE\b/i.test(body!), `${name} has no CASE`).toBe(false)
      expect(/[\r\n]/.test(text), `${name} is one line`).toBe(false)
    }
  })
})

describe('append-only tables', () => {
  it('refuse UPDATE, DELETE and the INSERT OR REPLACE that would slip past them', async () => {
    const { county } = testContext()
    await county.run([sql`INSERT INTO activities VALUES ('act_1', 1, 'system:test', 'x', 'y', 'r', '{}')`])
    await expect(county.run([sql`UPDATE activities SET action = 'z'`])).rejects.toThrow('append_only:activities')
    await expect(county.run([sql`DELETE FROM activities`])).rejects.toThrow('append_only:activities')
    await expect(county.run([sql`INSERT OR REPLACE INTO activities VALUES ('act_1', 2, 'system:test', 'x', 'y', 'r', '{}')`])).rejects.toThrow('duplicate:activities')
    expect(await county.all(sql`SELECT action FROM activities`)).toEqual([{ action: 'x' }])
  })
})
