import { describe, expect, it } from 'vitest'
import { addProceeds, sellUnits } from '../../src/lot/queries.ts'
import { reserveUnits } from '../support/stock.ts'
import { findLots, findPublicLot, villageNames } from '../../src/trace/queries.ts'
import { testContext } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'

const context = testContext()
const [gantang, xikou, pingyuan] = ['431229101200', '431229101202', '431229101203'] as const

async function sell({ lotId, packLotId }: { lotId: string; packLotId: string }, units: number, priceFen: number) {
  const lines = [{ packLotId, units }]
  await context.county.run([...reserveUnits(lines), ...sellUnits(lines), ...addProceeds([{ lotId, goodsFen: units * priceFen }])])
}

describe('findPublicLot', () => {
  it('tells villages, floors, what was paid and how a yuan divides', async () => {
    const season = await makeSeason(context, { households: 12, gramsEach: 10_000, packGrams: 1000, villageCodes: [gantang, xikou] })
    await sell(season, 100, 472)
    const { lot, trace, settled } = (await findPublicLot(context.county, season.lotId))!
    expect(lot).toMatchObject({
      productZh: '杨梅',
      countyZh: '靖州苗族侗族自治县',
      firstDeliveredOn: '2026-06-18',
      firstPackedOn: '2026-06-18',
    })
    expect(trace.total).toEqual({
      households: 12,
      grams: 120_000,
      soldGrams: 100_000,
      lostGrams: 0,
      proceedsFen: 47_200,
      householdsFen: 28_320,
    })
    expect(trace.origin).toMatchObject({
      kind: 'villages',
      villages: [
        { villageCode: gantang, households: 6, grams: 60_000 },
        { villageCode: xikou, households: 6 },
      ],
      others: null,
    })
    expect(trace.prices).toEqual({ goodsFloor: 400, householdFloor: 240, reference: null, paid: 472, householdsPaid: 283 })
    expect(trace.yuan.map(({ fen }) => fen)).toEqual([60, 10, 30])
    expect(settled).toBeNull()
    expect((await villageNames(context.county, [xikou])).get(xikou)).toMatchObject({ nameZh: '溪口村', townshipZh: '甘棠镇' })
  })

  it('tells no figure of four households, only the contract’s', async () => {
    const season = await makeSeason(context, { households: 4, gramsEach: 10_000, packGrams: 1000 })
    await sell(season, 10, 472)
    const { trace } = (await findPublicLot(context.county, season.lotId))!
    expect(trace).toMatchObject({
      total: null,
      origin: { kind: 'none' },
      prices: { goodsFloor: 400, reference: null, paid: null, householdsPaid: null },
    })
  })

  it('names no village when the rest would be one to four households', async () => {
    const season = await makeSeason(context, {
      households: 9,
      gramsEach: 10_000,
      packGrams: 1000,
      villageCodes: [gantang, gantang, pingyuan],
    })
    const { trace } = (await findPublicLot(context.county, season.lotId))!
    expect(trace).toMatchObject({ total: { households: 9 }, origin: { kind: 'county' } })
  })

  it('finds a lot by a number only one organisation uses, and lists the others', async () => {
    expect(await findLots(context.county, 'l20260618-001')).toHaveLength(3)
    expect(await findPublicLot(context.county, 'L20260618-001')).toBeNull()
    expect(await findPublicLot(context.county, 'L20260618-009')).toBeNull()
  })
})
