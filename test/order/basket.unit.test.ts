import { describe, expect, it } from 'vitest'
import {
  addToBasket,
  freightOf,
  mergeBaskets,
  priceBasket,
  setBasketLine,
  withoutOrdered,
  type BasketLine,
  type Sale,
} from '../../src/order/basket.ts'
import { quote, refuseFreshUnsaid, refuseOtherTotal } from '../../src/order/quote.ts'

const hunan = '430000000000'
const tibet = '540000000000'
const rule = { provinces: [hunan], firstGrams: 1000, firstFen: 800, stepGrams: 1000, stepFen: 300, freeFromFen: 20000 }
const names = { offerZh: '杨梅', offerEn: 'Bayberry', nameZh: '2.5 公斤', nameEn: '2.5 kg' }
const bayberry: Sale = {
  offerId: 'off_a',
  packId: 'pck_a',
  organisationId: 'org_a',
  ...names,
  packGrams: 2500,
  priceFen: 6800,
  availableUnits: 10,
  shelfLifeDays: 5,
  freightRule: rule,
}
const rice: Sale = {
  ...bayberry,
  offerId: 'off_b',
  packId: 'pck_b',
  organisationId: 'org_b',
  offerZh: '大米',
  priceFen: 5000,
  freightRule: { ...rule, freeFromFen: null },
}
const line = (sale: Sale, units: number, more: Partial<BasketLine> = {}): BasketLine => ({
  offerId: sale.offerId,
  packId: sale.packId,
  units,
  selected: true,
  seenPriceFen: sale.priceFen,
  ...more,
})

describe('a basket', () => {
  it('adds to a line that is already there and remembers the price seen last', () => {
    const lines = addToBasket([line(rice, 1), line(bayberry, 1, { seenPriceFen: 6000 })], line(bayberry, 2))
    expect(lines).toEqual([line(bayberry, 3), line(rice, 1)])
  })

  it('takes a line out at 0 units and leaves the others', () => {
    expect(setBasketLine([line(bayberry, 1), line(rice, 1)], bayberry, { units: 0 })).toEqual([line(rice, 1)])
  })

  it('keeps the larger quantity of each when a guest signs in, so that signing in twice doubles nothing', () => {
    const merged = mergeBaskets([line(bayberry, 2)], [line(bayberry, 3), line(rice, 1)])
    expect(merged).toEqual([line(rice, 1), line(bayberry, 3)])
    expect(mergeBaskets(merged, [line(bayberry, 3), line(rice, 1)])).toEqual(merged)
  })

  it('loses what was ordered and keeps the rest', () => {
    expect(withoutOrdered([line(bayberry, 2), line(rice, 1)], [bayberry])).toEqual([line(rice, 1)])
  })
})

describe('priceBasket', () => {
  it('groups by cooperative, totals only what is ticked and says what is missing to free freight', () => {
    const { groups, goodsFen } = priceBasket([line(bayberry, 2), line(rice, 1, { selected: false })], [bayberry, rice])
    expect(groups.map(({ organisationId, goodsFen, freeGapFen }) => ({ organisationId, goodsFen, freeGapFen }))).toEqual([
      { organisationId: 'org_a', goodsFen: 13600, freeGapFen: 6400 },
      { organisationId: 'org_b', goodsFen: 0, freeGapFen: null },
    ])
    expect(goodsFen).toBe(13600)
  })

  it('notices a changed price, too few left, sold out and gone', () => {
    const { groups, gone } = priceBasket(
      [line(bayberry, 11, { seenPriceFen: 7000 }), line(rice, 1, { seenPriceFen: 4000 }), { ...line(bayberry, 1), packId: 'pck_x' }],
      [bayberry, { ...rice, availableUnits: 0 }],
    )
    expect(groups.flatMap(({ lines }) => lines.map(({ notices }) => notices))).toEqual([
      ['short', 'price_down'],
      ['sold_out', 'price_up'],
    ])
    expect(gone).toHaveLength(1)
  })
})

describe('quote', () => {
  it('makes one order per organisation, each with its own freight', () => {
    const wishes = [
      { ...bayberry, units: 2 },
      { ...rice, units: 1 },
    ]
    expect(quote(wishes, [bayberry, rice], hunan, 'zh')).toMatchObject({
      value: {
        orders: [
          { organisationId: 'org_a', goodsFen: 13600, freightFen: 800 + 4 * 300 },
          { organisationId: 'org_b', goodsFen: 5000, freightFen: 800 + 2 * 300 },
        ],
        totalFen: 13600 + 2000 + 5000 + 1400,
      },
    })
  })

  it('weighs what travels under the same terms together', () => {
    const small = { ...bayberry, packId: 'pck_c', packGrams: 500 }
    expect(
      freightOf(
        [
          { sale: bayberry, units: 1 },
          { sale: small, units: 1 },
        ],
        hunan,
      ),
    ).toBe(800 + 2 * 300)
  })

  it('refuses an empty wish, what is gone, too few and a province that is not served, each with its facts', () => {
    expect(quote([], [bayberry], hunan, 'zh')).toMatchObject({ problem: { code: 'basket_empty' } })
    expect(quote([{ ...rice, units: 1 }], [bayberry], hunan, 'zh')).toMatchObject({ problem: { code: 'offer_gone' } })
    expect(quote([{ ...bayberry, units: 11 }], [bayberry], hunan, 'en')).toMatchObject({
      problem: { code: 'stock_short', facts: { name: 'Bayberry, 2.5 kg', left: 10 } },
    })
    expect(quote([{ ...bayberry, units: 1 }], [bayberry], tibet, 'zh')).toMatchObject({
      problem: { code: 'not_delivered_there', facts: { province: '西藏' } },
    })
  })

  it('never charges a total the buyer did not see', () => {
    expect(refuseOtherTotal(15600, 15600)).toBeNull()
    expect(refuseOtherTotal(15600, 14000)).toMatchObject({ problem: { code: 'price_changed', facts: { total: '156.00' } } })
  })
})

describe('refuseFreshUnsaid', () => {
  it('asks for the tick only when something fresh is bought', () => {
    const keeps = { shelfLifeDays: 365 }
    expect(refuseFreshUnsaid([keeps, bayberry], false)).toMatchObject({ problem: { code: 'fresh_not_agreed', field: 'freshAgreed' } })
    expect([refuseFreshUnsaid([keeps], false), refuseFreshUnsaid([keeps, bayberry], true)]).toEqual([null, null])
  })
})
