import { describe, expect, it } from 'vitest'
import { GatewayRefused, GatewayUnavailable } from '../../../src/platform/gateway.ts'
import { FakeStripe } from '../../support/stripe/fake.ts'
import { Gate } from '../../support/stripe/gate.ts'
import { fakeGateway } from '../../support/stripe/gateway.ts'

const gate = new Gate()
const nowMs = 1_781_000_000_000
const minuteMs = 60_000
const dayMs = 1440 * minuteMs

const request = {
  key: 'pay_1',
  paymentId: 'pay_1',
  checkoutId: 'chk_1',
  amountFen: 15_400,
  lines: [
    { name: '杨梅 2.5 kg', units: 2, priceFen: 6800 },
    { name: '运费', units: 1, priceFen: 1800 },
  ],
  expiresAtMs: nowMs + 31 * minuteMs,
  locale: 'zh' as const,
  returnPath: '/orders/chk_1',
}

function make() {
  const fake = new FakeStripe({ nowMs })
  return { fake, gateway: fakeGateway(fake, gate) }
}

async function paid() {
  const { fake, gateway } = make()
  const { gatewayReference } = await gateway.open(request)
  fake.pay(gatewayReference)
  const refund = { key: 'rfd_1', refundId: 'rfd_1', paymentId: 'pay_1', gatewayReference, amountFen: 6800 }
  return { fake, gateway, gatewayReference, refund }
}

describe('open', () => {
  it('asks for one session with a line each, by three ways, that leads back to us', async () => {
    const { fake, gateway } = make()
    const { gatewayReference, payPath } = await gateway.open(request)
    expect(payPath).toBe(`https://checkout.stripe.com/c/pay/${gatewayReference}`)
    expect(fake.sessions.get(gatewayReference)).toMatchObject({
      amount_total: 15_400,
      currency: 'cny',
      payment_method_types: ['card', 'alipay', 'wechat_pay'],
      expires_at: nowMs / 1000 + 31 * 60,
      success_url: 'https://shop.example/orders/chk_1?returned=yes',
      cancel_url: 'https://shop.example/orders/chk_1',
      metadata: { payment_id: 'pay_1' },
    })
  })

  it('finds the session again whose answer was lost', async () => {
    const { fake, gateway } = make()
    fake.failNext('lost')
    await expect(gateway.open(request)).rejects.toThrow(GatewayUnavailable)
    const { gatewayReference } = await gateway.open(request)
    expect([...fake.sessions.keys()]).toEqual([gatewayReference])
  })

  it.each(['refused', 'failed'] as const)('is unavailable while Stripe answers with a fault (%s)', async (fault) => {
    const { fake, gateway } = make()
    fake.failNext(fault)
    await expect(gateway.open(request)).rejects.toThrow(GatewayUnavailable)
    expect(fake.sessions.size).toBe(0)
  })

  it('tells a request that Stripe refuses from one that it could not take', async () => {
    const { gateway } = make()
    await expect(gateway.open({ ...request, expiresAtMs: nowMs + 29 * minuteMs })).rejects.toThrow(GatewayRefused)
    await gateway.open(request)
    await expect(gateway.open({ ...request, locale: 'en' })).rejects.toThrow(GatewayUnavailable)
  })
})

describe('expire', () => {
  it('closes an open session, and says so again', async () => {
    const { gateway } = make()
    const { gatewayReference } = await gateway.open(request)
    expect(await gateway.expire(gatewayReference)).toBe('expired')
    expect(await gateway.expire(gatewayReference)).toBe('expired')
  })

  it('says how a session stands that was paid, or is on its way, or failed', async () => {
    const { fake, gateway, gatewayReference } = await paid()
    expect(await gateway.expire(gatewayReference)).toBe('captured')
    const later = (await gateway.open({ ...request, key: 'pay_2' })).gatewayReference
    fake.pay(later, { later: true })
    expect(await gateway.expire(later)).toBe('pending')
    fake.settle(later, false)
    expect(await gateway.expire(later)).toBe('failed')
  })

  it('is safe to ask again when the answer was lost', async () => {
    const { fake, gateway } = make()
    const { gatewayReference } = await gateway.open(request)
    fake.failNext('lost', '/expire')
    await expect(gateway.expire(gatewayReference)).rejects.toThrow(GatewayUnavailable)
    expect(await gateway.expire(gatewayReference)).toBe('expired')
  })
})

describe('refund', () => {
  it('gives back once under one key, also after a lost answer, and also when Stripe has forgotten the key', async () => {
    const { fake, gateway, refund } = await paid()
    fake.failNext('lost', 'GET /v1/refunds')
    await expect(gateway.refund(refund)).rejects.toThrow(GatewayUnavailable)
    fake.failNext('lost', 'POST /v1/refunds')
    await expect(gateway.refund(refund)).rejects.toThrow(GatewayUnavailable)
    const first = await gateway.refund(refund)
    fake.moveTo(nowMs + 3 * dayMs)
    expect(await gateway.refund(refund)).toEqual(first)
    expect([...fake.refunds.values()]).toMatchObject([{ amount: 6800, metadata: { refund_id: 'rfd_1', payment_id: 'pay_1' } }])
  })

  it('gives back another time under another key, up to what was paid', async () => {
    const { fake, gateway, refund } = await paid()
    await gateway.refund(refund)
    await gateway.refund({ ...refund, key: 'rfd_2', refundId: 'rfd_2', amountFen: 8600 })
    await expect(gateway.refund({ ...refund, key: 'rfd_3' })).rejects.toMatchObject({ code: 'charge_already_refunded' })
    expect([...fake.refunds.values()].map(({ amount }) => amount)).toEqual([6800, 8600])
  })

  it('is refused for a session nobody paid', async () => {
    const { gateway } = make()
    const { gatewayReference } = await gateway.open(request)
    const refund = { key: 'rfd_1', refundId: 'rfd_1', paymentId: 'pay_1', gatewayReference, amountFen: 1 }
    await expect(gateway.refund(refund)).rejects.toMatchObject({ code: 'not_paid' })
  })
})

describe('balance', () => {
  it('tells every movement with its payment, our own reference and the payout that took it', async () => {
    const { fake, gateway, gatewayReference, refund } = await paid()
    await gateway.refund(refund)
    const dispute = fake.openDispute(gatewayReference)
    fake.closeDispute(dispute.id, 'won')
    fake.failRefund([...fake.refunds.keys()][0]!)
    fake.moveTo(nowMs + 8 * dayMs)
    const payout = fake.payOut()!
    const { transactions, next } = await gateway.balance(nowMs)
    expect(next).toBeNull()
    const charge = [...fake.charges.keys()][0]
    expect(
      transactions.map(({ kind, paymentId, reference, amountFen, netFen }) => [kind, paymentId, reference, amountFen, netFen]),
    ).toEqual([
      ['payout', null, payout.id, -6141, -6141],
      ['refund', 'pay_1', 'rfd_1', 6800, 6800],
      ['dispute_reversal', 'pay_1', dispute.id, 8600, 8600],
      ['dispute', 'pay_1', dispute.id, -8600, -17_100],
      ['refund', 'pay_1', 'rfd_1', -6800, -6800],
      ['payment', 'pay_1', charge, 15_400, 14_641],
    ])
    expect(new Set(transactions.map(({ payoutId }) => payoutId))).toEqual(new Set([payout.id]))
  })

  it('comes in pages', async () => {
    const { fake, gateway, refund } = await paid()
    for (let i = 0; i < 120; i++) await gateway.refund({ ...refund, key: `rfd_${i}`, refundId: `rfd_${i}`, amountFen: 1 })
    const first = await gateway.balance(nowMs)
    const second = await gateway.balance(nowMs, first.next!)
    expect([first.transactions.length, second.transactions.length, second.next]).toEqual([100, 21, null])
    expect(new Set([...first.transactions, ...second.transactions].map(({ id }) => id)).size).toBe(fake.transactions.length)
  })
})
