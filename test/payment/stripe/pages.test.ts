import { describe, expect, it } from 'vitest'
import { pages } from '../../../web/pages.ts'
import { createApp } from '../../../src/app.ts'
import { refundLines } from '../../../src/proceeds/commands/refund.ts'
import { valueOf } from '../../support/context.ts'
import { postForm } from '../../support/browser.ts'
import { sessionOf } from '../../support/signed-in.ts'
import { boughtPurchase, openPurchase, placedPurchase } from '../../support/stripe/purchase.ts'
import type { StripeAccount } from '../../support/stripe/account.ts'

async function visit(stripe: StripeAccount, path: string, init: RequestInit = {}) {
  const app = createApp(pages, { clock: stripe.clock })
  const answer = await app.request(path, init, stripe.env)
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location'), headers: answer.headers }
}

describe('the buyer’s pages with Stripe', () => {
  it('lead on to Stripe, also from a form, and show no key', async () => {
    const { stripe, checkoutId, paymentId, session } = await openPurchase()
    for (const path of [`/orders/${checkoutId}/payment`, `/en/orders/${checkoutId}/payment`, `/pay/${paymentId}`]) {
      expect(await visit(stripe, path)).toMatchObject({ status: 303, to: `https://checkout.stripe.com/c/pay/${session.id}` })
    }
    const page = await visit(stripe, `/orders/${checkoutId}`)
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://checkout.stripe.com")
    expect(page.text).not.toMatch(/sk_test|whsec|cs_test|pi_test/)
  })

  it('say honestly that the payment is not confirmed yet, look again by themselves for a minute, and thank only for money that came', async () => {
    const { stripe, app, checkoutId, deliveries } = await boughtPurchase()
    const returned = `/orders/${checkoutId}?returned=yes`
    const waiting = await visit(stripe, returned)
    expect(waiting.text).toContain('正在等支付方确认')
    expect(waiting.text).not.toContain('付款成功')
    expect(waiting.headers.get('refresh')).toBe(`5; url=/orders/${checkoutId}?returned=yes&look=1`)
    expect((await visit(stripe, `${returned}&look=12`)).headers.get('refresh')).toBeNull()
    expect((await visit(stripe, `/en${returned}`)).text).toContain('Waiting for the payment to be confirmed')
    await stripe.tell(app, deliveries)
    const paid = await visit(stripe, returned)
    expect(paid.text).toContain('付款成功')
    expect(paid.headers.get('refresh')).toBeNull()
  })

  it('say that Stripe does not answer and that the goods are held', async () => {
    const { stripe, checkoutId } = await placedPurchase()
    await stripe.failNext('refused')
    const page = await visit(stripe, `/orders/${checkoutId}/payment`)
    expect([page.status, page.text.includes('支付通道暂时没有回应')]).toEqual([503, true])
    expect((await visit(stripe, `/orders/${checkoutId}?unavailable=yes`)).text).toContain('货为您留着')
  })
})

describe('the cooperative’s pages with Stripe', () => {
  it('show a refund that came back, and send it again once', { timeout: 30_000 }, async () => {
    const { stripe, app, context, deliveries, orderId, organisationId } = await boughtPurchase()
    await stripe.tell(app, deliveries)
    valueOf(await refundLines(context, orderId, { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少一件' }))
    await stripe.failRefund((await stripe.refunds())[0]!.id)
    await stripe.deliver(app)
    const cookie = `sigen=${await sessionOf(context, 'manager', organisationId)}`
    const sheet = await visit(stripe, `/coop/orders/${orderId}`, { headers: { cookie } })
    expect(sheet.text).toContain('买家的卡已失效或注销')
    expect((await visit(stripe, '/coop/orders', { headers: { cookie } })).text).toContain('退款被退回')
    const action = /action="(\/coop\/orders\/[^"]+\/refunds\/[^"]+)"/.exec(sheet.text)![1]!
    const again = postForm({ once: crypto.randomUUID() }, cookie)
    expect((await visit(stripe, action, again)).status).toBe(303)
    expect((await visit(stripe, action, again)).status).toBe(303)
    expect(await stripe.refunds()).toHaveLength(2)
    expect((await visit(stripe, `/coop/orders/${orderId}`, { headers: { cookie } })).text).not.toContain('退款被退回')
    const clerk = `sigen=${await sessionOf(context, 'clerk', organisationId)}`
    expect((await visit(stripe, action, postForm({ once: crypto.randomUUID() }, clerk))).status).toBe(403)
  })
})
