import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastHouseholds, publicOrigin, type VillageFigures } from '../../src/trace/anonymity.ts'

const village = (villageCode: string, households: number): VillageFigures => ({ villageCode, households, grams: households * 1000 })

describe('publicOrigin', () => {
  it('tells nothing of a lot of four households', () => {
    expect(publicOrigin([village('a', 3), village('b', 1)])).toEqual({ kind: 'none' })
  })

  it('merges villages under five', () => {
    expect(publicOrigin([village('a', 9), village('b', 3), village('c', 2)])).toEqual({
      kind: 'villages',
      total: { households: 14, grams: 14_000 },
      villages: [village('a', 9)],
      others: { households: 5, grams: 5000 },
    })
  })

  it('tells the county only when the merged rest is under five', () => {
    expect(publicOrigin([village('a', 9), village('b', 4)])).toEqual({ kind: 'county', total: { households: 13, grams: 13_000 } })
  })

  it('gives no group under five away by any difference of totals', () => {
    const lot = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lot, (counts) => {
        const origin = publicOrigin(counts.map((households, index) => village(String(index), households)))
        for (const households of differencesOf(origin)) expect(households === 0 || households >= leastHouseholds).toBe(true)
      }),
    )
  })
})

/** The households behind each figure that adding and subtracting published rows can single out. */
function differencesOf(origin: ReturnType<typeof publicOrigin>): number[] {
  if (origin.kind === 'none') return []
  if (origin.kind === 'county') return [origin.total.households]
  const rows = [...origin.villages.map(({ households }) => households), ...(origin.others ? [origin.others.households] : [])]
  const sums = [0]
  for (const row of rows) sums.push(...sums.map((sum) => sum + row))
  return [...sums, ...sums.map((sum) => origin.total.households - sum)]
}
