import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { account } from '../../src/ledger/account.ts'
import { difference, type Entry } from '../../src/ledger/entry.ts'
import { balanceFen, lastSeq, postEntry } from '../../src/ledger/queries.ts'
import { TestClock, testContext } from '../support/context.ts'

const organisationId = 'org_ledger'
const clearing = account(organisationId, 'clearing')
const lot = account(organisationId, 'lot_sold', 'lot_1')
const freight = account(organisationId, 'freight')

function entry(id: string, amountFen: number): Entry {
  return { id, organisationId, kind: 'pay', subject: 'ord_1', reason: 'test', transfers: difference(clearing, lot, amountFen) }
}

beforeAll(async () => {
  await testContext().county.run([
    sql`INSERT OR IGNORE INTO divisions VALUES ('430000000000', 'province', NULL, '湖南省', 'Hunan')`,
    sql`INSERT INTO organisations (id, kind, division_code, credit_code, name_zh, name_en, created_at_ms) VALUES (${organisationId}, 'cooperative', '430000000000', '000000000000000000', '测试社', 'Test', 1)`,
  ])
})

describe('postEntry', () => {
  it('moves money between accounts it has never met, and back', async () => {
    const context = testContext()
    await context.county.run(
      postEntry(context, { ...entry('pay:1', 700), transfers: [...difference(clearing, lot, 700), ...difference(clearing, freight, 50)] }),
    )
    expect([
      await balanceFen(context.county, lot),
      await balanceFen(context.county, freight),
      await balanceFen(context.county, clearing),
    ]).toEqual([700, 50, -750])
    await context.county.run(postEntry(context, entry('refund:1', -700)))
    expect(await balanceFen(context.county, lot)).toBe(0)
  })

  it('posts the same fact once', async () => {
    const context = testContext()
    await context.county.run(postEntry(context, entry('pay:2', 100)))
    const before = await lastSeq(context.county)
    await expect(context.county.run(postEntry(context, entry('pay:2', 100)))).rejects.toThrow()
    expect(await lastSeq(context.county)).toBe(before)
  })

  it('refuses to take more from a lot than it holds, and leaves nothing behind', async () => {
    const context = testContext()
    const before = await lastSeq(context.county)
    const held = await balanceFen(context.county, lot)
    expect(await context.county.run(postEntry(context, entry('refund:2', -held - 1)))).toBe('account_overdrawn')
    expect([await lastSeq(context.county), await balanceFen(context.county, lot)]).toEqual([before, held])
  })

  it('keeps running totals that equal the sum of the transfers', async () => {
    const { county } = testContext()
    const wrong = await county.all(sql`
      SELECT a.id FROM accounts a WHERE a.debit_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM transfers WHERE debit = a.id)
        OR a.credit_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM transfers WHERE credit = a.id)`)
    expect(wrong).toEqual([])
    expect(await county.first(sql`SELECT sum(debit_fen) = sum(credit_fen) AS balanced FROM accounts`)).toEqual({ balanced: 1 })
  })
})

describe('the month of an entry', () => {
  const head = (id: string) =>
    testContext().county.first<{ month: string; aboutOn: string | null }>(
      sql`SELECT month, about_on AS aboutOn FROM entries WHERE id = ${id}`,
    )
  const from = account(organisationId, 'clearing', 'months')
  const to = account(organisationId, 'lot_sold', 'months')
  const fact = (id: string, aboutOn?: string): Entry => ({
    ...entry(id, 0),
    ...(aboutOn ? { aboutOn } : {}),
    transfers: difference(from, to, 1),
  })

  it('is that of its posting, and the day it is about is kept where it lies in an earlier month', async () => {
    const context = testContext({ clock: new TestClock('2026-07-02') })
    await context.county.run([
      ...postEntry(context, fact('m:1')),
      ...postEntry(context, fact('m:2', '2026-07-01')),
      ...postEntry(context, fact('m:3', '2026-06-30')),
    ])
    expect(await Promise.all(['m:1', 'm:2', 'm:3'].map(head))).toEqual([
      { month: '2026-07', aboutOn: null },
      { month: '2026-07', aboutOn: null },
      { month: '2026-07', aboutOn: '2026-06-30' },
    ])
  })

  it('is never before its accounts’ last posting, though a clock may run behind', async () => {
    const context = testContext({ clock: new TestClock('2026-06-30') })
    await context.county.run(postEntry(context, fact('m:4')))
    expect(await head('m:4')).toEqual({ month: '2026-07', aboutOn: '2026-06-30' })
  })

  it('is the first open one when its own is closed; whatever else writes there is refused', async () => {
    const context = testContext({ clock: new TestClock('2026-07-31') })
    await context.county.run([
      sql`INSERT INTO ledger_periods VALUES (${organisationId}, '2026-07', '2026-08', 1, 1, 1, ${'0'.repeat(64)}, 'system:test', 1785513600000)`,
    ])
    expect(await context.county.run(postEntry(context, fact('m:5')))).toBe(null)
    expect(await head('m:5')).toEqual({ month: '2026-08', aboutOn: '2026-07-31' })
    const raw = sql`INSERT INTO entries (id, organisation_id, kind, subject, month, at_ms, actor, reason)
      SELECT 'm:6', ${organisationId}, 'pay', 'x', value, 1, 'x', 'x' FROM json_each('["2026-07"]')`
    expect(await context.county.run([raw])).toBe('month_closed')
    const late = sql`INSERT INTO transfers SELECT seq, 2, ${from.id}, ${to.id}, 1 FROM entries WHERE id = 'm:4'`
    expect(await context.county.run([late])).toBe('month_closed')
  })
})

describe('what was posted', () => {
  const other = 'org_other_books'

  it('takes no further transfer, and none into the books of another organisation', async () => {
    const context = testContext()
    await context.county.run([
      sql`INSERT OR IGNORE INTO organisations (id, kind, division_code, credit_code, name_zh, name_en, created_at_ms) VALUES (${other}, 'cooperative', '430000000000', '000000000000000001', '别社', 'Other', 1)`,
      ...postEntry(context, entry('late:1', 10)),
      ...postEntry(context, {
        ...entry('late:2', 10),
        organisationId: other,
        transfers: difference(account(other, 'bank'), account(other, 'reserve'), 10),
      }),
    ])
    const add = (id: string, to: string) =>
      context.county.run([sql`INSERT INTO transfers SELECT seq, 9, ${clearing.id}, ${to}, 1 FROM entries WHERE id = ${id}`])
    await expect(add('late:1', lot.id)).rejects.toThrow('append_only:entries')
    await expect(add('late:2', account(other, 'reserve').id)).rejects.toThrow('other_organisation:transfers')
  })

  it('is never changed, taken away or put in a second time', async () => {
    const { county } = testContext()
    for (const table of ['postings', 'transfers', 'entries', 'chart']) {
      await expect(county.run([sql`DELETE FROM ${sql.identifier(table)}`])).rejects.toThrow(`append_only:${table}`)
    }
    await expect(county.run([sql`UPDATE postings SET debit_fen = 0`])).rejects.toThrow('append_only:postings')
    await expect(county.run([sql`UPDATE chart SET subject = 'x'`])).rejects.toThrow('append_only:chart')
    await expect(county.run([sql`INSERT OR REPLACE INTO postings SELECT * FROM postings LIMIT 1`])).rejects.toThrow('duplicate:postings')
    await expect(county.run([sql`INSERT INTO chart VALUES ('x', ${organisationId}, 'bank', 'x')`])).rejects.toThrow('account_misnamed')
  })
})
