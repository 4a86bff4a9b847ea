import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { newApp } from '../../../src/http/request.ts'
import { findOrder, ordersOfCheckout } from '../../../src/order/queries.ts'
import { openPayment } from '../../../src/payment/commands.ts'
import { testContext, valueOf } from '../../support/context.ts'
import { booksOf } from '../../support/books.ts'
import { checkoutOf } from '../../support/factories/order.ts'
import { makeSeason } from '../../support/factories/lot.ts'
import { stockOf } from '../../support/stock.ts'
import { StripeAccount } from '../../support/stripe/account.ts'
import { openPurchase, placedPurchase } from '../../support/stripe/purchase.ts'

describe('a purchase over HTTP', () => {
  it('goes from the basket to Stripe, and by its event into the books', async () => {
    const stripe = await StripeAccount.open()
    const app = createApp(newApp(), { clock: stripe.clock })
    const context = stripe.context()
    const { packId, lotId, organisationId } = await makeSeason(testContext({ clock: stripe.clock }), {
      households: 2,
      gramsEach: 100_000,
      packGrams: 2500,
    })
    const post = async (path: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
      const answer = await app.request(
        `http://shop.example/api${path}`,
        { method: 'POST', headers, body: JSON.stringify(body) },
        stripe.env,
      )
      return answer.json<{ id: string; payPath: string }>()
    }
    const { id: checkoutId } = await post('/checkouts', await checkoutOf(context, { packId, units: 2, priceFen: 6800 }))
    const { payPath } = await post(`/checkouts/${checkoutId}/payments`)
    const [session] = await stripe.sessions()
    expect(payPath).toBe(`https://checkout.stripe.com/c/pay/${session!.id}`)
    expect(session).toMatchObject({ amount_total: 15_400, success_url: `http://shop.example/orders/${checkoutId}?returned=yes` })
    await stripe.pay(session!.id, { method: 'wechat_pay' })
    const orderId = (await ordersOfCheckout(context.market, checkoutId))[0]!.orderId
    expect((await findOrder(context.county, orderId))?.status).toBe('reserved')
    expect(await stripe.deliver(app)).toEqual([200, 200, 200])
    expect((await findOrder(context.county, orderId))?.status).toBe('paid')
    expect(await booksOf(context, organisationId, lotId)).toMatchObject({
      proceeds: 13_600,
      sold: 13_600,
      freight: 1800,
      clearing: -15_400,
    })
    expect(await stockOf(context, packId)).toEqual([{ reserved: 0, sold: 2 }])
    expect(await stripe.deliveries()).toEqual([])
  })

  it('tells at /healthz that Stripe takes the money, and that no real money is taken with a test key', async () => {
    const { stripe, app } = await placedPurchase()
    const health = await app.request('/healthz', {}, stripe.env)
    expect(await health.json()).toMatchObject({ gateway: 'stripe', live: false })
  })
})

describe('openPayment at Stripe', () => {
  it('opens one session however often it is asked for and however many ask at once', async () => {
    const { stripe, guest, checkoutId } = await placedPurchase()
    const paths = await Promise.all(Array.from({ length: 5 }, () => openPayment(guest, checkoutId)))
    expect(new Set(paths.map(valueOf)).size).toBe(1)
    await stripe.pass(5 * 60_000)
    expect(valueOf(await openPayment(guest, checkoutId))).toBe(valueOf(paths[0]!))
    expect(await stripe.sessions()).toHaveLength(1)
  })

  it.each(['refused', 'failed', 'lost'] as const)(
    'says so when Stripe does not answer (%s), holds the goods, and opens on the next try',
    async (fault) => {
      const { stripe, guest, checkoutId, orderId } = await placedPurchase()
      await stripe.failNext(fault)
      expect(await openPayment(guest, checkoutId)).toMatchObject({ ok: false, problem: { code: 'payment_unavailable' } })
      expect((await findOrder(guest.county, orderId))?.status).toBe('reserved')
      await stripe.pass(60_000)
      const payPath = valueOf(await openPayment(guest, checkoutId))
      const sessions = await stripe.sessions()
      expect(payPath).toBe(sessions.at(-1)!.url)
    },
  )

  it('finds the session again whose answer was lost', async () => {
    const { stripe, guest, checkoutId } = await placedPurchase()
    await stripe.failNext('lost')
    await openPayment(guest, checkoutId)
    valueOf(await openPayment(guest, checkoutId))
    expect(await stripe.sessions()).toHaveLength(1)
  })

  it('opens nothing once the time to pay is over', async () => {
    const { stripe, guest, checkoutId } = await placedPurchase()
    await stripe.pass(30 * 60_000)
    expect(await openPayment(guest, checkoutId)).toMatchObject({ ok: false, problem: { code: 'payment_closed' } })
    expect(await stripe.sessions()).toEqual([])
  })

  it('keeps nothing of the buyer that Stripe knows, and no key', async () => {
    const { stripe, app, context, session } = await openPurchase()
    await stripe.pay(session.id)
    await stripe.deliver(app)
    const tables = await context.market.all<{ name: string }>(
      sql`SELECT name AS name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'pa%'`,
    )
    const kept = await Promise.all(tables.map(({ name }) => context.market.all(sql`SELECT * FROM ${sql.identifier(name)}`)))
    expect(kept.flat().length).toBeGreaterThan(3)
    expect(JSON.stringify(kept)).not.toMatch(/buyer@example\.com|sk_test|whsec/)
  })
})
