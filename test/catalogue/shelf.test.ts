import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withdrawOffer } from '../../src/catalogue/commands.ts'
import { everything, readListing, type Listing } from '../../src/catalogue/listing.ts'
import { findOffer, packsForSale } from '../../src/catalogue/queries.ts'
import { listOffers, nearOffers, pageSize, searchOffers } from '../../src/catalogue/shelf/queries.ts'
import { recordLoss } from '../../src/lot/commands.ts'
import { sellUnits } from '../../src/lot/queries.ts'
import { reserveUnits } from '../support/stock.ts'
import { testContext, valueOf } from '../support/context.ts'
import { makeOffer } from '../support/factories/catalogue.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot, makeSeason } from '../support/factories/lot.ts'

const context = testContext()
const today = '2026-06-18'
const [gantang, xikou, pingyuan] = ['431229101200', '431229101202', '431229101203'] as const
const small = { households: 6, gramsEach: 10_000, packGrams: 2500 }

function find(q: string, changes: Partial<Listing> = {}) {
  return searchOffers(context.county, { ...everything, q, ...changes }, today)
}

async function named(nameZh: string, nameEn: string) {
  const season = await makeSeason(context, { ...small, villageCodes: [gantang] })
  valueOf(await withdrawOffer(context, season.offerId))
  const offerId = await makeOffer(context, { organisationId: season.organisationId, packId: season.packId, priceFen: 3990, nameZh, nameEn })
  return { ...season, offerId }
}

describe('searchOffers', () => {
  it('finds one and two characters, pinyin, initials, English, county and village', async () => {
    const { offerId } = await named('麻阳冰糖橙', 'Rock-sugar orange')
    for (const q of [
      '橙',
      '冰糖',
      '糖橙',
      'bingtang',
      'tangch',
      'btc',
      'ORANGE',
      'rock sugar',
      '靖州 橙',
      '甘棠村 橙',
      'gantang btc',
      '水果 冰糖橙',
    ]) {
      const { offers } = await find(q)
      expect(
        offers.map(({ id }) => id),
        q,
      ).toContain(offerId)
    }
    const kept = { category: 'fruit', countyCode: '431229000000' } as const
    expect((await find('冰糖橙', kept)).offers.map(({ id }) => id)).toEqual([offerId])
    expect((await find('冰糖橙', { sort: 'price', inSeason: true })).offers.map(({ id }) => id)).toEqual([offerId])
    expect((await find('冰糖橙', { category: 'tea' })).offers).toEqual([])
    expect((await find('冰糖橙', { maxFen: 100 })).offers).toEqual([])
    for (const q of ['冰橙', '苹果', 'ltc橙'])
      expect(
        (await find(q)).offers.map(({ id }) => id),
        q,
      ).not.toContain(offerId)
  })

  it('survives anything typed', async () => {
    for (const q of ['"', "'; DROP", 'a* OR b', 'NEAR(', '^^', '-', 'han:"橙"', '😀', '\0']) await find(q)
    expect((await find('*** ---')).offers).toEqual([])
  })

  it('offers near names when nothing matches, and forgets withdrawn offers', async () => {
    const { offerId } = await named('雪峰蜜桔', 'Xuefeng tangerine')
    expect((await find('雪蜜柚')).offers).toEqual([])
    expect((await nearOffers(context.county, '雪蜜柚')).map(({ id }) => id)).toContain(offerId)
    valueOf(await withdrawOffer(context, offerId))
    expect((await find('雪峰')).offers).toEqual([])
  })
})

describe('listOffers', () => {
  it('filters by category, county, price and season', async () => {
    const { offerId } = await named('靖州杨梅', 'Bayberry')
    const has = async (params: Record<string, string>, on = today) =>
      (await listOffers(context.county, { ...readListing(params), sort: 'new' }, on)).offers.some(({ id }) => id === offerId)
    expect(await has({ category: 'fruit', county: '431229000000', min: '30', max: '40', season: '1' })).toBe(true)
    expect(await has({ category: 'tea' })).toBe(false)
    expect(await has({ county: '431226000000' })).toBe(false)
    expect(await has({ max: '39' })).toBe(false)
    expect(await has({ season: '1' }, '2026-12-01')).toBe(false)
  })

  it('pages through every offer once in every order', async () => {
    const season = await makeSeason(context, { households: 6, gramsEach: 10_000, packGrams: 7000 })
    for (let i = 0; i < pageSize + 3; i++) {
      const { packId } = await makePackLot(context, { lotId: season.lotId, packGrams: 110 + i, units: 1 })
      await makeOffer(context, { organisationId: season.organisationId, packId, priceFen: 100 + (i % 4) })
    }
    const [{ offers }] = (await context.county.all(sql`SELECT count(*) AS offers FROM offers WHERE status = 'published'`)) as [
      { offers: number },
    ]
    for (const sort of ['best', 'sales', 'price', 'new'] as const) {
      const seen: string[] = []
      let after: number[] | null = []
      while (after) {
        const page: Awaited<ReturnType<typeof listOffers>> = await listOffers(context.county, { ...everything, sort, after }, today)
        seen.push(...page.offers.map(({ id }) => id))
        after = page.next
      }
      expect(seen, sort).toHaveLength(offers)
      expect(new Set(seen).size, sort).toBe(offers)
    }
    expect(await rowsRead(() => listOffers(context.county, everything, today))).toBeLessThanOrEqual(80)
    expect(await rowsRead(() => find('杨梅'))).toBeLessThanOrEqual(100)
  })
})

describe('the listing columns of an offer', () => {
  it('follow its packs, its sales and the lot it sells from, and equal what is computed anew', async () => {
    const season = await makeSeason(context, {
      households: 13,
      gramsEach: 10_000,
      packGrams: 500,
      villageCodes: [gantang, gantang, gantang, xikou, pingyuan],
    })
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ lotId: season.lotId, inStock: 1, soldTens: 0, households: 13 })
    const lines = [{ packLotId: season.packLotId, units: 25 }]
    await context.county.run([...reserveUnits(lines), ...sellUnits(lines)])
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ soldTens: 2 })
    await loseAll(season)
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ inStock: 0, soldTens: 2, lotId: season.lotId })
    const next = await nextLot(season)
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ inStock: 1, lotId: next, households: 0, villagesZh: '' })
    await expectAsComputed()
  })

  it('name villages of five households or more, unless the rest would be one to four', async () => {
    const named = await makeSeason(context, { ...small, households: 12, villageCodes: [gantang, xikou] })
    expect(await findOffer(context.county, named.offerId)).toMatchObject({ villagesZh: '甘棠村、溪口村', households: 12 })
    const hidden = await makeSeason(context, { ...small, households: 8, villageCodes: [gantang, gantang, gantang, xikou] })
    expect(await findOffer(context.county, hidden.offerId)).toMatchObject({ villagesZh: '', households: 8 })
  })
})

describe('packsForSale', () => {
  it('answers price, stock, freight and the contract’s windows in one query', async () => {
    const season = await makeSeason(context, small)
    const before = context.county.meter.queries
    const [pack] = await packsForSale(context.county, [season.packId, season.packId, 'pck_none'])
    expect(context.county.meter.queries - before).toBe(1)
    expect(pack).toMatchObject({
      packId: season.packId,
      offerId: season.offerId,
      priceFen: 3990,
      availableUnits: 24,
      receiptDays: 10,
      afterSalesHours: 48,
      freightRule: { firstGrams: 3000, firstFen: 1200, freeFromFen: 19_900 },
    })
  })
})

/** What a read cost, as D1 bills it. */
async function rowsRead(read: () => Promise<unknown>): Promise<number> {
  const before = context.county.meter.rowsRead
  await read()
  return context.county.meter.rowsRead - before
}

type Season = Awaited<ReturnType<typeof makeSeason>>

async function slipOf(season: Season, grams: number) {
  const { organisationId, contractVersionId } = season
  return makeDelivery(context, { organisationId, householdId: season.householdIds[0]!, contractVersionId, grams })
}

async function nextLot(season: Season): Promise<string> {
  const lotId = await makeLot(context, { organisationId: season.organisationId, deliveryIds: [await slipOf(season, 50_000)] })
  await makePackLot(context, { lotId, packGrams: 500, units: 4 })
  return lotId
}

async function loseAll(season: Season): Promise<void> {
  const [pack] = await packsForSale(context.county, [season.packId])
  const input = { packLotId: season.packLotId, units: pack!.availableUnits, kind: 'spoiled' as const, reason: '高温变质' }
  valueOf(await recordLoss(context, season.lotId, input))
}

async function expectAsComputed(): Promise<void> {
  const stale = await context.county.all(sql`
    SELECT o.id FROM offers o JOIN offer_listings g ON g.offer_id = o.id
    WHERE (o.from_fen, o.from_fen_per_kg, o.in_stock, o.sold_tens) IS NOT (g.from_fen, g.from_fen_per_kg, g.in_stock, g.sold_tens)
      OR o.lot_id IS NOT coalesce(g.lot_id, o.lot_id)`)
  expect(stale).toEqual([])
}
