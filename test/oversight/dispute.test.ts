import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { localDate } from '../../src/kernel/time.ts'
import { recountSettlement } from '../../src/oversight/queries.ts'
import { finaliseOrders } from '../../src/proceeds/commands/finalise.ts'
import { receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeFinalOrder, makeReceivedOrder } from '../support/factories/order.ts'
import { makeSettlement } from '../support/factories/settlement.ts'

const office = userWith({ role: 'office', scope: '431229000000' })

describe('a dispute lost after settlement and payout', () => {
  it('is fronted, asks nobody for cash, comes back from later sales, and the office counts the same', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { organisationId, packId, lotId } = await makeSeason(context, { households: 3, gramsEach: 20_000, packGrams: 2500 })
    const fronted = async () =>
      (await context.county.first<{ fen: number }>(
        sql`SELECT coalesce(sum(debit_fen - credit_fen), 0) AS fen FROM accounts WHERE organisation_id = ${organisationId} AND code = 'fronted'`,
      ))!.fen
    const { paymentId } = await makeFinalOrder(context, { packId, units: 4, priceFen: 5000 })
    await makeFinalOrder(context, { packId, units: 2, priceFen: 5000 })
    await makeReceivedOrder(context, { packId, units: 12, priceFen: 5000 })
    const first = await makeSettlement(context, { organisationId, month: '2026-06' })

    const event = { paymentId, disputeId: 'dp_late', amountFen: 20_000, reason: 'fraudulent', bodySha256: 'a'.repeat(64) }
    valueOf(await receiveDispute(context, { ...event, eventId: 'evt_1', kind: 'dispute_opened' }))
    valueOf(await receiveDispute(context, { ...event, eventId: 'evt_2', kind: 'dispute_lost' }))
    const lost = await fronted()
    expect(lost).toBeGreaterThan(0)
    const paidOn = localDate(clock.now())
    valueOf(await recordReservePayment(context, { organisationId, amountFen: 50_000, bankReference: 'RES-1', paidOn }))

    clock.moveTo('2026-07-25')
    const second = await makeSettlement(context, { organisationId, month: '2026-07' })
    expect((await listLines(context.county, second)).every(({ amountFen }) => amountFen >= 0)).toBe(true)
    expect(await balanceFen(context.county, account(organisationId, 'fronted', `lot:${lotId}`))).toBe(0)
    expect(await fronted()).toBe(lost)

    await finaliseOrders(context)
    clock.moveTo('2026-08-25')
    const third = await makeSettlement(context, { organisationId, month: '2026-08' })
    expect(await fronted()).toBe(0)
    for (const id of [first, second, third]) expect((await recountSettlement(context.county, office, id))!.differences).toEqual([])
  })
})
