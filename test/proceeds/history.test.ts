import { fc } from '../support/property.ts'
import { describe, expect, it } from 'vitest'
import { dayMs } from '../../src/kernel/time.ts'
import { assumeReceipts } from '../../src/order/commands/receive.ts'
import { releaseExpired } from '../../src/payment/closing/commands.ts'
import { shipOrder } from '../../src/order/commands/ship-order.ts'
import { findOrder, linesOf } from '../../src/order/queries.ts'
import { everythingLeft } from '../../src/order/refund.ts'
import { finaliseOrders } from '../../src/proceeds/commands/finalise.ts'
import { cancelOrder, refundLines } from '../../src/proceeds/commands/refund.ts'
import { booksOf } from '../support/books.ts'
import { TestClock, testContext } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeOpenOrder, payOrder } from '../support/factories/order.ts'
import type { Context } from '../../src/platform/context.ts'

type Placed = { orderId: string; checkoutId: string; paymentId: string }
type Deed = { what: 'pay' | 'ship' | 'refund' | 'cancel' | 'wait'; which: number; units: number }

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('pay', 'ship', 'refund', 'cancel', 'wait'),
  which: fc.nat(2),
  units: fc.integer({ min: 1, max: 3 }),
})

async function act(context: Context, clock: TestClock, orders: Placed[], { what, which, units }: Deed): Promise<void> {
  const order = orders[which]!
  const parcel = { carrier: '中通快递', trackingNumber: 'ZT12345678' }
  if (what === 'pay') await payOrder(context, order)
  if (what === 'ship') await shipOrder(context, order.orderId, parcel)
  if (what === 'cancel') await cancelOrder(context, order.orderId, '取消')
  if (what === 'refund')
    await refundLines(context, order.orderId, { lines: [{ line: 1, units }], withFreight: units === 3, reason: '坏果' })
  if (what === 'wait') clock.pass(units * 10 * 60_000)
  await releaseExpired(context)
}

/** Every account equals its lot, and every lot the lines of its orders less their refunds. */
async function expectBooksToAgree(context: Context, season: { organisationId: string; lotId: string }, orders: Placed[]) {
  const books = await booksOf(context, season.organisationId, season.lotId)
  const live = await Promise.all(orders.map(({ orderId }) => findOrder(context.county, orderId)))
  const paid = live.filter((order) => order !== null && !['reserved', 'released'].includes(order.status))
  const goods = paid.reduce((sum, order) => sum + order!.goodsFen - order!.refundedGoodsFen, 0)
  const freight = paid.reduce((sum, order) => sum + order!.freightFen - order!.refundedFreightFen, 0)
  expect(books.proceeds).toBe(goods)
  expect(books.sold + books.lotFinal).toBe(goods)
  expect(books.final).toBe(books.lotFinal)
  expect(books.freight).toBe(freight)
  expect(books.clearing).toBe(0 - goods - freight)
}

describe('any history of orders', () => {
  it('keeps books and lots equal, and refunding everything leaves what never selling leaves', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 14 }), async (deeds) => {
        const clock = new TestClock()
        const context = testContext({ clock })
        const season = await makeSeason(context, { households: 1, gramsEach: 50_000, packGrams: 2500 })
        const orders: Placed[] = []
        for (const priceFen of [3333, 3333, 3333]) orders.push(await makeOpenOrder(context, { packId: season.packId, units: 3, priceFen }))
        for (const each of deeds) await act(context, clock, orders, each)
        await expectBooksToAgree(context, season, orders)
        for (const { orderId } of orders) await refundAll(context, orderId)
        clock.pass(60 * dayMs)
        await releaseExpired(context)
        await assumeReceipts(context)
        await finaliseOrders(context)
        expect(await booksOf(context, season.organisationId, season.lotId)).toEqual({
          proceeds: 0,
          final: 0,
          sold: 0,
          lotFinal: 0,
          freight: 0,
          clearing: 0,
        })
      }),
      { numRuns: 15 },
    )
  })

  it('ends the same whatever the order of events', { timeout: 60_000 }, async () => {
    const ends = []
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const clock = new TestClock()
      const context = testContext({ clock })
      const season = await makeSeason(context, { households: 1, gramsEach: 50_000, packGrams: 2500 })
      const orders = [1, 2, 3].map((units) => makeOpenOrder(context, { packId: season.packId, units, priceFen: 4720 }))
      const placed = [await orders[0]!, await orders[1]!, await orders[2]!]
      for (const at of order) await payOrder(context, placed[at]!)
      for (const at of order.toReversed()) await act(context, clock, placed, { what: 'ship', which: at, units: 1 })
      for (const at of order) await act(context, clock, placed, { what: 'refund', which: at, units: 1 })
      clock.pass(60 * dayMs)
      await assumeReceipts(context)
      await finaliseOrders(context)
      ends.push(await booksOf(context, season.organisationId, season.lotId))
    }
    expect(ends[1]).toEqual(ends[0])
    expect(ends[2]).toEqual(ends[0])
    expect(ends[0]).toMatchObject({ proceeds: 3 * 4720, final: 3 * 4720, sold: 0, lotFinal: 3 * 4720 })
  })
})

async function refundAll(context: Context, orderId: string): Promise<void> {
  const order = (await findOrder(context.county, orderId))!
  const lines = everythingLeft(await linesOf(context.county, [orderId]))
  if (order.status === 'paid') await cancelOrder(context, orderId, '全退')
  else await refundLines(context, orderId, { lines, withFreight: true, reason: '全退' })
}
