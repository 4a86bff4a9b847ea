import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { FakeStripe } from '../../support/stripe/fake.ts'
import { Gate } from '../../support/stripe/gate.ts'
import { fetchOf } from '../../support/stripe/wire.ts'

const gate = new Gate()
const nowMs = 1_781_000_000_000
const seconds = nowMs / 1000

function makeClient() {
  const fake = new FakeStripe({ nowMs })
  const httpClient = Stripe.createFetchHttpClient(fetchOf(fake, gate))
  return { fake, stripe: new Stripe('sk_test_gate', { httpClient, maxNetworkRetries: 0 }) }
}

const session = {
  mode: 'payment',
  success_url: 'https://shop.example/orders/1',
  expires_at: seconds + 31 * 60,
  payment_method_types: ['card', 'alipay', 'wechat_pay'],
  payment_method_options: { wechat_pay: { client: 'web' } },
  line_items: [{ quantity: 2, price_data: { currency: 'cny', unit_amount: 6800, product_data: { name: '杨梅' } } }],
  metadata: { payment_id: 'pay_1' },
} as const

type Params = Stripe.Checkout.SessionCreateParams
const create = (change: Record<string, unknown>, options?: { idempotencyKey: string }) =>
  makeClient().stripe.checkout.sessions.create({ ...session, ...change } as unknown as Params, options)

describe('the gate', () => {
  it('lets a request through that Stripe would take', async () => {
    const passed = gate.passed
    expect(await create({})).toMatchObject({ status: 'open', amount_total: 13_600, currency: 'cny' })
    expect(gate.passed).toBe(passed + 1)
  })

  const line = session.line_items[0]
  const price = line.price_data
  it.each([
    ['a mode that does not exist', { mode: 'gift' }, /mode/],
    ['an amount that is not whole', { line_items: [{ ...line, price_data: { ...price, unit_amount: 19.99 } }] }, /unit_amount/],
    ['an unknown field', { colour: 'red' }, /additional properties/],
    ['an unknown field deep inside', { line_items: [{ ...line, price_data: { ...price, colour: 'red' } }] }, /additional properties/],
    ['WeChat Pay without its client', { payment_method_options: { wechat_pay: { app_id: 'wx1' } } }, /client/],
    ['WeChat Pay without options', { payment_method_options: undefined }, /wechat_pay/],
    ['a price without currency', { line_items: [{ ...line, price_data: { unit_amount: 1, product_data: { name: 'x' } } }] }, /currency/],
    ['no address to come back to', { success_url: undefined }, /success_url/],
    ['nothing to pay for', { line_items: undefined }, /line_items/],
    ['a session shorter than half an hour', { expires_at: seconds + 29 * 60 }, /30 minutes/],
    ['a payment method nobody knows', { payment_method_types: ['cash'] }, /allowed values/],
    ['a language nobody speaks', { locale: 'tlh' }, /locale/],
  ])('refuses %s', async (_, change, words) => {
    await expect(create(change)).rejects.toThrow(words)
    await expect(create(change)).rejects.toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400 })
  })

  it('refuses wrong refunds, unknown addresses and a request without a key', async () => {
    const { stripe } = makeClient()
    await expect(stripe.refunds.create({ amount: 1.5, payment_intent: 'pi_1' })).rejects.toThrow(/integer/)
    await expect(stripe.rawRequest('POST', '/v1/gifts', {})).rejects.toThrow(/Unrecognized/)
    const fake = new FakeStripe({ nowMs })
    const answer = await fetchOf(fake, gate)('https://api.stripe.com/v1/refunds', { method: 'GET' })
    expect(answer.status).toBe(401)
  })
})

describe('the fake', () => {
  it('answers the same under the same key, and refuses other parameters under it', async () => {
    const { stripe } = makeClient()
    const key = { idempotencyKey: 'pay_1' }
    const first = await stripe.checkout.sessions.create(session as unknown as Params, key)
    expect((await stripe.checkout.sessions.create(session as unknown as Params, key)).id).toBe(first.id)
    const other = { ...session, locale: 'zh' } as unknown as Params
    await expect(stripe.checkout.sessions.create(other, key)).rejects.toMatchObject({ type: 'StripeIdempotencyError' })
  })

  it('forgets a key after a day, as Stripe may', async () => {
    const { stripe, fake } = makeClient()
    const key = { idempotencyKey: 'pay_1' }
    const open = { ...session, expires_at: seconds + 50 * 60 * 30 } as unknown as Params
    await expect(stripe.checkout.sessions.create(open, key)).rejects.toThrow(/24 hours/)
    const first = await stripe.checkout.sessions.create({ ...session, expires_at: undefined } as unknown as Params, {
      idempotencyKey: 'pay_2',
    })
    fake.moveTo(nowMs + 25 * 3_600_000)
    const next = await stripe.checkout.sessions.create({ ...session, expires_at: undefined } as unknown as Params, {
      idempotencyKey: 'pay_2',
    })
    expect(next.id).not.toBe(first.id)
    expect((await stripe.checkout.sessions.retrieve(first.id)).status).toBe('expired')
  })

  it('moves the balance by what it keeps and pays the rest out', async () => {
    const { stripe, fake } = makeClient()
    const opened = await stripe.checkout.sessions.create(session as unknown as Params)
    fake.pay(opened.id, { method: 'alipay' })
    const intent = (await stripe.checkout.sessions.retrieve(opened.id)).payment_intent as string
    await stripe.refunds.create({ payment_intent: intent, amount: 600 })
    fake.moveTo(nowMs + 8 * 86_400_000)
    const payout = fake.payOut()!
    const { data } = await stripe.balanceTransactions.list({ payout: payout.id, limit: 100 })
    expect(data.map(({ type, amount, fee }) => [type, amount, fee])).toEqual([
      ['payout', -12_303, 0],
      ['payment_refund', -600, 0],
      ['payment', 13_600, 697],
    ])
    expect(fake.payOut()).toBeNull()
  })
})
