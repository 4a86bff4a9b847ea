import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closing, nextToClose, type Standing } from '../../src/bookkeeping/period.ts'
import { monthAfter, monthBefore } from '../../src/kernel/time.ts'

const month = fc.integer({ min: 0, max: 600 }).map((n) => `${2000 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`)
const standing: Standing = { firstMonth: '2026-03', closedThrough: '2026-05', thisMonth: '2026-08' }
const codeOf = (asked: string, given: Standing) => {
  const result = closing(asked, given)
  return result.ok ? result.value : result.problem.code
}

describe('closing a month', () => {
  it('takes the one after the last closed, and answers the one that is open then', () => {
    expect(codeOf('2026-06', standing)).toBe('2026-07')
  })

  it('begins with the month of the first posting', () => {
    expect(codeOf('2026-03', { ...standing, closedThrough: null })).toBe('2026-04')
    expect(codeOf('2026-04', { ...standing, closedThrough: null })).toBe('month_out_of_order')
  })

  it('refuses a closed month, one that is not over, a gap, and empty books', () => {
    expect(codeOf('2026-05', standing)).toBe('month_closed')
    expect(codeOf('2026-08', standing)).toBe('month_not_over')
    expect(codeOf('2026-07', standing)).toBe('month_out_of_order')
    expect(codeOf('2026-07', { ...standing, firstMonth: null, closedThrough: null })).toBe('books_empty')
  })

  it('ends with the month before this one, whatever the months', () => {
    fc.assert(
      fc.property(month, month, (firstMonth, thisMonth) => {
        let closedThrough: string | null = null
        const next = () => nextToClose({ firstMonth, closedThrough, thisMonth })!
        while (closing(next(), { firstMonth, closedThrough, thisMonth }).ok) closedThrough = next()
        expect(closedThrough).toBe(firstMonth < thisMonth ? monthBefore(thisMonth) : null)
      }),
    )
  })
})

describe('monthAfter and monthBefore', () => {
  it('undo each other over any turn of the year', () => {
    expect([monthAfter('2026-12'), monthBefore('2027-01')]).toEqual(['2027-01', '2026-12'])
    fc.assert(fc.property(month, (any) => monthBefore(monthAfter(any)) === any))
  })
})
