import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/kernel/actor.ts'
import { dayMs, hourMs } from '../../src/kernel/time.ts'
import { findLot } from '../../src/lot/queries.ts'
import { recordLoss } from '../../src/lot/commands.ts'
import { openClaim } from '../../src/order/commands/open-claim.ts'
import { assumeReceipts, confirmReceipt } from '../../src/order/commands/receive.ts'
import { shipOrder, shipOrders } from '../../src/order/commands/ship-order.ts'
import { findOrder, linesOf, refundsOf } from '../../src/order/queries.ts'
import { findPayment } from '../../src/payment/queries.ts'
import { closeLots, finaliseOrders } from '../../src/proceeds/commands/finalise.ts'
import { cancelOrder, cancelOwnOrder, decideClaim, refundLines } from '../../src/proceeds/commands/refund.ts'
import type { Context } from '../../src/platform/context.ts'
import { booksOf } from '../support/books.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeFinalOrder, makePaidOrder, makeReceivedOrder, makeShippedOrder } from '../support/factories/order.ts'
import { stockOf } from '../support/stock.ts'

const season = { households: 2, gramsEach: 10_000, packGrams: 2500 }
const guest: Actor = { kind: 'guest' }
const never = { proceeds: 0, final: 0, sold: 0, lotFinal: 0, freight: 0, clearing: 0 }
const photo = () => new File([new Uint8Array([0xff, 0xd8, 0xff])], 'bad.jpg', { type: 'image/jpeg' })
const complaint = (units: number) => ({ line: 1, units, words: '到货时坏了', photo: photo() })
const as = (context: Context, actor: Actor): Context => ({ ...context, actor })

describe('cancelOrder', () => {
  it('before shipping gives everything back, freight included, and the units return to the shelf', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId, paymentId } = await makePaidOrder(context, { packId, units: 2 })
    valueOf(await cancelOwnOrder(as(context, guest), checkoutId, orderId, '不想要了'))
    expect(await booksOf(context, organisationId, lotId)).toEqual(never)
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
    const payment = (await findPayment(context.market, paymentId))!
    expect(payment.refundedFen).toBe(payment.amountFen)
    expect((await refundsOf(context.county, [orderId]))[0]).toMatchObject({ kind: 'cancellation', sentAtMs: context.clock.now() })
    expect(problemOf(await cancelOwnOrder(as(context, guest), checkoutId, orderId, '又来')).code).toBe('order_status_moved')
  })

  it('after shipping is refused, and hidden from strangers', async () => {
    const context = testContext()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makeShippedOrder(context, { packId, units: 1 })
    expect(problemOf(await cancelOrder(context, orderId, '缺货')).code).toBe('order_shipped')
    expect(problemOf(await cancelOwnOrder(as(context, guest), 'chk_other', orderId, '')).code).toBe('not_found')
    expect(problemOf(await cancelOrder(as(context, guest), orderId, '')).code).toBe('sign_in_required')
    expect(problemOf(await cancelOrder(as(context, userWith({ role: 'clerk', scope: organisationId })), orderId, '')).code).toBe(
      'forbidden',
    )
    expect(problemOf(await cancelOrder(as(context, userWith({ role: 'manager', scope: 'org_x' })), orderId, '')).code).toBe('not_found')
    expect(checkoutId).toBeTruthy()
  })
})

describe('refundLines', () => {
  it('before shipping returns units to stock; refunding the rest cancels the order with its freight', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 3, priceFen: 3333 })
    const manager = as(context, userWith({ role: 'manager', scope: organisationId }))
    valueOf(await refundLines(manager, orderId, { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少一盒' }))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 6666, sold: 6666 })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
    valueOf(await refundLines(manager, orderId, { lines: [{ line: 1, units: 2 }], withFreight: false, reason: '全没了' }))
    expect((await findOrder(context.county, orderId))?.status).toBe('cancelled')
    expect(await booksOf(context, organisationId, lotId)).toEqual(never)
  })

  it('after shipping gives money back and no units, and at most what was bought', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const wish = { lines: [{ line: 1, units: 2 }], withFreight: true, reason: '包裹丢失' }
    valueOf(await refundLines(context, orderId, wish))
    expect(await booksOf(context, organisationId, lotId)).toEqual(never)
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
    expect(problemOf(await refundLines(context, orderId, wish))).toMatchObject({ code: 'refund_above_line', facts: { units: 0 } })
  })

  it('gives back once when two managers press at the same time', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const wish = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }
    const results = await Promise.all([refundLines(context, orderId, wish), refundLines(context, orderId, wish)])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 5000, sold: 5000 })
  })

  it('is refused to a clerk, to strangers, and once the order is final', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makeFinalOrder(context, { packId, units: 1, priceFen: 5000 })
    const wish = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }
    expect(problemOf(await refundLines(as(context, userWith({ role: 'clerk', scope: organisationId })), orderId, wish)).code).toBe(
      'forbidden',
    )
    expect(problemOf(await refundLines(as(context, userWith({ role: 'manager', scope: 'org_x' })), orderId, wish)).code).toBe('not_found')
    expect(problemOf(await refundLines(context, orderId, wish)).code).toBe('order_final')
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 5000, final: 5000, sold: 0, lotFinal: 5000 })
  })
})

describe('a claim', () => {
  it('within the hours of the contract leads to a refund of the units it names', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makeReceivedOrder(context, { packId, units: 3, priceFen: 3000 })
    clock.pass(48 * hourMs)
    const claimId = valueOf(await openClaim(as(context, guest), checkoutId, orderId, complaint(2)))
    expect(problemOf(await openClaim(as(context, guest), checkoutId, orderId, complaint(1))).code).toBe('claim_open_already')
    await finaliseOrders(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('received')
    valueOf(await decideClaim(context, claimId, { decision: 'refund', reason: '' }))
    expect(problemOf(await decideClaim(context, claimId, { decision: 'refund', reason: '' })).code).toBe('claim_decided')
    expect(await linesOf(context.county, [orderId])).toMatchObject([{ refundedUnits: 2, refundedFen: 6000, returnedUnits: 0 }])
    await finaliseOrders(context)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 3000, final: 3000, sold: 0, lotFinal: 3000 })
    expect(await findLot(context.county, lotId)).toMatchObject({ finalGrams: 2500, openUnits: 8 - 3 })
  })

  it('is refused before receipt, after its hours, for too many units and without a real photo', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makeShippedOrder(context, { packId, units: 1 })
    const buyer = as(context, guest)
    expect(problemOf(await openClaim(buyer, checkoutId, orderId, complaint(1))).code).toBe('order_not_received')
    valueOf(await confirmReceipt(buyer, checkoutId, orderId))
    expect(problemOf(await openClaim(buyer, checkoutId, orderId, complaint(2)))).toMatchObject({
      code: 'refund_above_line',
      field: 'units',
    })
    const text = { ...complaint(1), photo: new File(['x'], 'x.txt', { type: 'text/plain' }) }
    expect(problemOf(await openClaim(buyer, checkoutId, orderId, text))).toMatchObject({ code: 'file_type_refused', field: 'photo' })
    expect(problemOf(await openClaim(buyer, 'chk_other', orderId, complaint(1))).code).toBe('not_found')
    clock.pass(48 * hourMs + 1)
    expect(problemOf(await openClaim(buyer, checkoutId, orderId, complaint(1))).code).toBe('claim_window_over')
  })

  it('can be refused by the manager, with a reason, and then the order goes on to its end', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makeReceivedOrder(context, { packId, units: 1, priceFen: 3000 })
    const claimId = valueOf(await openClaim(as(context, guest), checkoutId, orderId, complaint(1)))
    const clerk = as(context, userWith({ role: 'clerk', scope: organisationId }))
    expect(problemOf(await decideClaim(clerk, claimId, { decision: 'refuse', reason: 'x' })).code).toBe('forbidden')
    valueOf(await decideClaim(context, claimId, { decision: 'refuse', reason: '照片与订单不符' }))
    clock.pass(3 * dayMs)
    await finaliseOrders(context)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 3000, final: 3000 })
  })
})

describe('shipOrder', () => {
  it('is for the cooperative’s own people and for paid orders, once', async () => {
    const context = testContext()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makePaidOrder(context, { packId, units: 1 })
    const parcel = { carrier: '顺丰速运', trackingNumber: 'SF1234567890' }
    expect(problemOf(await confirmReceipt(as(context, guest), checkoutId, orderId)).code).toBe('order_not_shipped')
    expect(problemOf(await shipOrder(as(context, guest), orderId, parcel)).code).toBe('sign_in_required')
    expect(problemOf(await shipOrder(as(context, userWith({ role: 'office', scope: '431229000000' })), orderId, parcel)).code).toBe(
      'forbidden',
    )
    expect(problemOf(await shipOrder(as(context, userWith({ role: 'clerk', scope: 'org_x' })), orderId, parcel)).code).toBe('not_found')
    const clerk = as(context, userWith({ role: 'clerk', scope: organisationId }))
    valueOf(await shipOrder(clerk, orderId, parcel))
    expect(problemOf(await shipOrder(clerk, orderId, parcel)).code).toBe('order_status_moved')
  })

  it('ships a pasted list row by row and says which were refused', async () => {
    const context = testContext()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 1 })
    const { number } = (await findOrder(context.county, orderId))!
    const row = { row: 1, number, carrier: '中通快递', trackingNumber: 'ZT12345678' }
    const report = valueOf(
      await shipOrders(context, organisationId, [row, { ...row, row: 2, number: '261121-AAAA-AAAA' }, { ...row, row: 3 }]),
    )
    expect(report.map(({ problem }) => problem?.code ?? 'shipped')).toEqual(['shipped', 'order_not_found', 'order_status_moved'])
  })
})

describe('the clock', () => {
  it('assumes receipt after ten days and makes the order final two days later, whenever the job runs', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId } = await makeSeason(context, season)
    const { orderId } = await makeShippedOrder(context, { packId, units: 1 })
    const shipped = clock.now()
    clock.pass(10 * dayMs - 1)
    await assumeReceipts(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('shipped')
    clock.pass(30 * dayMs)
    await assumeReceipts(context)
    await finaliseOrders(context)
    expect(await findOrder(context.county, orderId)).toMatchObject({
      status: 'final',
      receiptAssumed: 1,
      receivedAtMs: shipped + 10 * dayMs,
      finalAtMs: shipped + 12 * dayMs,
    })
    expect((await findLot(context.county, lotId))?.closedAtMs).toBeNull()
  })

  it('closes a lot once all is final or written off, and not before', async () => {
    const context = testContext()
    const { packId, packLotId, lotId } = await makeSeason(context, season)
    await makeFinalOrder(context, { packId, units: 3 })
    await closeLots(context)
    expect((await findLot(context.county, lotId))?.closedAtMs).toBeNull()
    valueOf(await recordLoss(context, lotId, { packLotId, units: 5, grams: null, kind: 'unsold', reason: '过季' }))
    await closeLots(context)
    expect(await findLot(context.county, lotId)).toMatchObject({ openUnits: 0, closedAtMs: context.clock.now() })
  })
})
