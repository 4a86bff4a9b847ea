import { describe, expect, it } from 'vitest'
import { addDays, isLocalDate, lastDayOf, localDate, localMinute, startOfDay } from '../../src/kernel/time.ts'

describe('localDate', () => {
  it('turns at midnight in China, not at midnight UTC', () => {
    expect(localDate(Date.parse('2026-06-17T15:59:59Z'))).toBe('2026-06-17')
    expect(localDate(Date.parse('2026-06-17T16:00:00Z'))).toBe('2026-06-18')
    expect(localMinute(Date.parse('2026-06-17T16:05:00Z'))).toBe('2026-06-18 00:05')
    expect(localDate(startOfDay('2026-06-18'))).toBe('2026-06-18')
  })
})

describe('calendar', () => {
  it('adds days over months and leap years', () => {
    expect([addDays('2026-02-28', 1), addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual([
      '2026-03-01',
      '2028-02-29',
      '2025-12-31',
    ])
    expect([lastDayOf('2026-02'), lastDayOf('2028-02'), lastDayOf('2026-12')]).toEqual(['2026-02-28', '2028-02-29', '2026-12-31'])
  })

  it('knows a date that does not exist', () => {
    expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-06-18'].map(isLocalDate)).toEqual([false, false, false, true])
    expect(['0999-12-31', '1000-01-01', '2999-12-31', '3000-01-01'].map(isLocalDate)).toEqual([false, true, true, false])
  })
})
