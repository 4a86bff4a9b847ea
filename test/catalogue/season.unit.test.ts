import { describe, expect, it } from 'vitest'
import { isInSeason } from '../../src/catalogue/season.ts'

describe('isInSeason', () => {
  it('includes both days', () => {
    const bayberry = { seasonFrom: '05-25', seasonUntil: '07-10' }
    expect(['2026-05-24', '2026-05-25', '2026-07-10', '2026-07-11'].map((on) => isInSeason(bayberry, on))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('runs over the new year', () => {
    const orange = { seasonFrom: '11-15', seasonUntil: '02-20' }
    expect(['2026-11-20', '2027-01-05', '2027-03-01'].map((on) => isInSeason(orange, on))).toEqual([true, true, false])
  })
})
