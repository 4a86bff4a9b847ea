import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reservationMs } from '../../src/order/order.ts'
import { cancelCheckout, releaseExpired } from '../../src/payment/closing/commands.ts'
import { findCheckout, findOrder, ordersOfCheckout } from '../../src/order/queries.ts'
import { capturePayment, openPayment, sandboxEvent } from '../../src/payment/commands.ts'
import { eventStatements, findPayment } from '../../src/payment/queries.ts'
import { postCaptured, postPayment, receivePayment } from '../../src/proceeds/commands/post-payment.ts'
import { problemOf, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeOpenOrder } from '../support/factories/order.ts'
import { booksOf } from '../support/books.ts'
import { stockOf } from '../support/stock.ts'

const season = { households: 2, gramsEach: 100_000, packGrams: 2500 }

describe('openPayment', () => {
  it('opens one payment a checkout however often and however many at once', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { checkoutId, paymentId } = await makeOpenOrder(context, { packId, units: 1 })
    const paths = await Promise.all([openPayment(context, checkoutId), openPayment(context, checkoutId)])
    expect(paths.map((path) => valueOf(path))).toEqual([`/pay/${paymentId}`, `/pay/${paymentId}`])
    expect(problemOf(await openPayment(context, 'chk_unknown')).code).toBe('not_found')
  })
})

describe('eventStatements', () => {
  it('take an event that waited into the books only while it waits', async () => {
    const { market } = testContext()
    const told = { eventId: 'evt_waits', kind: 'captured', paymentId: null, bodySha256: 'a'.repeat(64), parked: true }
    expect(await market.run(eventStatements('stripe', told, 1))).toBe('payment_event_known')
  })
})

describe('receivePayment', () => {
  it('posts the goods to their lot and the freight apart, once, also when one event comes twenty times at once', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 2, priceFen: 6800 })
    const event = await sandboxEvent(open.paymentId, 'captured', '1')
    const answers = await Promise.all(Array.from({ length: 20 }, () => receivePayment(context, event)))
    expect(answers.map((answer) => valueOf(answer))).toEqual(Array.from({ length: 20 }, () => open.checkoutId))
    const order = (await findOrder(context.county, open.orderId))!
    expect(order.status).toBe('paid')
    expect(await booksOf(context, organisationId, lotId)).toEqual({
      proceeds: 13600,
      final: 0,
      sold: 13600,
      lotFinal: 0,
      freight: 1800,
      clearing: -15400,
    })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
    const sent = await context.market.all(sql`SELECT template AS template FROM messages WHERE body LIKE ${`%${order.number}%`}`)
    expect(sent).toEqual([{ template: 'order.paid' }])
  })

  it('posts once when two different events report the same fact', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { paymentId } = await makeOpenOrder(context, { packId, units: 1, priceFen: 5000 })
    const event = await sandboxEvent(paymentId, 'captured', '1')
    valueOf(await receivePayment(context, event))
    valueOf(await receivePayment(context, { ...event, eventId: `${event.eventId}:again` }))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 5000, sold: 5000 })
  })

  it('is finished by the clock when the request was cut off after the capture', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 1, priceFen: 5000 })
    valueOf(await capturePayment(context, await sandboxEvent(open.paymentId, 'captured', '1')))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, sold: 0 })
    await Promise.all([postCaptured(context), postCaptured(context)])
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 5000, sold: 5000 })
    expect(await ordersOfCheckout(context.market, open.checkoutId)).toMatchObject([{ state: 'posted' }])
  })

  it('serves an order paid after its stock had gone back, while the stock is still there', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 2, priceFen: 5000 })
    clock.pass(reservationMs)
    await releaseExpired(context)
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
    const event = await sandboxEvent(open.paymentId, 'captured', '1')
    await Promise.all([receivePayment(context, event), receivePayment(context, event)])
    expect(await ordersOfCheckout(context.market, open.checkoutId)).toMatchObject([{ state: 'posted' }])
    expect((await findOrder(context.county, open.orderId))?.status).toBe('paid')
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 10_000, sold: 10_000 })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
  })

  it('gives the money back when it comes after the stock has gone to others, and for good', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 2, priceFen: 5000 })
    clock.pass(reservationMs)
    await releaseExpired(context)
    const other = await makeOpenOrder(context, { packId, units: 79 })
    const event = await sandboxEvent(open.paymentId, 'captured', '1')
    await Promise.all([receivePayment(context, event), receivePayment(context, event)])
    valueOf(await cancelCheckout(context, other.checkoutId))
    await postCaptured(context)
    expect(problemOf(await postPayment(context, open.orderId)).code).toBe('order_returned')
    expect(await ordersOfCheckout(context.market, open.checkoutId)).toMatchObject([{ state: 'returned' }])
    const payment = (await findPayment(context.market, open.paymentId))!
    expect(payment.refundedFen).toBe(payment.amountFen)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, sold: 0, clearing: 0 })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
  })

  it('gives the money back, and holds up no other order, when the lot can take no more money', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, { ...season, packGrams: 100 })
    const [first, second] = [
      await makeOpenOrder(context, { packId, units: 999, priceFen: 10_000_000 }),
      await makeOpenOrder(context, { packId, units: 999 }),
    ]
    valueOf(await receivePayment(context, await sandboxEvent(first.paymentId, 'captured', '1')))
    valueOf(await receivePayment(context, await sandboxEvent(second.paymentId, 'captured', '1')))
    expect(await ordersOfCheckout(context.market, second.checkoutId)).toMatchObject([{ state: 'returned' }])
    expect((await findOrder(context.county, second.orderId))?.status).toBe('released')
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 9_990_000_000, sold: 9_990_000_000 })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 999 }])
  })

  it('keeps the stock held after a failed try, so that the buyer can try again', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 1 })
    valueOf(await receivePayment(context, await sandboxEvent(open.paymentId, 'failed', '1')))
    expect((await findPayment(context.market, open.paymentId))?.status).toBe('failed')
    expect((await findOrder(context.county, open.orderId))?.status).toBe('reserved')
    valueOf(await receivePayment(context, await sandboxEvent(open.paymentId, 'captured', '1')))
    expect((await findCheckout(context.market, open.checkoutId))?.status).toBe('paid')
    valueOf(await receivePayment(context, await sandboxEvent(open.paymentId, 'failed', '2')))
    expect((await findPayment(context.market, open.paymentId))?.status).toBe('captured')
  })

  it('knows no payment but its own', async () => {
    expect(problemOf(await receivePayment(testContext(), await sandboxEvent('pay_x', 'captured', '1'))).code).toBe('not_found')
  })
})
