import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { closePeriod } from '../../src/bookkeeping/commands.ts'
import {
  accountTurnovers,
  closedPeriods,
  codeTurnovers,
  findAccountTurnover,
  findBooks,
  findEntry,
  ledgerLines,
  listAccounts,
  standingOf,
  transfersOf,
} from '../../src/bookkeeping/queries.ts'
import { trialSheet } from '../../src/bookkeeping/sheet.ts'
import { isBalanced, sumOf } from '../../src/bookkeeping/trial-balance.ts'
import { findVersion } from '../../src/contract/queries.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { monthAfter } from '../../src/kernel/time.ts'
import { account } from '../../src/ledger/account.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { balanceFen, postEntry } from '../../src/ledger/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { finaliseOrders } from '../../src/proceeds/commands/finalise.ts'
import { refundLines } from '../../src/proceeds/commands/refund.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { makePaidOrder, makeReceivedOrder } from '../support/factories/order.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'

const county = '431229000000'
const reasonless = { withFreight: true, reason: '箱子压坏' }

/** June to August: orders paid, one refunded, others final; the guarantor pays in; June is settled and paid by the bank. */
async function livedSeason() {
  const clock = new TestClock()
  const system = testContext({ clock })
  const season = await makeSeason(system, { households: 5, gramsEach: 100_000, packGrams: 5_000 })
  const { organisationId, packId } = season
  const { contractId } = (await findVersion(system.county, season.contractVersionId))!
  const as = (role: Role, scope = organisationId): Context => ({ ...system, actor: userWith({ role, scope }) })
  await makeReceivedOrder(system, { packId, units: 20 })
  const refunded = await makePaidOrder(system, { packId, units: 3 })
  clock.moveTo('2026-07-05')
  await finaliseOrders(system)
  valueOf(await refundLines(as('manager'), refunded.orderId, { lines: [{ line: 1, units: 1 }], ...reasonless }))
  await makeGuaranteePayment(system, { contractId, amountFen: 50_000, paidOn: '2026-06-30' })
  const settlementId = await makeSettlement(system, { organisationId, month: '2026-06' })
  clock.moveTo('2026-08-02')
  const august = await makeSeason(system, { organisationId, households: 1, gramsEach: 50_000, packGrams: 10_000 })
  await makePaidOrder(system, { packId: august.packId, units: 1 })
  return { ...season, latePackId: august.packId, contractId, clock, system, as, refunded, settlementId }
}
const season = await livedSeason()
const { organisationId, system, as, clock } = season
const months = ['2026-06', '2026-07', '2026-08']
const manager = as('manager')

describe('the trial balance', () => {
  it('sums to zero in every month, by code and by account, and each month opens as the last one closed', async () => {
    for (const month of months) {
      const rows = await accountTurnovers(system.county, { organisationId, month })
      expect(isBalanced(sumOf(rows)), month).toBe(true)
      expect(sumOf(await codeTurnovers(system.county, organisationId, month))).toEqual(sumOf(rows))
      const after = await accountTurnovers(system.county, { organisationId, month: monthAfter(month) })
      const opening = (code: string, subject: string) => after.find((row) => row.code === code && row.subject === subject)?.openingFen ?? 0
      for (const row of rows) expect(opening(row.code, row.subject), row.code).toBe(row.closingFen)
    }
    expect(sumOf(await accountTurnovers(system.county, { organisationId, month: '2026-06' })).debitFen).toBeGreaterThan(0)
  })

  it('ends with what each account holds today', async () => {
    const rows = await accountTurnovers(system.county, { organisationId, month: '2026-08' })
    for (const { code, subject, closingFen } of rows) {
      expect(await balanceFen(system.county, account(organisationId, code, subject))).toBe(closingFen === 0 ? 0 : -closingFen)
    }
  })

  it('is paged within one code', async () => {
    const whole = await accountTurnovers(system.county, { organisationId, month: '2026-07' }, { code: 'household' })
    expect(whole.length).toBe(5)
    const first = await accountTurnovers(system.county, { organisationId, month: '2026-07' }, { code: 'household', limit: 2 })
    const rest = await accountTurnovers(
      system.county,
      { organisationId, month: '2026-07' },
      { code: 'household', after: first[1]!.subject, limit: 9 },
    )
    expect([...first, ...rest]).toEqual(whole)
  })
})

describe('the general ledger', () => {
  it('runs, for every account, from zero to what it holds, each balance following from its line', async () => {
    const accounts = await listAccounts(system.county, organisationId, { limit: 1000 })
    expect(accounts.length).toBeGreaterThan(10)
    for (const { id, debitFen, creditFen } of accounts) {
      let balance = 0
      for (const line of await ledgerLines(system.county, id, { limit: 1000 })) {
        balance += line.debitFen - line.creditFen
        expect(line.balanceFen).toBe(balance)
      }
      expect(balance).toBe(debitFen - creditFen)
    }
  })

  it('shows one month, opening as the month before closed, page after page the same lines', async () => {
    const { id, ...clearing } = account(organisationId, 'clearing')
    const june = (await findAccountTurnover(system.county, clearing, '2026-06'))!
    const july = (await findAccountTurnover(system.county, clearing, '2026-07'))!
    expect([june.openingFen, july.openingFen]).toEqual([0, june.closingFen])
    const lines = await ledgerLines(system.county, id, { month: '2026-06', limit: 100 })
    expect(lines.at(-1)!.balanceFen).toBe(june.closingFen)
    expect(lines.reduce((sum, { debitFen }) => sum + debitFen, 0)).toBe(june.debitFen)
    const [one] = await ledgerLines(system.county, id, { month: '2026-06', limit: 1 })
    expect(await ledgerLines(system.county, id, { month: '2026-06', after: one!, limit: 100 })).toEqual(lines.slice(1))
    expect((await ledgerLines(system.county, id, { month: '2026-07', limit: 1 }))[0]).toMatchObject({
      kind: 'refund',
      creditFen: expect.any(Number),
    })
  })

  it('reads no more for a page when there is ten times as much in the books', { timeout: 60_000 }, async () => {
    const { county: books } = testContext()
    const busy = account(organisationId, 'clearing', 'busy')
    const held = account(organisationId, 'reserve', 'busy')
    const post = (n: number) =>
      books.run(
        postEntry(system, {
          id: `busy:${n}`,
          organisationId,
          kind: 'reserve',
          subject: '-',
          reason: 'x',
          transfers: [{ debit: busy, credit: held, amountFen: 1 }],
        }),
      )
    const cost = async () => {
      const before = books.meter.rowsRead
      await ledgerLines(books, busy.id, { month: '2026-08', limit: 20 })
      await ledgerLines(books, busy.id, { month: '2026-08', after: { month: '2026-08', seq: 0, n: 0 }, limit: 20 })
      await findAccountTurnover(books, busy, '2026-08')
      return books.meter.rowsRead - before
    }
    for (let n = 0; n < 30; n++) await post(n)
    const few = await cost()
    for (let n = 30; n < 300; n++) await post(n)
    expect(await cost()).toBe(few)
    expect(few).toBeLessThanOrEqual(2 * 3 * 20 + 6)
  })
})

describe('an entry', () => {
  it('says who, why, on what evidence and what moved', async () => {
    const { actor, number } = (await system.county.first<{ actor: string; number: string }>(
      sql`SELECT ${`user:usr_manager${organisationId}`} AS actor, number FROM orders WHERE id = ${season.refunded.orderId}`,
    ))!
    const [refund] = await ledgerLines(system.county, account(organisationId, 'clearing').id, { month: '2026-07', limit: 1 })
    expect(await findEntry(system.county, manager.actor, refund!.id)).toMatchObject({
      kind: 'refund',
      subject: season.refunded.orderId,
      actor,
      reason: '箱子压坏',
      evidence: number,
      aboutOn: null,
    })
    expect(await findEntry(system.county, manager.actor, String(refund!.seq))).toMatchObject({ id: refund!.id })
    const transfers = await transfersOf(system.county, refund!.seq, { limit: 10 })
    expect(transfers.map(({ creditId }) => creditId)).toEqual(
      [refund!.otherId, refund!.otherId].map(() => account(organisationId, 'clearing').id),
    )
    expect(await transfersOf(system.county, refund!.seq, { after: 1, limit: 10 })).toEqual(transfers.slice(1))
  })

  it('of money paid in and of the bank’s answer names its proof', async () => {
    const bank = await ledgerLines(system.county, account(organisationId, 'bank').id, { limit: 10 })
    expect(bank.map(({ kind, aboutOn }) => ({ kind, aboutOn }))[0]).toEqual({ kind: 'guarantee', aboutOn: '2026-06-30' })
    expect(bank[0]!.evidence).toMatch(/^ICBC\d+$/)
    expect(bank.find(({ kind }) => kind === 'paid')!.evidence).toMatch(/[0-9a-f]{64}/)
  })
})

describe('who reads the books', () => {
  it.each([
    ['the manager', manager.actor, true],
    ['the county office', as('office', county).actor, true],
    ['a supervisor above', as('supervisor', '431200000000').actor, true],
    ['a clerk', as('clerk').actor, false],
    ['an office elsewhere', as('office', '431226000000').actor, false],
    ['a manager elsewhere', as('manager', 'org_other').actor, false],
  ])('%s', async (_, actor, may) => {
    expect((await findBooks(system.county, actor, organisationId)) !== null).toBe(may)
    expect((await findEntry(system.county, actor, '1')) !== null).toBe(may)
  })
})

describe('closePeriod', () => {
  const close = (context: Context, month: string) => closePeriod(context, { organisationId, month })

  it('is for the manager alone, and a stranger finds no books', async () => {
    for (const [role, scope, code] of [
      ['clerk', organisationId, 'forbidden'],
      ['office', county, 'forbidden'],
      ['supervisor', county, 'forbidden'],
      ['manager', 'org_other', 'not_found'],
    ] as const) {
      expect(problemOf(await close(as(role, scope), '2026-06')).code).toBe(code)
    }
    expect(await closedPeriods(system.county, organisationId)).toEqual([])
  })

  it('refuses a gap, a month that is not over and a month before the first posting', async () => {
    expect(problemOf(await close(manager, '2026-07'))).toMatchObject({ code: 'month_out_of_order', facts: { next: '2026-06' } })
    expect(problemOf(await close(manager, '2026-08')).code).toBe('month_not_over')
    expect(problemOf(await close(manager, '2026-05')).code).toBe('month_out_of_order')
    expect(await closedPeriods(system.county, organisationId)).toEqual([])
  })

  it('keeps the totals and the hash of the file, and what comes later changes neither', async () => {
    valueOf(await close(manager, '2026-06'))
    const rows = await accountTurnovers(system.county, { organisationId, month: '2026-06' })
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(trialSheet(rows)))
    const [period] = await closedPeriods(system.county, organisationId)
    expect(period).toMatchObject({
      month: '2026-06',
      accounts: rows.length,
      debitFen: sumOf(rows).debitFen,
      closedBy: `user:usr_manager${organisationId}`,
    })
    expect(period!.trialSha256).toBe(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''))
    expect(problemOf(await close(manager, '2026-06')).code).toBe('month_closed')
  })

  it('lets a late fact stand in the open month, about the day it belongs to', async () => {
    const id = await makeGuaranteePayment(system, { contractId: season.contractId, amountFen: 700, paidOn: '2026-06-29' })
    expect(await findEntry(system.county, manager.actor, `guarantee:${id}`)).toMatchObject({ month: '2026-08', aboutOn: '2026-06-29' })
  })

  it('stops no job, though its clock stands in a month that was closed', async () => {
    const order = await makeReceivedOrder(system, { packId: season.latePackId, units: 1 })
    clock.moveTo('2026-09-01')
    valueOf(await close(manager, '2026-07'))
    valueOf(await close(manager, '2026-08'))
    clock.moveTo('2026-08-31')
    await finaliseOrders(system)
    expect(await findEntry(system.county, manager.actor, `final:${order.orderId}`)).toMatchObject({
      month: '2026-09',
      aboutOn: '2026-08-31',
    })
    expect(await standingOf(system.county, organisationId, clock.now())).toEqual({
      firstMonth: '2026-06',
      closedThrough: '2026-08',
      thisMonth: '2026-08',
    })
  })

  it('is refused when something was posted while the balance was drawn up', async () => {
    clock.moveTo('2026-10-01')
    const late: Entry = {
      id: 'late:september',
      organisationId,
      kind: 'reserve',
      subject: '-',
      reason: 'x',
      transfers: [{ debit: account(organisationId, 'bank'), credit: account(organisationId, 'reserve'), amountFen: 1 }],
    }
    const september = { ...system, clock: new TestClock('2026-09-30') }
    const interrupted = interruptedBy(manager, () => system.county.run(postEntry(september, late)))
    expect(problemOf(await close(interrupted, '2026-09')).code).toBe('busy_try_again')
    valueOf(await close(manager, '2026-09'))
  })

  it('refuses books in which nothing was ever posted', async () => {
    const other = await makeSeason(system, { households: 1, gramsEach: 10_000, packGrams: 5_000 })
    const own = as('manager', other.organisationId)
    expect(problemOf(await closePeriod(own, { organisationId: other.organisationId, month: '2026-06' })).code).toBe('books_empty')
  })
})

describe('a closed month', () => {
  it('is never opened again, nor recorded out of order, unbalanced or early', async () => {
    const { county: books } = testContext()
    await expect(books.run([sql`DELETE FROM ledger_periods`])).rejects.toThrow('append_only:ledger_periods')
    await expect(books.run([sql`UPDATE ledger_periods SET debit_fen = 1, credit_fen = 1`])).rejects.toThrow('append_only:ledger_periods')
    const insert = (month: string, next: string, { debitFen = 0, closedAtMs = Date.UTC(2030, 0) } = {}) =>
      books.run([
        sql`INSERT OR REPLACE INTO ledger_periods VALUES (${organisationId}, ${month}, ${next}, 1, ${debitFen}, 0, ${'0'.repeat(64)}, 'x', ${closedAtMs})`,
      ])
    expect(await insert('2026-06', '2026-07')).toBe('month_closed')
    expect(await insert('2026-11', '2026-12')).toBe('month_out_of_order')
    expect(await insert('2026-10', '2026-11', { closedAtMs: Date.UTC(2026, 9, 31, 15) })).toBe('month_not_over')
    await expect(insert('2026-10', '2026-12')).rejects.toThrow('CHECK')
    await expect(insert('2026-10', '2026-11', { debitFen: 1 })).rejects.toThrow('books_unbalanced')
    expect(await insert('2026-10', '2026-11', { closedAtMs: Date.UTC(2026, 9, 31, 16) })).toBe(null)
  })
})
