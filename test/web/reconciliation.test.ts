import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { localDate } from '../../src/kernel/time.ts'
import { reconcileDay } from '../../src/payment/reconciliation/commands/reconcile.ts'
import { receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeReceivedOrder } from '../support/factories/order.ts'
import { sessionOf } from '../support/signed-in.ts'

const clock = new TestClock()
const context = testContext({ clock })
const app = createApp(pages, { clock })
const { packId, organisationId } = await makeSeason(context, { households: 2, gramsEach: 20_000, packGrams: 2500 })
const order = await makeReceivedOrder(context, { packId, units: 2, priceFen: 5000 })
const event = { paymentId: order.paymentId, disputeId: 'dp_page', amountFen: 11_800, reason: 'product_not_received' }
valueOf(await receiveDispute(context, { ...event, eventId: 'evt_page', kind: 'dispute_opened', bodySha256: 'a'.repeat(64) }))
valueOf(await reconcileDay(context))
const day = localDate(clock.now())

async function see(path: string, token?: string) {
  return app.request(path, { headers: token ? { cookie: `sigen=${token}`, authorization: `Bearer ${token}` } : {} }, bindings)
}

describe('the operator', () => {
  it('sees the verdict, both sides and the items, and takes them away as CSV, in both languages', async () => {
    const token = await sessionOf(context, 'operator', '*')
    expect(await (await see('/operator/reconciliations', token)).text()).toContain('两边一分不差')
    const page = await (await see(`/operator/reconciliations/${day}`, token)).text()
    expect(page).toContain('118.00')
    expect(page).toContain('沙盒不收真钱')
    expect(await (await see(`/en/operator/reconciliations/${day}`, token)).text()).toContain('Both sides agree to the fen')
    const file = await see(`/operator/reconciliations/${day}/items`, token)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(await file.text()).toContain('total,all_explained,,,11800,11800,0')
    expect((await see('/operator/reconciliations/2020-01-01', token)).status).toBe(404)
    expect((await see('/operator/reconciliations/yesterday', token)).status).toBe(422)
  })

  it('sees which notices of the provider wait for what they are about', async () => {
    const token = await sessionOf(context, 'operator', '*')
    expect(await (await see('/operator/reconciliations', token)).text()).not.toContain('等着办的支付通知')
    await context.market.run([
      sql`INSERT INTO payment_events (id, gateway, kind, payment_id, body_sha256, at_ms) VALUES ('evt_wait', 'stripe', 'captured', NULL, ${'b'.repeat(64)}, 1)`,
      sql`INSERT INTO parked_events (event_id, fact, reason, parked_at_ms, next_try_at_ms) VALUES ('evt_wait', '{}', 'not_found', ${clock.now()}, ${clock.now()})`,
    ])
    expect(await (await see('/operator/reconciliations', token)).text()).toContain('captured evt_wait')
  })

  it('reads the same through the API', async () => {
    const token = await sessionOf(context, 'operator', '*')
    const list = await (await see('/api/reconciliations', token)).json<{ reconciliations: { madeOn: string; differenceFen: number }[] }>()
    expect(list.reconciliations).toMatchObject([{ madeOn: day, differenceFen: 0 }])
    expect(await (await see(`/api/reconciliations/${day}`, token)).json()).toMatchObject({ openItems: 0, disputedFen: 11_800, items: [] })
    expect((await see(`/api/reconciliations/${day}/items`, token)).headers.get('content-type')).toContain('text/csv')
  })
})

describe('nobody else', () => {
  it.each(['manager', 'clerk', 'office', 'supervisor'] as const)('sees them: not a %s', async (role) => {
    const token = await sessionOf(context, role, role === 'office' || role === 'supervisor' ? '431229000000' : organisationId)
    for (const path of ['/operator/reconciliations', `/operator/reconciliations/${day}`, `/api/reconciliations/${day}`]) {
      expect((await see(path, token)).status, path).toBe(403)
    }
  })
})

describe('an order in dispute', () => {
  it('says so to its buyer and to its manager, and offers neither a refund', async () => {
    const buyers = await (await see(`/orders/${order.checkoutId}`)).text()
    expect(buyers).toContain('银行处理中')
    const token = await sessionOf(context, 'manager', organisationId)
    const sheet = await (await see(`/coop/orders/${order.orderId}`, token)).text()
    expect(sheet).toContain('买家的银行正在审理争议')
    expect(sheet).toContain('买家称没有收到货')
    expect(sheet).not.toContain(`/coop/orders/${order.orderId}/refund`)
  })
})
