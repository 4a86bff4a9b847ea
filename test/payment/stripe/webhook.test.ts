import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findOrder } from '../../../src/order/queries.ts'
import { capturePayment } from '../../../src/payment/commands.ts'
import { longestParked } from '../../../src/payment/parked/queries.ts'
import { findPayment, findPaymentEvent } from '../../../src/payment/queries.ts'
import { driveParked, receiveEvent } from '../../../src/proceeds/commands/receive-event.ts'
import type { Context } from '../../../src/platform/context.ts'
import { booksOf } from '../../support/books.ts'
import { problemOf, valueOf } from '../../support/context.ts'
import { sign, type Delivery, type StripeEvent } from '../../support/stripe/outbox.ts'
import { boughtPurchase, openPurchase } from '../../support/stripe/purchase.ts'

const secret = 'whsec_fakefakefake'
const paidBooks = { proceeds: 13_600, sold: 13_600, freight: 1800, clearing: -15_400 }
const unpaidBooks = { proceeds: 0, sold: 0, freight: 0, clearing: 0 }

const eventOf = ({ body }: Delivery) => JSON.parse(body) as StripeEvent
const completed = (deliveries: readonly Delivery[]) => deliveries.find(({ type }) => type === 'checkout.session.completed')!
const eventsKept = async ({ market }: Context) =>
  (await market.first<{ rows: number }>(sql`SELECT count(*) AS rows FROM payment_events`))!.rows

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, index) => orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]))
}

describe('POST /webhooks/stripe', () => {
  it('posts once when every event comes twenty times at once', async () => {
    const { stripe, app, context, deliveries, organisationId, lotId } = await boughtPurchase()
    const many = Array.from({ length: 20 }, () => deliveries).flat()
    const answers = await Promise.all(many.map((delivery) => stripe.post(app, delivery)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await booksOf(context, organisationId, lotId)).toMatchObject(paidBooks)
  })

  it('comes to the same end in whatever order the events arrive', { timeout: 60_000 }, async () => {
    const {
      stripe,
      app,
      context,
      session,
      deliveries: first,
      organisationId,
      lotId,
      orderId,
      paymentId,
    } = await boughtPurchase({ later: true })
    await stripe.settle(session.id, true)
    const events = [...first, ...(await stripe.deliveries())].filter(({ type }) => type.startsWith('checkout') || type.startsWith('charge'))
    expect(events).toHaveLength(3)
    const shuffled = orders(events)
    // The same facts for each order of telling: as new events of the same kinds, about the same session.
    for (const [round, told] of shuffled.entries()) {
      const renamed = told.map((delivery) => ({ ...eventOf(delivery), id: `${delivery.id}_${round}` }))
      const signed = await Promise.all(renamed.map((event) => sign(event, secret, stripe.clock.now())))
      expect(await stripe.tell(app, signed)).toEqual([200, 200, 200])
      expect((await findPayment(context.market, paymentId))?.status).toBe('captured')
      expect((await findOrder(context.county, orderId))?.status).toBe('paid')
      expect(await booksOf(context, organisationId, lotId)).toMatchObject(paidBooks)
    }
  })

  it.each([true, false])('waits while the money is on its way, then follows it (it comes: %s), whichever is told first', async (comes) => {
    for (const lateFirst of [false, true]) {
      const { stripe, app, context, session, deliveries, orderId, organisationId, lotId, paymentId } = await boughtPurchase({ later: true })
      if (!lateFirst) {
        await stripe.tell(app, deliveries)
        expect((await findPayment(context.market, paymentId))?.status).toBe('pending')
        expect((await findOrder(context.county, orderId))?.status).toBe('reserved')
      }
      await stripe.settle(session.id, comes)
      await stripe.tell(
        app,
        (await stripe.deliveries()).filter(({ id }) => lateFirst || !deliveries.some((told) => told.id === id)),
      )
      if (lateFirst) await stripe.tell(app, deliveries)
      expect((await findPayment(context.market, paymentId))?.status).toBe(comes ? 'captured' : 'failed')
      expect(await booksOf(context, organisationId, lotId)).toMatchObject(comes ? paidBooks : unpaidBooks)
    }
  })

  it('refuses a forged, an unsigned, a changed and a stale event, and changes nothing', async () => {
    const { stripe, app, context, deliveries, organisationId, lotId } = await boughtPurchase()
    const event = completed(deliveries)
    const forged = await sign(eventOf(event), 'whsec_somebodyelse', stripe.clock.now())
    const stale = await sign(eventOf(event), secret, stripe.clock.now() - 301_000)
    const before = await eventsKept(context)
    const wrong = [
      forged,
      stale,
      { ...event, signature: '' },
      { ...event, signature: 't=1,v1=00' },
      { ...event, body: event.body.replace('15400', '1') },
      { ...event, body: '' },
    ]
    for (const delivery of wrong) {
      const answer = await stripe.post(app, delivery)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([400, 'webhook_refused'])
    }
    const signedNonsense = await stripe.post(app, await sign('nonsense' as unknown as StripeEvent, secret, stripe.clock.now()))
    expect(signedNonsense.status).toBe(400)
    expect(await eventsKept(context)).toBe(before)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject(unpaidBooks)
  })

  it('takes an event that is told again with another count of deliveries, but not one whose content changed', async () => {
    const { stripe, app, context, deliveries } = await boughtPurchase()
    const event = eventOf(completed(deliveries))
    await stripe.tell(app, deliveries)
    const again = await sign({ ...event, pending_webhooks: 7 }, secret, stripe.clock.now())
    expect((await stripe.post(app, again)).status).toBe(200)
    const altered = await sign({ ...event, data: { object: { ...event.data.object, amount: 1 } as never } }, secret, stripe.clock.now())
    const answer = await stripe.post(app, altered)
    expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([409, 'payment_event_altered'])
    const alarms = await context.market.all(sql`SELECT subject AS subject FROM activities WHERE action = 'payment_event.altered'`)
    expect(alarms).toEqual([{ subject: event.id }])
  })

  it('acknowledges and keeps what says nothing to us', async () => {
    const { stripe, app, context } = await openPurchase()
    const event = { id: 'evt_other', object: 'event', type: 'customer.created', created: 1, data: { object: { id: 'cus_1' } } }
    const delivery = await sign(event as unknown as StripeEvent, secret, stripe.clock.now())
    expect((await stripe.post(app, delivery)).status).toBe(200)
    expect(await findPaymentEvent(context.market, 'evt_other')).toMatchObject({ kind: 'customer.created', paymentId: null })
  })

  it('refuses what is larger than any event', async () => {
    const { stripe, app } = await openPurchase()
    expect((await stripe.post(app, { body: 'x'.repeat(300_000), signature: 't=1,v1=00' })).status).toBe(400)
  })

  it('is not there while payment is a sandbox', async () => {
    const { stripe, app } = await openPurchase()
    const answer = await app.request('/webhooks/stripe', { method: 'POST', body: '{}' }, { ...stripe.env, PAYMENT_GATEWAY: 'sandbox' })
    expect(answer.status).toBe(404)
  })
})

describe('receiveEvent', () => {
  it('parks a captured payment that we do not know yet, and posts it once we do', async () => {
    const { context, stripe, app, session, organisationId, lotId, paymentId } = await openPurchase()
    const fact = { kind: 'captured', paymentId, gatewayReference: session.id, amountFen: 15_400 } as const
    const unknown = { ...fact, paymentId: 'pay_unknown' }
    valueOf(await receiveEvent(context, { eventId: 'evt_early', type: 'x', bodySha256: 'a'.repeat(64), fact: unknown }))
    expect(await longestParked(context.market)).toMatchObject([{ eventId: 'evt_early', paymentId: 'pay_unknown', reason: 'not_found' }])
    await stripe.pass(60_000)
    await driveParked(context)
    expect(await longestParked(context.market)).toMatchObject([{ eventId: 'evt_early', tries: 1 }])
    await context.market.run([
      sql`UPDATE parked_events SET fact = ${JSON.stringify(fact)}, next_try_at_ms = ${stripe.clock.now()} WHERE event_id = 'evt_early'`,
    ])
    await Promise.all([driveParked(context), driveParked(context)])
    expect(await longestParked(context.market)).toEqual([])
    expect(await booksOf(context, organisationId, lotId)).toMatchObject(paidBooks)
    await stripe.pay(session.id)
    await stripe.deliver(app)
    expect(await booksOf(context, organisationId, lotId)).toMatchObject(paidBooks)
  })

  it('parks a dispute whose payment is captured and not told yet, and applies it when it is', async () => {
    const { stripe, app, context, session, deliveries, orderId } = await boughtPurchase()
    const dispute = await stripe.openDispute(session.id)
    const told = (await stripe.deliveries()).filter(({ id }) => !deliveries.some((before) => before.id === id))
    await stripe.failNext('refused', '/payment_intents')
    expect(new Set(await stripe.tell(app, told))).toEqual(new Set([200]))
    expect((await longestParked(context.market)).map(({ reason }) => reason)).toContain('payment_unavailable')
    await stripe.tell(app, deliveries)
    await stripe.pass(10 * 60_000)
    await driveParked(context)
    expect(await longestParked(context.market)).toEqual([])
    const disputes = await context.market.all(sql`SELECT id AS id, payment_id AS paymentId FROM payment_disputes`)
    expect(disputes).toEqual([{ id: dispute.id, paymentId: session.metadata['payment_id'] }])
    expect((await findOrder(context.county, orderId))?.status).toBe('paid')
  })

  it('never books another amount than was due', async () => {
    const { context, session, paymentId, organisationId, lotId } = await openPurchase()
    const event = { eventId: 'evt_less', kind: 'captured', paymentId, gatewayReference: session.id, amountFen: 1 } as const
    expect(problemOf(await capturePayment(context, { ...event, bodySha256: 'b'.repeat(64) })).code).toBe('payment_amount_differs')
    valueOf(await receiveEvent(context, { eventId: 'evt_less', type: 'x', bodySha256: 'b'.repeat(64), fact: event }))
    expect(await longestParked(context.market)).toMatchObject([{ reason: 'payment_amount_differs' }])
    expect(await booksOf(context, organisationId, lotId)).toMatchObject(unpaidBooks)
  })
})
