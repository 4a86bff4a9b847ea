import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountSheet, entrySheet, ledgerSheet, trialSheet, type EntryHead } from '../../src/bookkeeping/sheet.ts'
import { accountTopic, entryTopic } from '../../src/bookkeeping/topic.ts'
import { everyCode, isBalanced, onRightSide, rightSide, sumOf } from '../../src/bookkeeping/trial-balance.ts'
import { parseCsv } from '../../src/kernel/csv.ts'
import { assetCodes, liabilityCodes, type AccountCode } from '../../src/ledger/account.ts'

const codes: AccountCode[] = [...assetCodes, ...liabilityCodes]
const transfers = fc.array(
  fc.record({ debit: fc.constantFrom(...codes), credit: fc.constantFrom(...codes), amountFen: fc.integer({ min: 1, max: 1e10 }) }),
)

describe('a trial balance', () => {
  it('is balanced whatever was transferred, and not when one side of anything is lost', () => {
    fc.assert(
      fc.property(transfers, (list) => {
        const rows = codes.map((code) => {
          const sum = (side: 'debit' | 'credit') =>
            list.filter((each) => each[side] === code).reduce((total, { amountFen }) => total + amountFen, 0)
          return {
            code,
            accounts: 1,
            openingFen: 0,
            debitFen: sum('debit'),
            creditFen: sum('credit'),
            closingFen: sum('debit') - sum('credit'),
          }
        })
        expect(isBalanced(sumOf(rows))).toBe(true)
        const [first, ...rest] = rows
        expect(isBalanced(sumOf([{ ...first!, debitFen: first!.debitFen + 1, closingFen: first!.closingFen + 1 }, ...rest]))).toBe(false)
        expect(isBalanced(sumOf([{ ...first!, openingFen: 1 }, ...rest]))).toBe(false)
      }),
    )
  })

  it('has every code in the order of the chart', () => {
    const bank = { code: 'bank' as const, accounts: 1, openingFen: 1, debitFen: 2, creditFen: 3, closingFen: 0 }
    expect(everyCode([bank]).map(({ code }) => code)).toEqual(codes)
    expect(everyCode([bank])[0]).toEqual(bank)
  })

  it('reads what is held and what is owed as positive', () => {
    expect([rightSide('bank'), onRightSide('bank', 5), rightSide('pool'), onRightSide('pool', -5)]).toEqual(['debit', 5, 'credit', 5])
    expect(Object.is(onRightSide('pool', 0), 0)).toBe(true)
  })
})

const head: EntryHead = {
  seq: 7,
  id: 'refund:rfd_1',
  organisationId: 'org_1',
  kind: 'refund',
  subject: 'ord_1',
  month: '2026-07',
  atMs: Date.UTC(2026, 6, 1, 1),
  aboutOn: null,
  actor: 'user:usr_1',
  reason: '=HYPERLINK("http://x"),坏果',
  evidence: '',
}

describe('books as CSV', () => {
  it('puts a balance in its debit or its credit column, so that none begins with a minus', () => {
    const text = trialSheet([{ code: 'pool', subject: 'con_1', openingFen: -123_456, debitFen: 5, creditFen: 0, closingFen: -123_451 }])
    expect(text.split('\r\n')[1]).toBe('pool,con_1,0.00,1234.56,0.05,0.00,0.00,1234.51')
    expect(accountSheet([{ id: 'x', code: 'bank', subject: '-', debitFen: 10, creditFen: 4, lastMonth: null }]).split('\r\n')[1]).toBe(
      'bank,,debit,0.10,0.04,0.06,0.00,',
    )
  })

  it('disarms what a spreadsheet would run, and keeps commas and quotes in their cell', () => {
    const line = { ...head, n: 1, otherId: 'org_1/clearing/-', debitFen: 700, creditFen: 0, balanceFen: -300 }
    const cells = parseCsv(ledgerSheet([line]))![1]!.cells
    expect(cells[8]).toBe('\'=HYPERLINK("http://x"),坏果')
    expect(cells.slice(-4)).toEqual(['7.00', '0.00', '0.00', '3.00'])
    expect(cells.slice(5, 7)).toEqual(['2026-07-01 09:00', '2026-07-01'])
    expect(parseCsv(entrySheet(head, [{ n: 1, debitId: 'a', creditId: 'b', amountFen: 1 }]))![1]!.cells.at(-1)).toBe('0.01')
  })
})

describe('what an account and an entry are about', () => {
  it('is the lot, contract, household, organisation, order or settlement they name', () => {
    expect(accountTopic('lot_final', 'lot_1')).toEqual({ kind: 'lot', id: 'lot_1' })
    expect(accountTopic('fronted', 'pool:con_1')).toEqual({ kind: 'contract', id: 'con_1' })
    expect(accountTopic('fronted', 'order:ord_1')).toEqual({ kind: 'order', id: 'ord_1' })
    expect(accountTopic('bank', '-')).toEqual({ kind: 'own', id: '-' })
    expect(entryTopic('lost', 'ord_1')).toEqual({ kind: 'order', id: 'ord_1' })
    expect(entryTopic('paid', 'set_1')).toEqual({ kind: 'settlement', id: 'set_1' })
  })
})
