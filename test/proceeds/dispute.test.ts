import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/kernel/actor.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { dayMs, localDate } from '../../src/kernel/time.ts'
import { findLot } from '../../src/lot/queries.ts'
import { openClaim } from '../../src/order/commands/open-claim.ts'
import { disputesOf, findOrder, linesOf, refundsOf } from '../../src/order/queries.ts'
import { capturePayment, sandboxEvent } from '../../src/payment/commands.ts'
import { findDispute } from '../../src/payment/dispute/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import type { DisputeEvent } from '../../src/kernel/payment.ts'
import { finaliseOrders } from '../../src/proceeds/commands/finalise.ts'
import { postCaptured } from '../../src/proceeds/commands/post-payment.ts'
import { postDisputes, receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { cancelOrder, cancelOwnOrder, decideClaim, refundLines } from '../../src/proceeds/commands/refund.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { booksOf } from '../support/books.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import {
  makeFinalOrder,
  makeOpenOrder,
  makePaidCheckout,
  makePaidOrder,
  makeReceivedOrder,
  makeShippedOrder,
} from '../support/factories/order.ts'
import { makeSettlement } from '../support/factories/settlement.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { stockOf } from '../support/stock.ts'

const season = { households: 2, gramsEach: 10_000, packGrams: 2500 }
const as = (context: Context, actor: Actor): Context => ({ ...context, actor })

let disputes = 0
function disputeOf(paymentId: string, amountFen: number) {
  disputes += 1
  const disputeId = `dp_${disputes}`
  const event = (kind: DisputeEvent['kind'], eventId = `evt_${disputeId}_${kind}`): DisputeEvent => {
    return { eventId, kind, paymentId, disputeId, amountFen, reason: 'product_not_received', bodySha256: 'a'.repeat(64) }
  }
  return { disputeId, opened: event('dispute_opened'), won: event('dispute_won'), lost: event('dispute_lost'), event }
}

const balance = (context: Context, organisationId: string, code: Parameters<typeof account>[1], subject?: string) =>
  balanceFen(context.county, account(organisationId, code, subject))

async function ledgerSum(context: Context, organisationId: string): Promise<number> {
  return (await context.county.first<{ fen: number }>(
    sql`SELECT coalesce(sum(credit_fen - debit_fen), 0) AS fen FROM accounts WHERE organisation_id = ${organisationId}`,
  ))!.fen
}

async function entriesOf(context: Context, orderId: string): Promise<string[]> {
  const rows = await context.county.all<{ kind: string }>(sql`SELECT kind AS kind FROM entries WHERE subject = ${orderId} ORDER BY seq`)
  return rows.map(({ kind }) => kind)
}

describe('a dispute', () => {
  it('moves the money to disputed and touches neither order nor lot until it is decided; won puts it back', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const before = await booksOf(context, organisationId, lotId)
    const { opened, won, disputeId } = disputeOf(paymentId, 11_800)
    expect(valueOf(await receiveDispute(context, opened))).toBe(disputeId)
    expect(await booksOf(context, organisationId, lotId)).toEqual({ ...before, clearing: 0 })
    expect(await balance(context, organisationId, 'disputed')).toBe(-11_800)
    expect(await disputesOf(context.county, [orderId])).toMatchObject([
      { amountFen: 11_800, goodsFen: 10_000, freightFen: 1800, status: 'open' },
    ])
    valueOf(await receiveDispute(context, won))
    expect(await booksOf(context, organisationId, lotId)).toEqual(before)
    expect(await balance(context, organisationId, 'disputed')).toBe(0)
    expect(await disputesOf(context.county, [orderId])).toMatchObject([{ status: 'won' }])
    expect(await refundsOf(context.county, [orderId])).toEqual([])
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('lost before the order is final is a refund that is not sent, and leaves the books as if never sold', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeReceivedOrder(context, { packId, units: 2, priceFen: 5000 })
    const { opened, lost, disputeId } = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    clock.pass(30 * dayMs)
    await finaliseOrders(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('received')
    valueOf(await receiveDispute(context, lost))
    expect(await booksOf(context, organisationId, lotId)).toEqual({ proceeds: 0, final: 0, sold: 0, lotFinal: 0, freight: 0, clearing: 0 })
    expect(await refundsOf(context.county, [orderId])).toMatchObject([
      { id: `lost:${disputeId}:${orderId}`, kind: 'dispute', goodsFen: 10_000, freightFen: 1800, sentAtMs: clock.now() },
    ])
    expect(await linesOf(context.county, [orderId])).toMatchObject([{ refundedUnits: 2, refundedFen: 10_000, returnedUnits: 0 }])
    await finaliseOrders(context)
    expect((await findOrder(context.county, orderId))?.status).toBe('final')
    expect(await findLot(context.county, lotId)).toMatchObject({ finalGrams: 0, finalFen: 0, openUnits: 6 })
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('lost before shipping cancels the order and returns its units to the shelf', async () => {
    const context = testContext()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makePaidOrder(context, { packId, units: 2, priceFen: 5000 })
    valueOf(await receiveDispute(context, disputeOf(paymentId, 11_800).lost))
    expect((await findOrder(context.county, orderId))?.status).toBe('cancelled')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('lost after the order is final takes S_final and grams back as well', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { paymentId } = await makeFinalOrder(context, { packId, units: 2, priceFen: 5000 })
    await makeFinalOrder(context, { packId, units: 1, priceFen: 5000 })
    const { opened, lost } = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    valueOf(await receiveDispute(context, lost))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 5000, final: 5000, sold: 0, lotFinal: 5000 })
    expect(await findLot(context.county, lotId)).toMatchObject({ finalGrams: 2500 })
    expect(await balance(context, organisationId, 'fronted', `lot:${lotId}`)).toBe(0)
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('lost after settlement and payout is fronted by the organisation for what the lot no longer has', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { paymentId } = await makeFinalOrder(context, { packId, units: 2, priceFen: 5000 })
    await makeSettlement(context, { organisationId, month: '2026-06' })
    expect(await balance(context, organisationId, 'lot_final', lotId)).toBe(0)
    await makeFinalOrder(context, { packId, units: 1, priceFen: 4000 })
    const { opened, lost } = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    valueOf(await receiveDispute(context, lost))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 4000, final: 4000, sold: 0, lotFinal: 0 })
    expect(await balance(context, organisationId, 'fronted', `lot:${lotId}`)).toBe(-6000)
    expect(await balance(context, organisationId, 'disputed')).toBe(0)
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('of a part takes money and no units, line by line and freight by what is left, and the rest is refunded exactly', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 3, priceFen: 3333 })
    valueOf(await receiveDispute(context, disputeOf(paymentId, 5000).lost))
    const [line] = await linesOf(context.county, [orderId])
    const order = (await findOrder(context.county, orderId))!
    expect(line).toMatchObject({ refundedUnits: 0, refundedFen: Math.floor((5000 * 9999) / (9999 + order.freightFen)) })
    expect(order.refundedGoodsFen + order.refundedFreightFen).toBe(5000)
    valueOf(await refundLines(context, orderId, { lines: [{ line: 1, units: 3 }], withFreight: true, reason: '全退' }))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, sold: 0, freight: 0, clearing: 0 })
  })

  it('leaves nothing to refund for units the buyer already had back, and says so', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 3, priceFen: 1000 })
    valueOf(await receiveDispute(context, disputeOf(paymentId, 3900).lost))
    const wish = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }
    expect(problemOf(await refundLines(context, orderId, wish)).code).toBe('nothing_to_refund')
  })

  it('on money already refunded is the organisation’s loss: no lot and no household bears it', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makePaidOrder(context, { packId, units: 2, priceFen: 5000 })
    valueOf(await cancelOrder(context, orderId, '缺货'))
    const paidOn = localDate(context.clock.now())
    valueOf(await recordReservePayment(context, { organisationId, amountFen: 10_000, bankReference: 'RES-1', paidOn }))
    const { opened, lost } = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    valueOf(await receiveDispute(context, lost))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, sold: 0, freight: 0, clearing: 11_800 })
    expect(await balance(context, organisationId, 'fronted', `order:${orderId}`)).toBe(-1_800)
    expect(await balance(context, organisationId, 'reserve')).toBe(0)
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('divides among the organisations of one checkout to the fen', async () => {
    const context = testContext()
    const [one, two] = [await makeSeason(context, { ...season, priceFen: 3333 }), await makeSeason(context, { ...season, priceFen: 7001 })]
    const { orderIds, paymentId } = await makePaidCheckout(context, [
      { packId: one.packId, units: 1 },
      { packId: two.packId, units: 2 },
    ])
    const orders = await Promise.all(orderIds.map(async (id) => (await findOrder(context.county, id))!))
    const { opened, lost } = disputeOf(paymentId, 9999)
    valueOf(await receiveDispute(context, opened))
    expect((await disputesOf(context.county, orderIds)).reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(9999)
    valueOf(await receiveDispute(context, lost))
    const total = orders.reduce((sum, { goodsFen, freightFen }) => sum + goodsFen + freightFen, 0)
    const rest = disputeOf(paymentId, total - 9999)
    valueOf(await receiveDispute(context, rest.opened))
    valueOf(await receiveDispute(context, rest.lost))
    for (const { organisationId, lotId } of [one, two]) {
      expect(await booksOf(context, organisationId, lotId)).toEqual({
        proceeds: 0,
        final: 0,
        sold: 0,
        lotFinal: 0,
        freight: 0,
        clearing: 0,
      })
      expect(await balance(context, organisationId, 'disputed')).toBe(0)
    }
  })

  it('beside another open one of the same payment holds only what the first left', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const [first, second] = [disputeOf(paymentId, 7000), disputeOf(paymentId, 4800)]
    valueOf(await receiveDispute(context, first.opened))
    valueOf(await receiveDispute(context, second.opened))
    expect(
      (await disputesOf(context.county, [orderId])).map(({ amountFen, goodsFen, freightFen }) => amountFen - goodsFen - freightFen),
    ).toEqual([0, 0])
    valueOf(await receiveDispute(context, first.lost))
    valueOf(await receiveDispute(context, second.lost))
    expect(await booksOf(context, organisationId, lotId)).toEqual({ proceeds: 0, final: 0, sold: 0, lotFinal: 0, freight: 0, clearing: 0 })
  })
})

describe('receiveDispute', () => {
  it('posts once however often events come, in whatever order', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    for (const order of ['owl', 'wol', 'low', 'oollww', 'wlo']) {
      const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 1, priceFen: 5000 })
      const { opened, won, event } = disputeOf(paymentId, 6800)
      const wins = order.indexOf('w') < order.indexOf('l') ? 'won' : 'lost'
      let n = 0
      for (const letter of order)
        valueOf(
          await receiveDispute(
            context,
            letter === 'o' ? opened : letter === 'w' ? won : event('dispute_lost', `evt_${(n += 1)}_${paymentId}`),
          ),
        )
      expect(await disputesOf(context.county, [orderId])).toMatchObject([{ status: wins }])
      expect(await entriesOf(context, orderId)).toEqual(['pay', 'dispute', wins])
    }
    expect(await balance(context, organisationId, 'disputed')).toBe(0)
    expect((await booksOf(context, organisationId, lotId)).proceeds).toBe(3 * 5000)
  })

  it('posts once when one event comes twenty times at once', async () => {
    const context = testContext()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 1, priceFen: 5000 })
    const { lost } = disputeOf(paymentId, 6800)
    await Promise.allSettled(Array.from({ length: 20 }, () => receiveDispute(context, lost)))
    await postDisputes(context)
    expect(await entriesOf(context, orderId)).toEqual(['pay', 'dispute', 'lost'])
    expect(await ledgerSum(context, organisationId)).toBe(0)
  })

  it('waits for the payment’s own posting, and the clock goes on', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeOpenOrder(context, { packId, units: 1, priceFen: 5000 })
    const { goodsFen, freightFen } = (await findOrder(context.county, orderId))!
    const { lost, disputeId } = disputeOf(paymentId, goodsFen + freightFen)
    valueOf(await receiveDispute(context, lost))
    expect(await disputesOf(context.county, [orderId])).toEqual([])
    valueOf(await capturePayment(context, await sandboxEvent(paymentId, 'captured', '1')))
    await postDisputes(context)
    expect(await disputesOf(context.county, [orderId])).toEqual([])
    await postCaptured(context)
    await postDisputes(context)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, clearing: 0 })
    expect(await findDispute(context.market, disputeId)).toMatchObject({ status: 'lost', posted: 'lost' })
  })

  it('reads the order again when somebody changes it meanwhile', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const wish = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }
    const busy = interruptedBy(context, () => refundLines(context, orderId, wish))
    valueOf(await receiveDispute(busy, disputeOf(paymentId, 11_800).lost))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, sold: 0, freight: 0, clearing: 5000 })
    expect(await balance(context, organisationId, 'fronted', `order:${orderId}`)).toBe(-5000)
  })

  it('of an unknown payment is refused and changes nothing', async () => {
    const context = testContext()
    const { opened, disputeId } = disputeOf('pay_unknown', 100)
    expect(problemOf(await receiveDispute(context, opened)).code).toBe('not_found')
    expect(await findDispute(context.market, disputeId)).toBeNull()
  })
})

describe('an order in dispute', () => {
  it('is refunded to nobody until the bank decides', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const paid = await makePaidOrder(context, { packId, units: 1, priceFen: 5000 })
    const received = await makeReceivedOrder(context, { packId, units: 1, priceFen: 5000 })
    const guest = as(context, { kind: 'guest' })
    const photo = new File([new Uint8Array([0xff, 0xd8, 0xff])], 'bad.jpg', { type: 'image/jpeg' })
    const claimId = valueOf(await openClaim(guest, received.checkoutId, received.orderId, { line: 1, units: 1, words: '坏了', photo }))
    const decided = disputeOf(paid.paymentId, 6800)
    valueOf(await receiveDispute(context, decided.opened))
    valueOf(await receiveDispute(context, disputeOf(received.paymentId, 6800).opened))
    const before = await booksOf(context, organisationId, lotId)
    const manager = as(context, userWith({ role: 'manager', scope: organisationId }))
    const wish = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }
    expect(problemOf(await refundLines(manager, received.orderId, wish)).code).toBe('order_disputed')
    expect(problemOf(await decideClaim(manager, claimId, { decision: 'refund', reason: '' })).code).toBe('order_disputed')
    expect(problemOf(await cancelOrder(manager, paid.orderId, '缺货')).code).toBe('order_disputed')
    expect(problemOf(await cancelOwnOrder(guest, paid.checkoutId, paid.orderId, '不要了')).code).toBe('order_disputed')
    expect(await booksOf(context, organisationId, lotId)).toEqual(before)
    valueOf(await receiveDispute(context, decided.won))
    valueOf(await cancelOrder(manager, paid.orderId, '缺货'))
  })
})
