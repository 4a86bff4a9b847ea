import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { account } from '../../src/ledger/account.ts'
import { difference, type Entry } from '../../src/ledger/entry.ts'
import { balanceFen, lastSeq, postEntry } from '../../src/ledger/queries.ts'
import { testContext } from '../support/context.ts'

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
