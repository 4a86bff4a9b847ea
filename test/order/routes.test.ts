import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { testContext } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { checkoutOf, makePaidOrder } from '../support/factories/order.ts'
import { TestClock } from '../support/context.ts'

const season = { households: 2, gramsEach: 100_000, packGrams: 2500 }
const now = () => testContext({ clock: Object.assign(new TestClock(), { now: () => Date.now() }) })

async function call(method: string, path: string, input?: unknown, key: string | null = crypto.randomUUID()) {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) }
  const worker = (exports as unknown as { default: Fetcher }).default
  const response = await worker.fetch(`http://sigen.test/api${path}`, {
    method,
    headers,
    body: input === undefined ? undefined : JSON.stringify(input),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & { code?: string; id?: string } }
}

describe('the API of orders', () => {
  it('takes a guest from basket to paid order, and the same key gives the same checkout', async () => {
    const context = now()
    const { packId } = await makeSeason(context, season)
    const input = await checkoutOf(context, { packId, units: 2 })
    const key = crypto.randomUUID()
    const placed = await call('POST', '/checkouts', input, key)
    expect(placed.status).toBe(201)
    expect((await call('POST', '/checkouts', input, key)).body).toEqual(placed.body)
    expect((await call('POST', '/checkouts', { ...input, note: '放门口' }, key)).body.code).toBe('idempotency_key_reused')
    const opened = await call('POST', `/checkouts/${placed.body.id}/payments`)
    const paymentId = String(opened.body.payPath).split('/').at(-1)
    const paid = await call('POST', `/payments/${paymentId}/events`, { kind: 'captured' })
    expect(paid.body).toEqual({ id: placed.body.id })
    const seen = await call('GET', `/checkouts/${placed.body.id}`)
    expect(seen.body).toMatchObject({ status: 'paid', orders: [{ status: 'paid', recipient: { name: '周小北' }, shipment: null }] })
  })

  it('keeps a basket by its id and refuses a wrong one', async () => {
    const line = { offerId: 'off_a', packId: 'pck_a', units: 1, seenPriceFen: 100 }
    const made = await call('POST', '/baskets', { lines: [line] })
    await call('PUT', `/baskets/${made.body.id}`, { lines: [{ ...line, units: 2 }] })
    expect((await call('GET', `/baskets/${made.body.id}`)).body).toMatchObject({ lines: [{ units: 2, selected: true }] })
    expect((await call('GET', '/baskets/bsk_unknown')).status).toBe(404)
    expect((await call('PUT', '/baskets/bsk_unknown', { lines: [] })).status).toBe(404)
    expect((await call('POST', '/baskets', { lines: [{ ...line, units: 0 }] })).status).toBe(422)
  })

  it('refuses bad input field by field, and a write without a key', async () => {
    const context = now()
    const { packId } = await makeSeason(context, season)
    const input = await checkoutOf(context, { packId, units: 2 })
    const bad = await call('POST', '/checkouts', { ...input, recipient: { ...input.recipient, phone: '12' } })
    expect(bad.status).toBe(422)
    expect(Object.keys(bad.body.fields as object).sort()).toEqual(['recipient.phone'])
    const twice = await call('POST', '/checkouts', { ...input, lines: [...input.lines, ...input.lines] })
    expect([twice.status, Object.keys(twice.body.fields as object)]).toEqual([422, ['lines']])
    expect((await call('POST', '/checkouts', { ...input, freshAgreed: false })).body).toMatchObject({ code: 'fresh_not_agreed' })
    expect((await call('POST', '/checkouts', input, null)).body.code).toBe('idempotency_key_missing')
    expect((await call('POST', '/checkouts', { ...input, seenTotalFen: 1 })).body.code).toBe('price_changed')
  })

  it('lets one address try 120 links in ten minutes', async () => {
    const worker = (exports as unknown as { default: Fetcher }).default
    const headers = { 'cf-connecting-ip': '10.7.7.7' }
    const open = async () => (await worker.fetch('http://sigen.test/api/checkouts/chk_guessed', { headers })).status
    const answers = []
    for (let tries = 0; tries < 121; tries++) answers.push(await open())
    expect([answers[0], answers[119], answers[120]]).toEqual([404, 404, 429])
  })

  it('hides what is not the caller’s, and asks staff to sign in', async () => {
    const context = now()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makePaidOrder(context, { packId, units: 1 })
    const of = `/checkouts/${checkoutId}/orders/${orderId}`
    expect((await call('POST', `/checkouts/chk_x/orders/${orderId}/receipts`)).status).toBe(404)
    expect((await call('POST', `${of}/receipts`)).body.code).toBe('order_not_shipped')
    expect((await call('POST', `/orders/${orderId}/shipments`, { carrier: '顺丰', trackingNumber: 'SF123456' })).body.code).toBe(
      'sign_in_required',
    )
    expect((await call('POST', `/orders/${orderId}/refunds`, { lines: [{ line: 1, units: 1 }], reason: 'x' })).body.code).toBe(
      'sign_in_required',
    )
    expect((await call('POST', `/orders/${orderId}/cancellations`, { reason: 'x' })).body.code).toBe('sign_in_required')
    expect((await call('POST', '/claims/clm_x/decisions', { decision: 'refuse', reason: 'x' })).body.code).toBe('sign_in_required')
    expect((await call('GET', `/orders/${orderId}`)).body.code).toBe('sign_in_required')
    expect((await call('GET', `/organisations/${organisationId}/orders`)).body.code).toBe('sign_in_required')
    expect((await call('POST', '/payments/pay_x/events', { kind: 'captured' })).status).toBe(404)
    expect((await call('POST', `${of}/cancellations`, { reason: '不要了' })).status).toBe(201)
    expect((await call('POST', `${of}/cancellations`, { reason: '不要了' })).body.code).toBe('order_status_moved')
  })
})
