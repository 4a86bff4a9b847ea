import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { levelOf, parentOf } from '../../src/region/division.ts'
import { childDivisions, divisionPath, findDivision } from '../../src/region/queries.ts'
import { testContext } from '../support/context.ts'

type Row = { code: string; level: string; parentCode: string | null; nameZh: string }

const { county } = testContext()
const all = () => county.all<Row>(sql`SELECT code, level, parent_code AS parentCode, name_zh AS nameZh FROM divisions`)

describe('the divisions', () => {
  it('are all of Huaihua and of Yuan’an', async () => {
    const count = (rows: Row[], prefix: string) => {
      const byLevel = Map.groupBy(
        rows.filter(({ code }) => code.startsWith(prefix)),
        ({ level }) => level,
      )
      return Object.fromEntries([...byLevel].map(([level, members]) => [level, members.length]))
    }
    const rows = await all()
    expect(count(rows, '4312')).toEqual({ city: 1, county: 13, township: 207, village: 2777 })
    expect(count(rows, '420525')).toEqual({ county: 1, township: 7, village: 117 })
  })

  it('each hang under the parent their code names, at the level their code says', async () => {
    const rows = await all()
    const codes = new Set(rows.map(({ code }) => code))
    const astray = rows.filter(({ code, level, parentCode }) => {
      return level !== levelOf(code) || parentCode !== parentOf(code) || (parentCode !== null && !codes.has(parentCode))
    })
    expect(astray).toEqual([])
  })

  it('repeat names within one county, so that only a code tells them apart', async () => {
    const villages = (await all()).filter(({ code, level }) => level === 'village' && code.startsWith('431222'))
    expect(new Set(villages.map(({ nameZh }) => nameZh)).size).toBeLessThan(villages.length)
    expect(new Set(villages.map(({ code }) => code)).size).toBe(villages.length)
  })

  it('are known by name in both languages', async () => {
    expect(await findDivision(county, '431229200202')).toMatchObject({ nameZh: '诸葛村', nameEn: 'Zhuge Village' })
    expect((await divisionPath(county, '431229200202')).map(({ nameEn }) => nameEn)).toEqual([
      'Hunan Province',
      'Huaihua City',
      'Jingzhou Miao and Dong Autonomous County',
      'Taiyangping Township',
      'Zhuge Village',
    ])
    expect(await childDivisions(county, '431229200000')).toHaveLength(8)
    expect(await divisionPath(county, '431299000000')).toEqual([])
  })

  it('have no path to what is no code', async () => {
    expect(await Promise.all(['431229x', '', '4312292002020'].map((code) => divisionPath(county, code)))).toEqual([[], [], []])
  })
})
