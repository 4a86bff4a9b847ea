import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { withdrawOffer } from '../../src/catalogue/commands.ts'
import { packsForSale } from '../../src/catalogue/queries.ts'
import { versionsOf } from '../../src/contract/queries.ts'
import { findPack } from '../../src/lot/queries.ts'
import { reservationMs } from '../../src/order/order.ts'
import { changeBasket } from '../../src/order/commands/basket.ts'
import { placeCheckout } from '../../src/order/commands/place-checkout.ts'
import { cancelCheckout, releaseExpired } from '../../src/payment/closing/commands.ts'
import { findBasket, findCheckout, findOrder, linesOf, ordersOfCheckout } from '../../src/order/queries.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { problemOf, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot, makeSeason } from '../support/factories/lot.ts'
import { makeMember } from '../support/factories/organisation.ts'
import { checkoutOf, makeOpenOrder, payOrder } from '../support/factories/order.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { releasedAmong, stockOf } from '../support/stock.ts'

const season = { households: 5, gramsEach: 100_000, packGrams: 2500 }

describe('placeCheckout', () => {
  it('draws from what expires first, over as many lots as it takes, at units times price', async () => {
    const context = testContext()
    const { packId, packLotId, lotId } = await makeSeason(context, { ...season, gramsEach: 10_000 })
    const late = await makeSeasonLot(context, packId, '2026-06-19')
    const input = await checkoutOf(context, { packId, units: 23, priceFen: 6800 })
    const checkoutId = valueOf(await placeCheckout({ ...context, actor: { kind: 'guest' } }, input))
    const [part] = await ordersOfCheckout(context.market, checkoutId)
    const lines = await linesOf(context.county, [part!.orderId])
    expect(lines.map(({ packLotId, units, priceFen }) => ({ packLotId, units, priceFen }))).toEqual([
      { packLotId, units: 20, priceFen: 6800 },
      { packLotId: late.packLotId, units: 3, priceFen: 6800 },
    ])
    expect(lines[0]).toMatchObject({ lotId, nameZh: '靖州杨梅 2.5公斤装' })
    const order = await findOrder(context.county, part!.orderId)
    expect(order).toMatchObject({
      goodsFen: 23 * 6800,
      freightFen: 0,
      status: 'reserved',
      buyer: 'guest',
      afterSalesHours: 48,
      receiptDays: 10,
    })
    expect(await stockOf(context, packId)).toEqual([
      { reserved: 20, sold: 0 },
      { reserved: 3, sold: 0 },
    ])
  })

  it('makes one order per cooperative under one checkout, and takes what was ordered out of the basket', async () => {
    const context = testContext()
    const [a, b] = [await makeSeason(context, season), await makeSeason(context, season)]
    const [first, second] = [
      await checkoutOf(context, { packId: a.packId, units: 1 }),
      await checkoutOf(context, { packId: b.packId, units: 2 }),
    ]
    const lines = [...first.lines, ...second.lines]
    const kept = { offerId: 'off_kept', packId: 'pck_kept', units: 1, selected: false, seenPriceFen: 1 }
    const basketId = valueOf(
      await changeBasket(context, null, () => [...lines.map((line) => ({ ...line, selected: true, seenPriceFen: 1 })), kept]),
    )
    const input = { ...first, lines, seenTotalFen: first.seenTotalFen + second.seenTotalFen }
    const checkoutId = valueOf(await placeCheckout({ ...context, actor: { kind: 'guest' } }, input, { id: basketId }))
    expect((await ordersOfCheckout(context.market, checkoutId)).map(({ organisationId }) => organisationId).sort()).toEqual(
      [a.organisationId, b.organisationId].sort(),
    )
    expect((await findBasket(context.market, { id: basketId }))?.lines).toEqual([kept])
  })

  it('answers the same checkout when the same form comes twice, and holds the stock once', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const input = await checkoutOf(context, { packId, units: 2 })
    const keyed = {
      ...context,
      actor: { kind: 'guest' as const },
      once: { route: 'POST /checkout', key: 'same-key-1', inputSha256: 'a'.repeat(64) },
    }
    const press = () => once(keyed, 'market', () => placeCheckout(keyed, input))
    const [one, two] = await Promise.all([press(), press()])
    expect(valueOf(one)).toBe(valueOf(two))
    expect(valueOf(await press())).toBe(valueOf(one))
    expect(await stockOf(context, packId)).toEqual([{ reserved: 2, sold: 0 }])
  })

  it('refuses a household’s card, another total, too many, and what is no longer on sale, and holds nothing', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, { ...season, gramsEach: 1000 })
    const input = await checkoutOf(context, { packId, units: 2 })
    const guest = { ...context, actor: { kind: 'guest' as const } }
    const card = { ...context, actor: { kind: 'household' as const, householdId: 'hh', cardId: 'crd' } }
    expect(problemOf(await placeCheckout(card, input)).code).toBe('forbidden')
    expect(problemOf(await placeCheckout(guest, { ...input, seenTotalFen: 1 })).code).toBe('price_changed')
    const tooMany = { ...input, lines: [{ ...input.lines[0]!, units: 3 }] }
    expect(problemOf(await placeCheckout(guest, tooMany))).toMatchObject({ code: 'stock_short', facts: { left: 2 } })
    const far = { ...input, recipient: { ...input.recipient, province: '810000000000' } }
    expect(problemOf(await placeCheckout(guest, far))).toMatchObject({ code: 'not_delivered_there', field: 'province' })
    valueOf(await withdrawOffer(context, input.lines[0]!.offerId))
    expect(problemOf(await placeCheckout(guest, input)).code).toBe('offer_gone')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
  })

  it('sells the last 25 packs, spread over 3 lots, to exactly 25 of 60 buyers at once', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, { households: 5, gramsEach: 5_000, packGrams: 2500 })
    await makeSeasonLot(context, packId, '2026-06-19', 10)
    await makeSeasonLot(context, packId, '2026-06-20', 5)
    const input = await checkoutOf(context, { packId, units: 1 })
    const results = await Promise.all(
      Array.from({ length: 60 }, () => placeCheckout({ ...testContext(), actor: { kind: 'guest' } }, input)),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(25)
    const refusals = results.filter((result) => !result.ok).map((result) => problemOf(result))
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['stock_short']))
    expect(refusals.every(({ facts }) => facts.left === 0)).toBe(true)
    expect((await stockOf(context, packId)).map(({ reserved }) => reserved)).toEqual([10, 10, 5])
  })

  it('releases the first cooperative’s order when the second one has sold out in between', async () => {
    const context = testContext()
    const [a, b] = [await makeSeason(context, season), await makeSeason(context, { ...season, gramsEach: 500 })]
    const [first, second] = [
      await checkoutOf(context, { packId: a.packId, units: 1 }),
      await checkoutOf(context, { packId: b.packId, units: 1 }),
    ]
    const both = { ...first, lines: [...first.lines, ...second.lines], seenTotalFen: first.seenTotalFen + second.seenTotalFen }
    // The shelf's own count still says one is left: what a buyer sees who looked before another took it.
    await context.county.run([
      sql`UPDATE pack_lots SET reserved_units = 1 WHERE pack_id = ${b.packId}`,
      sql`UPDATE packs SET available_units = 1 WHERE id = ${b.packId}`,
    ])
    expect(problemOf(await placeCheckout({ ...context, actor: { kind: 'guest' } }, both)).code).toBe('stock_short')
    expect(await stockOf(context, a.packId)).toEqual([{ reserved: 0, sold: 0 }])
    expect(await packsForSale(context.county, [a.packId])).toMatchObject([{ availableUnits: 200 }])
  })
})

describe('releaseExpired', () => {
  it('gives stock back after 30 minutes, not before, and never of an order that was paid', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 3 })
    const paid = await makeOpenOrder(context, { packId, units: 4 })
    await payOrder(context, paid)
    clock.pass(reservationMs - 1)
    await releaseExpired(context)
    expect((await findOrder(context.county, open.orderId))?.status).toBe('reserved')
    clock.pass(1)
    await releaseExpired(context)
    await releaseExpired(context)
    expect((await findOrder(context.county, open.orderId))?.status).toBe('released')
    expect((await findCheckout(context.market, open.checkoutId))?.status).toBe('expired')
    expect((await findCheckout(context.market, paid.checkoutId))?.status).toBe('paid')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 4 }])
  })
})

describe('cancelCheckout', () => {
  it('happens once when it is asked twice at the same moment', async () => {
    const { packId } = await makeSeason(testContext(), { households: 2, gramsEach: 10_000, packGrams: 2500 })
    const { checkoutId } = await makeOpenOrder(testContext(), { packId, units: 1 })
    const guest = testContext({ actor: { kind: 'guest' } })
    const late = interruptedBy(guest, () => cancelCheckout(guest, checkoutId), { group: 'market' })
    expect(problemOf(await cancelCheckout(late, checkoutId)).code).toBe('checkout_status_moved')
    expect(await stockOf(guest, packId)).toEqual([{ reserved: 0, sold: 0 }])
  })

  it('lets the buyer give up before paying, once', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { checkoutId } = await makeOpenOrder(context, { packId, units: 3 })
    const guest = { ...context, actor: { kind: 'guest' as const } }
    valueOf(await cancelCheckout(guest, checkoutId))
    expect(await releasedAmong(context, checkoutId)).toBe(1)
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
    expect(problemOf(await cancelCheckout(guest, checkoutId)).code).toBe('checkout_status_moved')
  })

  it('is hidden from anybody but the signed-in buyer', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const buyer = { kind: 'user' as const, userId: 'usr_buyer', name: 'B', grants: [] }
    await context.market.run([sql`INSERT INTO users (id, phone, name, created_at_ms) VALUES ('usr_buyer', '13800000002', 'B', 1)`])
    const { checkoutId } = await makeOpenOrder(context, { packId, units: 1, buyer })
    expect(problemOf(await cancelCheckout({ ...context, actor: { kind: 'guest' } }, checkoutId)).code).toBe('not_found')
    expect(problemOf(await cancelCheckout({ ...context, actor: { ...buyer, userId: 'usr_other' } }, checkoutId)).code).toBe('not_found')
    valueOf(await cancelCheckout({ ...context, actor: buyer }, checkoutId))
  })
})

/** Another lot of the same cooperative with packs of the same size, packed on a later day. */
async function makeSeasonLot(context: Context, packId: string, packedOn: string, units = 20) {
  const { organisationId } = (await findPack(context.county, packId))!
  const later = { ...context, clock: new TestClock(packedOn) }
  const householdId = await makeHousehold(later)
  await makeMember(later, organisationId, householdId)
  const [contract] = await versionsOf(context.county, organisationId)
  const delivery = { organisationId, householdId, contractVersionId: contract!.id, grams: units * 2500 }
  const lotId = await makeLot(later, { organisationId, deliveryIds: [await makeDelivery(later, delivery)] })
  return makePackLot(later, { lotId, packGrams: 2500, units, packedOn })
}
