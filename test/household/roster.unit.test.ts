import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../src/kernel/csv.ts'
import { diffRoster, type Registry } from '../../src/household/roster-diff.ts'
import { readHeadings, readRoster, rosterHeadings, type Roster, type RosterLine } from '../../src/household/roster.ts'
import type { RegistryStatus } from '../../src/household/status.ts'
import { season000 } from '../support/factories/season-000.ts'
import { inventPerson } from '../support/factories/people.ts'
import { always, fc } from '../support/property.ts'

const village = '431229200202'

function lineOf(n: number, changes: Partial<RosterLine> = {}): RosterLine {
  return {
    line: n + 2,
    villageCode: village,
    identity: inventPerson(n),
    people: 4,
    workers: 2,
    status: { status: 'registered', fromOn: '2020-01-01' },
    ...changes,
  }
}

function registryOf(lines: readonly RosterLine[]): Registry {
  const households = lines.map(({ villageCode, people, workers, status, identity }, index) => {
    return { householdId: `hh_${index}`, villageCode, people, workers, status, identity }
  })
  return { byIdNumber: new Map(households.map((household) => [household.identity.idNumber, household])), inVillages: households }
}

function rosterOf(...lines: RosterLine[]): Roster {
  return { lines, rejected: [] }
}

const everywhere = () => true
const today = '2026-06-18'

describe('readRoster', () => {
  const at = readHeadings(rosterHeadings.zh)
  const read = (changes: Record<string, string>) => {
    const { name, idNumber, phone, bankName, bankAccount } = inventPerson(7)
    const cells = {
      village,
      name,
      idNumber,
      phone,
      bankName,
      bankAccount,
      people: '4',
      workers: '2',
      status: '建档立卡',
      from: '2020/1/1',
      ...changes,
    }
    if (!('at' in at)) throw new Error('headings')
    return readRoster(at.at, [{ line: 2, cells: Object.values(cells) }], (code) => (code === village ? null : 'village_unknown'))
  }

  it('reads a line, with a date as spreadsheets write it and an identity number kept as text by an apostrophe', () => {
    const { idNumber } = inventPerson(7)
    expect(read({ idNumber: `'${idNumber}` }).lines).toMatchObject([
      { line: 2, villageCode: village, people: 4, status: { status: 'registered', fromOn: '2020-01-01' }, identity: { idNumber } },
    ])
  })

  it('says what is wrong with each line', () => {
    const reasons = [
      [{ village: '431229999999' }, 'village_unknown'],
      [{ name: '' }, 'name_invalid'],
      [{ idNumber: '431229195001010011' }, 'id_number_invalid'],
      [{ idNumber: '4.31229E+17' }, 'id_number_invalid'],
      [{ phone: '1381234567' }, 'phone_invalid'],
      [{ bankAccount: '12345' }, 'bank_account_invalid'],
      [{ bankName: '' }, 'bank_account_invalid'],
      [{ people: '0' }, 'people_out_of_range'],
      [{ workers: '5' }, 'workers_above_people'],
      [{ status: '贫困' }, 'status_unknown'],
      [{ from: '2020-02-30' }, 'date_invalid'],
    ] as const
    for (const [change, code] of reasons) expect(read(change)).toMatchObject({ lines: [], rejected: [{ line: 2, code }] })
  })

  it('lets the first of two lines with one identity number stand', () => {
    if (!('at' in at)) throw new Error('headings')
    const cells = [village, ...Object.values(pick(inventPerson(7))), '4', '2', 'registered', '2020-01-01']
    const roster = readRoster(
      at.at,
      [
        { line: 2, cells },
        { line: 3, cells },
      ],
      () => null,
    )
    expect(roster).toMatchObject({ lines: [{ line: 2 }], rejected: [{ line: 3, code: 'id_number_repeated', facts: { line: 2 } }] })
  })

  it('names the columns that are missing', () => {
    expect(readHeadings(rosterHeadings.en.filter((heading) => heading !== 'people'))).toEqual({ missing: ['家庭人口'] })
  })
})

function pick({ name, idNumber, phone, bankName, bankAccount }: ReturnType<typeof inventPerson>) {
  return { name, idNumber, phone, bankName, bankAccount }
}

describe('diffRoster', () => {
  it('adds, changes and removes, each by what the file says of the village', () => {
    const registry = registryOf([lineOf(1), lineOf(2), lineOf(3, { villageCode: '431229200205' })])
    const diff = diffRoster(
      rosterOf(lineOf(1, { people: 5 }), lineOf(4)),
      { ...registry, byIdNumber: new Map([...registry.byIdNumber].slice(0, 1)) },
      everywhere,
      today,
    )
    expect(diff).toMatchObject({
      added: [{ identity: { idNumber: inventPerson(4).idNumber } }],
      changed: [{ householdId: 'hh_0', fields: ['people'] }],
      removed: [{ householdId: 'hh_1', fromOn: today }],
    })
  })

  it('keeps whoever a rejected line is about', () => {
    const registry = registryOf([lineOf(1), lineOf(2)])
    const rejected = [
      { line: 9, villageCode: '431229999999', idNumber: inventPerson(2).idNumber, code: 'village_unknown', facts: {} },
    ] as const
    expect(diffRoster({ lines: [lineOf(1)], rejected: [...rejected] }, registry, everywhere, today).removed).toEqual([])
  })

  it('removes nobody from a village with a line about nobody knows whom, and nobody at all when its village is unknown too', () => {
    const registry = registryOf([lineOf(1), lineOf(2), lineOf(3, { villageCode: '431229200205' })])
    const first = { ...registry, byIdNumber: new Map([...registry.byIdNumber].slice(0, 1)) }
    const removed = (villageCode: string, code: 'id_number_invalid' | 'village_unknown' = 'id_number_invalid') => {
      const rejected = [9, 10].map((line) => ({ line, villageCode, idNumber: null, code, facts: {} }))
      const lines = [lineOf(1), lineOf(4, { villageCode: '431229200205' })]
      return diffRoster({ lines, rejected }, first, everywhere, today).removed.map(({ householdId }) => householdId)
    }
    expect(removed(village)).toEqual(['hh_2'])
    expect(removed('431229200205')).toEqual(['hh_1'])
    expect(removed('431229999999', 'village_unknown')).toEqual([])
  })

  it('never rewrites days already recorded', () => {
    const registry = registryOf([lineOf(1, { status: { status: 'none', fromOn: '2025-05-01' } })])
    const diff = diffRoster(rosterOf(lineOf(1)), registry, everywhere, today)
    expect(diff).toMatchObject({ changed: [], rejected: [{ code: 'status_out_of_order', facts: { date: '2025-05-01' } }] })
  })

  it('leaves a household of another county to that county', () => {
    const registry = registryOf([lineOf(1, { villageCode: '431226101201' })])
    expect(diffRoster(rosterOf(lineOf(1)), registry, (code) => code.startsWith('431229'), today).rejected).toMatchObject([
      { code: 'household_elsewhere' },
    ])
  })

  const statuses: RegistryStatus[] = ['registered', 'exited', 'monitored_unstable', 'none']
  const line = fc.record({
    n: fc.nat(60),
    people: fc.integer({ min: 1, max: 8 }),
    status: fc.constantFrom(...statuses),
    year: fc.integer({ min: 2015, max: 2025 }),
  })
  const files = fc.uniqueArray(line, { selector: ({ n }) => n, maxLength: 30 })
  always('finds nothing more to change once a file has been applied', files, (listed) => {
    const lines = listed.map(({ n, people, status, year }) =>
      lineOf(n, { people, workers: 1, status: { status, fromOn: `${year}-01-01` } }),
    )
    expect(diffRoster(rosterOf(...lines), registryOf(lines), everywhere, today)).toEqual({
      added: [],
      changed: [],
      removed: [],
      rejected: [],
    })
  })
})

describe('the season of seed 000', () => {
  const { households, slips } = season000()

  it('has the seed’s totals', () => {
    expect(households).toHaveLength(814)
    expect(new Set(households.map(({ villageCode }) => villageCode)).size).toBe(10)
    expect(new Set(households.map(({ idNumber }) => idNumber)).size).toBe(814)
    expect(households.reduce((sum, { landCentimu }) => sum + landCentimu, 0)).toBe(507_000)
    expect(slips.reduce((sum, { netGrams }) => sum + netGrams, 0)).toBe(2_400_000_000)
    expect(slips.every(({ netGrams }) => netGrams > 0 && netGrams <= 5_000_000)).toBe(true)
  })

  it('is what the files hold', () => {
    const rows = (name: string) => parseCsv(readFileSync(`test/fixtures/season-000-${name}.csv`).toString())!.slice(1)
    expect(rows('households').map(({ cells }) => cells[2])).toEqual(households.map(({ idNumber }) => idNumber))
    expect(rows('members').map(({ cells }) => Number(cells[2]))).toEqual(households.map(({ landCentimu }) => landCentimu))
    expect(rows('slips').map(({ cells }) => Number(cells[4]) - Number(cells[5]))).toEqual(slips.map(({ netGrams }) => netGrams))
  })
})
