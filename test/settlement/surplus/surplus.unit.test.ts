import { describe, expect, it } from 'vitest'
import { distributeSurplus, surplusLines, type SurplusMember } from '../../../src/settlement/surplus/surplus.ts'
import { always, fc } from '../../support/property.ts'

const member = (householdId: string, volume: number, capitalFen = 0): SurplusMember => ({ householdId, volume, capitalFen })

function divide(members: readonly SurplusMember[], { surplusFen = 100_000, reserveBp = 1000, volumeBp = 6000 } = {}) {
  const result = distributeSurplus({ surplusFen, reserveBp, volumeBp, members })
  if (!result.ok) throw new Error(result.problem.code)
  return result.value
}

const members = fc.uniqueArray(
  fc.record({ householdId: fc.string({ minLength: 1, maxLength: 4 }), volume: fc.nat(1e12), capitalFen: fc.nat(1e9) }),
  { selector: ({ householdId }) => householdId, minLength: 1, maxLength: 12 },
)
const years = fc.record({
  surplusFen: fc.integer({ min: 1, max: 1e11 }),
  reserveBp: fc.integer({ min: 0, max: 9999 }),
  volumeBp: fc.integer({ min: 6000, max: 10_000 }),
  members,
})
const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)

describe('distributeSurplus', () => {
  it('works the example of 2017 out: 400,000 yuan, 10 % reserve, 70 % by volume over 8,000,000 jin', () => {
    // Yang Qunyi 2017, after 农民专业合作社法 art. 44: 360,000 yuan are distributable, 252,000 by volume: 0.0315 yuan a jin.
    const members = [member('coop-of-the-example', 7_990_000, 900_000), member('one-who-sold-10,000-jin', 10_000, 100_000)]
    const divided = divide(members, { surplusFen: 40_000_000, reserveBp: 1000, volumeBp: 7000 })
    expect(divided).toMatchObject({
      reserveFen: 4_000_000,
      distributableFen: 36_000_000,
      byVolumeFen: 25_200_000,
      byCapitalFen: 10_800_000,
    })
    const one = divided.parts.find(({ householdId }) => householdId.startsWith('one'))!
    expect(one).toMatchObject({ byVolumeFen: 31_500, byCapitalFen: 1_080_000 })
    expect(one.byVolumeFen / one.volume).toBe(3.15)
  })

  it('gives the odd fen to the largest fractions, ties by household id, whatever the order of members', () => {
    const divided = divide([member('c', 1), member('a', 1), member('b', 1)], { surplusFen: 101, reserveBp: 0, volumeBp: 10_000 })
    expect(divided.parts.map(({ householdId, byVolumeFen }) => [householdId, byVolumeFen])).toEqual([
      ['a', 34],
      ['b', 34],
      ['c', 33],
    ])
  })

  it('returns everything by volume where nobody has capital', () => {
    expect(divide([member('a', 3), member('b', 1)])).toMatchObject({ byVolumeFen: 90_000, byCapitalFen: 0 })
  })

  it('pays on capital a member that traded nothing, and by volume one that has none', () => {
    const { parts } = divide([member('a', 0, 500), member('b', 7)])
    expect(parts).toMatchObject([
      { byVolumeFen: 0, byCapitalFen: 36_000 },
      { byVolumeFen: 54_000, byCapitalFen: 0 },
    ])
  })

  it('never misses the law’s 60 % by a fen', () => {
    expect(divide([member('a', 1, 1)], { surplusFen: 11, reserveBp: 0 })).toMatchObject({ byVolumeFen: 7, byCapitalFen: 4 })
  })

  it.each([
    ['surplus_below_law', { volumeBp: 5999 }, [member('a', 1)]],
    ['surplus_nothing', { reserveBp: 10_000 }, [member('a', 1)]],
    ['surplus_without_trade', {}, [member('a', 0, 100)]],
    ['surplus_without_trade', {}, []],
  ])('refuses with %s', (code, terms, members) => {
    const result = distributeSurplus({ surplusFen: 100, reserveBp: 0, volumeBp: 6000, ...terms, members })
    expect(result.ok ? 'ok' : result.problem.code).toBe(code)
  })

  always('divides to the fen, above the law’s least part, nobody more than a fen from the exact part', years, (year) => {
    if (sum(year.members.map(({ volume }) => volume)) === 0) return
    const result = distributeSurplus(year)
    if (!result.ok) return expect(result.problem.code).toBe('surplus_nothing')
    const { reserveFen, distributableFen, byVolumeFen, byCapitalFen, parts } = result.value
    expect(reserveFen + byVolumeFen + byCapitalFen).toBe(year.surplusFen)
    expect(BigInt(byVolumeFen) * 10_000n >= BigInt(distributableFen) * 6000n).toBe(true)
    expect(sum(parts.map((part) => part.byVolumeFen))).toBe(byVolumeFen)
    expect(sum(parts.map((part) => part.byCapitalFen))).toBe(byCapitalFen)
    const total = BigInt(sum(parts.map(({ volume }) => volume)))
    for (const { byVolumeFen: part, volume } of parts) {
      const over = BigInt(part) * total - BigInt(byVolumeFen) * BigInt(volume)
      expect(over < total && over > -total).toBe(true)
    }
  })

  always('does not depend on the order members come in', years, (year) => {
    const backwards = distributeSurplus({ ...year, members: year.members.toReversed() })
    expect(backwards).toEqual(distributeSurplus(year))
  })
})

describe('surplusLines', () => {
  const none = { volumeCarriedFen: 0, capitalCarriedFen: 0 }

  it('pays what was allotted less what lines carry, so that what failed is owed again', () => {
    const rows = [
      { householdId: 'new', villageCode: 'v', volumeFen: 70, capitalFen: 30, ...none },
      { householdId: 'paid', villageCode: 'v', volumeFen: 70, capitalFen: 30, volumeCarriedFen: 70, capitalCarriedFen: 30 },
      { householdId: 'second', villageCode: 'v', volumeFen: 90, capitalFen: 30, volumeCarriedFen: 70, capitalCarriedFen: 30 },
      { householdId: 'nothing', villageCode: 'v', volumeFen: 0, capitalFen: 0, ...none },
    ]
    expect(surplusLines(rows).map(({ householdId, dueFen, beforeFen, amountFen }) => [householdId, dueFen, beforeFen, amountFen])).toEqual([
      ['new', 100, 0, 100],
      ['second', 120, 100, 20],
    ])
  })
})
