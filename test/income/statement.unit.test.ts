import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../src/kernel/csv.ts'
import { addDays } from '../../src/kernel/time.ts'
import { besides, parsePeriod } from '../../src/income/statement/period.ts'
import { statementCsv } from '../../src/income/statement/statement-csv.ts'
import { statementOf, type StatementLine } from '../../src/income/statement/statement.ts'

const base: StatementLine = {
  lineId: 'l1',
  organisationId: 'org_1',
  month: '2026-06',
  kind: 'proceeds',
  shareFen: 10_000,
  guaranteeFen: 2_000,
  creditFen: 1_500,
  amountFen: 10_500,
  channel: 'bank',
  status: 'paid',
  approvedOn: '2026-06-20',
  answeredOn: '2026-07-02',
  closedOn: '2026-07-03',
}

const line = record({
  lineId: integer({ min: 0, max: 9999 }).map((n) => `l${n}`),
  kind: constantFrom('proceeds', 'surplus'),
  shareFen: integer({ min: -5_000, max: 1e9 }),
  guaranteeFen: integer({ min: 0, max: 1e8 }),
  creditFen: integer({ min: 0, max: 1e6 }),
  channel: constantFrom('bank', 'cash'),
  status: constantFrom('draft', 'held', 'exported', 'paid', 'failed', 'released'),
  day: integer({ min: 0, max: 700 }),
  later: integer({ min: 0, max: 90 }),
}).map(({ day, later, ...own }): StatementLine => {
  const approvedOn = addDays('2025-01-15', day)
  const amountFen = own.shareFen + own.guaranteeFen - own.creditFen
  return { ...base, ...own, amountFen, approvedOn, answeredOn: addDays(approvedOn, later), closedOn: addDays(approvedOn, later) }
})

describe('statementOf', () => {
  it('shows a line settled in one month and received in the next', () => {
    const june = statementOf([base], '2026-06-01', '2026-06-30')
    expect(june).toMatchObject({
      openingFen: 0,
      closingFen: 10_500,
      sums: { earned: 10_000, guaranteed: 2_000, deducted: -1_500, received: 0 },
    })
    const july = statementOf([base], '2026-07-01', '2026-07-31')
    expect(july).toMatchObject({ openingFen: 10_500, closingFen: 0, sums: { received: -10_500, earned: 0 } })
  })

  it('takes back what the bank returned, and tells cash from the bank, and surplus from produce', () => {
    const sums = (own: Partial<StatementLine>) => statementOf([{ ...base, ...own }], '2026-01-01', '2026-12-31')
    expect(sums({ status: 'failed' })).toMatchObject({ closingFen: 0, sums: { returned: -10_500, received: 0 } })
    expect(sums({ status: 'released' })).toMatchObject({ closingFen: 0, sums: { returned: -10_500 } })
    expect(sums({ channel: 'cash' })).toMatchObject({ sums: { cash: -10_500, received: 0 } })
    expect(sums({ kind: 'surplus' })).toMatchObject({ sums: { surplus: 10_000, earned: 0 } })
    expect(sums({ status: 'held' })).toMatchObject({ closingFen: 10_500 })
  })

  it('opens with what the period before closed with; movements make up the difference; months make up the year', () => {
    assert(
      property(array(line, { maxLength: 30 }), (lines) => {
        let closing = statementOf(lines, '2026-01-01', '2026-01-31').openingFen
        let moved = 0
        for (let month = 1; month <= 12; month++) {
          const { from, until } = parsePeriod(`2026-${String(month).padStart(2, '0')}`)!
          const statement = statementOf(lines, from, until)
          expect(statement.openingFen).toBe(closing)
          const sum = Object.values(statement.sums).reduce((total, amount) => total + amount, 0)
          expect(statement.openingFen + sum).toBe(statement.closingFen)
          closing = statement.closingFen
          moved += statement.movements.length
        }
        const year = statementOf(lines, '2026-01-01', '2026-12-31')
        expect([year.closingFen, year.movements.length]).toEqual([closing, moved])
      }),
    )
  })

  it('closes at what is settled and neither received nor returned', () => {
    assert(
      property(array(line, { maxLength: 30 }), (lines) => {
        const open = lines.filter(({ status }) => status === 'draft' || status === 'held' || status === 'exported')
        expect(statementOf(lines, '2025-01-01', '2027-12-31').closingFen).toBe(open.reduce((sum, { amountFen }) => sum + amountFen, 0))
      }),
    )
  })
})

describe('statementCsv', () => {
  const words = {
    columns: ['day', 'what', 'reference', 'detail', 'grams', 'floor', 'amount', 'balance'],
    kinds: { earned: 'e', guaranteed: 'g', surplus: 's', deducted: 'd', received: 'r', cash: 'c', returned: 'x' },
    slip: 'slip',
    opening: 'opening',
    closing: 'closing',
    product: () => 'bayberry',
  } as const

  it('carries a running balance from opening to closing, and amounts a spreadsheet can add', () => {
    const period = { from: '2026-01-01', until: '2026-12-31' }
    const rows = parseCsv(statementCsv(statementOf([base], period.from, period.until), [], period, words))!.map(({ cells }) => cells)
    expect(rows.map((row) => [row[1], row[6], row[7]])).toEqual([
      ['what', 'amount', 'balance'],
      ['opening', '', '0.00'],
      ['e', '100.00', '100.00'],
      ['g', '20.00', '120.00'],
      ['d', '-15', '105.00'],
      ['r', '-105', '0.00'],
      ['closing', '', '0.00'],
    ])
  })
})

describe('a period', () => {
  it('is a month or a year, with its neighbours', () => {
    expect(parsePeriod('2028-02')).toEqual({ text: '2028-02', from: '2028-02-01', until: '2028-02-29' })
    expect([parsePeriod('2026-13'), parsePeriod('26'), parsePeriod('')]).toEqual([null, null, null])
    expect(besides(parsePeriod('2026-01')!)).toEqual({ before: '2025-12', after: '2026-02' })
    expect(besides(parsePeriod('2026')!)).toEqual({ before: '2025', after: '2027' })
  })
})
