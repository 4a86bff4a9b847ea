import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { changePrice } from '../../src/catalogue/commands.ts'
import type { DisputeEvent } from '../../src/kernel/payment.ts'
import { findLot } from '../../src/lot/queries.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { fixParts, recordDispute } from '../../src/payment/dispute/commands.ts'
import { findDispute } from '../../src/payment/dispute/queries.ts'
import { openOrderDispute } from '../../src/proceeds/commands/post-dispute.ts'
import { openClaim } from '../../src/order/commands/open-claim.ts'
import { placeCheckout } from '../../src/order/commands/place-checkout.ts'
import { shipOrder } from '../../src/order/commands/ship-order.ts'
import { disputesOf, findOrder } from '../../src/order/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { finaliseOrder } from '../../src/proceeds/commands/finalise.ts'
import { receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { decideClaim, refundLines } from '../../src/proceeds/commands/refund.ts'
import { booksOf } from '../support/books.ts'
import { problemOf, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { checkoutOf, makeFinalOrder, makePaidOrder, makeReceivedOrder, makeShippedOrder } from '../support/factories/order.ts'
import { makeSettlement } from '../support/factories/settlement.ts'
import { interruptedBy, interruptedReading } from '../support/interrupted.ts'
import { stockOf } from '../support/stock.ts'

const season = { households: 2, gramsEach: 10_000, packGrams: 2500 }
const photo = () => new File([new Uint8Array([0xff, 0xd8, 0xff])], 'bad.jpg', { type: 'image/jpeg' })
const complaint = () => ({ line: 1, units: 1, words: '到货时坏了', photo: photo() })
const oneBack = { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }

let disputes = 0
function disputeOf(
  paymentId: string,
  amountFen: number,
  kind: DisputeEvent['kind'] = 'dispute_opened',
  disputeId = `race_${(disputes += 1)}`,
): DisputeEvent {
  return { eventId: `${disputeId}_${kind}`, kind, paymentId, disputeId, amountFen, reason: 'fraudulent', bodySha256: 'b'.repeat(64) }
}

/** A received order of two packs, and the same moment's end of its after-sales window. */
async function received() {
  const context = testContext({ clock: new TestClock() })
  const made = await makeSeason(context, season)
  const order = await makeReceivedOrder(context, { packId: made.packId, units: 2, priceFen: 5000 })
  const { dueAtMs } = (await findOrder(context.county, order.orderId))!
  const later: Context = { ...context, clock: { now: () => dueAtMs } }
  const guest: Context = { ...context, actor: { kind: 'guest' } }
  return { ...made, ...order, context, later, guest }
}

describe('finaliseOrder', () => {
  it('leaves the order as it is when a refund, a claim or a dispute comes in between', async () => {
    for (const come of ['refund', 'claim', 'dispute'] as const) {
      const { context, later, guest, orderId, checkoutId, paymentId, lotId } = await received()
      const coming = {
        refund: () => refundLines(context, orderId, oneBack),
        claim: () => openClaim(guest, checkoutId, orderId, complaint()),
        dispute: () => receiveDispute(context, disputeOf(paymentId, 11_800)),
      }
      await finaliseOrder(
        interruptedBy(later, async () => valueOf(await coming[come]())),
        orderId,
      )
      expect((await findOrder(context.county, orderId))?.status, come).toBe('received')
      expect(await findLot(context.county, lotId), come).toMatchObject({ finalFen: 0 })
    }
  })

  it('happens once when two do it at the same moment', async () => {
    const { later, orderId, lotId, organisationId } = await received()
    await finaliseOrder(
      interruptedBy(later, () => finaliseOrder(later, orderId)),
      orderId,
    )
    expect(await booksOf(later, organisationId, lotId)).toMatchObject({ final: 10_000, lotFinal: 10_000, sold: 0 })
  })
})

describe('openClaim', () => {
  it('is refused when the order becomes final in between', async () => {
    const { later, guest, checkoutId, orderId } = await received()
    const late = interruptedBy(guest, () => finaliseOrder(later, orderId))
    expect(problemOf(await openClaim(late, checkoutId, orderId, complaint())).code).toBe('order_status_moved')
  })
})

describe('refundLines and decideClaim', () => {
  it('refund nothing as unshipped that is shipped in between', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 2 })
    const ships = () => shipOrder(context, orderId, { carrier: '顺丰速运', trackingNumber: 'SF1234567890' })
    expect(problemOf(await refundLines(interruptedBy(context, ships), orderId, oneBack)).code).toBe('order_status_moved')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
  })

  it('decide a claim once, whoever comes first', async () => {
    const { context, guest, checkoutId, orderId } = await received()
    const claimId = valueOf(await openClaim(guest, checkoutId, orderId, complaint()))
    const refuses = () => decideClaim(context, claimId, { decision: 'refuse', reason: '照片看不出问题' })
    expect(problemOf(await decideClaim(interruptedBy(context, refuses), claimId, { decision: 'refund', reason: '' })).code).toBe(
      'claim_decided',
    )
    expect((await findOrder(context.county, orderId))?.refundedGoodsFen).toBe(0)
  })
})

describe('placeCheckout', () => {
  it('charges no price that changed between the look and the taking', async () => {
    const context = testContext()
    const { packId, offerId } = await makeSeason(context, season)
    const input = await checkoutOf(context, { packId, units: 1 })
    const dearer = async () => valueOf(await changePrice(context, offerId, [{ packId, priceFen: 9900 }]))
    expect(problemOf(await placeCheckout(interruptedBy(context, dearer), input)).code).toBe('busy_try_again')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 0 }])
  })
})

describe('receiveDispute', () => {
  it('sees a second dispute of the order that comes in between: both together hold no more than there is', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const [first, second] = [disputeOf(paymentId, 11_800), disputeOf(paymentId, 6000)]
    valueOf(
      await receiveDispute(
        interruptedBy(context, () => receiveDispute(context, first)),
        second,
      ),
    )
    const held = (await disputesOf(context.county, [orderId])).map(({ goodsFen, freightFen }) => goodsFen + freightFen)
    expect(held.sort((a, b) => a - b)).toEqual([0, 11_800])
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ sold: 10_000, freight: 1800 })
  })

  it('divides among orders once, and goes on from the first division', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const event = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, event))
    await fixParts(context, event.disputeId, [{ orderId, amountFen: 1 }])
    const parts = sql`SELECT amount_fen AS fen FROM payment_dispute_parts WHERE dispute_id = ${event.disputeId}`
    expect(await context.market.all(parts)).toEqual([{ fen: 11_800 }])
  })

  it('is posted once when the same event is posted while it is being read', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makeShippedOrder(context, { packId, units: 2, priceFen: 5000 })
    const event = disputeOf(paymentId, 11_800)
    valueOf(await recordDispute(context, event))
    const dispute = (await findDispute(context.market, event.disputeId))!
    const part = { orderId, amountFen: 11_800 }
    const late = interruptedReading(context, 2, () => openOrderDispute(context, dispute, part))
    await openOrderDispute(late, dispute, part)
    expect(await disputesOf(context.county, [orderId])).toMatchObject([{ amountFen: 11_800, status: 'open' }])
  })

  it('lost fronts what a settlement takes out of the lot in between', async () => {
    const context = testContext()
    const { packId, lotId, organisationId } = await makeSeason(context, season)
    const { paymentId } = await makeFinalOrder(context, { packId, units: 2, priceFen: 5000 })
    const opened = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    const settles = () => makeSettlement(context, { organisationId, month: '2026-06' })
    const lost = { ...opened, eventId: `${opened.disputeId}_lost`, kind: 'dispute_lost' } as const
    valueOf(await receiveDispute(interruptedBy(context, settles), lost))
    expect(await balanceFen(context.county, account(organisationId, 'fronted', `lot:${lotId}`))).toBe(-10_000)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({ proceeds: 0, final: 0, lotFinal: 0 })
  })

  it('lost returns no units that were shipped in between', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, season)
    const { orderId, paymentId } = await makePaidOrder(context, { packId, units: 2, priceFen: 5000 })
    const opened = disputeOf(paymentId, 11_800)
    valueOf(await receiveDispute(context, opened))
    const ships = async () => valueOf(await shipOrder(context, orderId, { carrier: '顺丰速运', trackingNumber: 'SF1234567890' }))
    const lost = { ...opened, eventId: `${opened.disputeId}_lost`, kind: 'dispute_lost' } as const
    valueOf(await receiveDispute(interruptedBy(context, ships), lost))
    expect((await findOrder(context.county, orderId))?.status).toBe('shipped')
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
  })

  it('decides once, and takes final money when the order became final in between', async () => {
    const { context, later, orderId, paymentId, organisationId, lotId } = await received()
    const opened = disputeOf(paymentId, 5000)
    const lost = { ...opened, eventId: `${opened.disputeId}_lost`, kind: 'dispute_lost' } as const
    valueOf(await receiveDispute(context, opened))
    await receiveDispute(
      interruptedBy(context, () => receiveDispute(context, lost)),
      lost,
    )
    expect(await disputesOf(context.county, [orderId])).toMatchObject([{ status: 'lost' }])
    await finaliseOrder(later, orderId)
    const left = 11_800 - 5000
    const books = await booksOf(context, organisationId, lotId)
    expect(books.lotFinal + books.freight).toBe(left)
    expect(books.final).toBe(books.lotFinal)
  })
})
