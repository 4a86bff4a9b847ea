import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { findCheckout, findOrder } from '../../src/order/queries.ts'
import { createUser, openSession } from '../../src/identity/commands.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { TestClock, testContext, valueOf } from '../support/context.ts'
import { cookieOf, postForm } from '../support/browser.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makePaidOrder, makeReceivedOrder, makeShippedOrder } from '../support/factories/order.ts'

const season = { households: 2, gramsEach: 100_000, packGrams: 2500 }
const now = () => testContext({ clock: Object.assign(new TestClock(), { now: () => Date.now() }) })
const worker = (exports as unknown as { default: Fetcher }).default
const key = () => crypto.randomUUID()

async function visit(path: string, cookie = '') {
  const answer = await worker.fetch(`http://localhost${path}`, { headers: { cookie }, redirect: 'manual' })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' }
}

async function send(path: string, fields: Record<string, string>, cookie = '') {
  const answer = await worker.fetch(`http://localhost${path}`, { ...postForm(fields, cookie), redirect: 'manual' })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '', cookie: cookieOf(answer) }
}

async function staffCookie(role: Role, scope: string): Promise<string> {
  const context = now()
  const username = `${role}.${key().slice(0, 8)}`
  const userId = valueOf(await createUser(context, { username, name: '测试', password: 'correct horse battery', role, scope }))
  return `sigen=${valueOf(await openSession(context, { userId }))}`
}

describe('the pages of a buyer', () => {
  it('lead without script from product to paid order, and never charge a total that was not shown', async () => {
    const context = now()
    const { packId, offerId } = await makeSeason(context, season)
    const added = await send('/basket', { once: key(), offerId, packId, units: '2' })
    expect(added).toMatchObject({ status: 303, to: '/basket' })
    const { cookie } = added
    expect((await visit('/basket', cookie)).text).toContain(`units-${offerId}~${packId}`)
    const address = { name: '李小明', phone: '138 1234 5678', province: '110000000000', address: '北京市朝阳区建国路88号' }
    const unseen = await send('/checkout', { once: key(), ...address, freshAgreed: 'yes', do: 'place' }, cookie)
    expect(unseen.status).toBe(409)
    expect(unseen.text).toContain('价格有变动')
    const total = /name="seenTotalFen" value="(\d+)"/.exec(unseen.text)![1]!
    const order = { once: key(), ...address, freshAgreed: 'yes', do: 'place', seenTotalFen: total }
    const placed = await send('/checkout', order, cookie)
    expect(placed.to).toMatch(/^\/pay\/pay_/)
    expect((await send('/checkout', order, cookie)).to).toBe(placed.to)
    const paid = await send(placed.to, { once: key(), kind: 'captured' }, cookie)
    expect(paid.to).toMatch(/^\/orders\/chk_/)
    const page = await visit(paid.to, cookie)
    expect(page.text).toContain('您的钱去了哪里')
    expect((await visit('/basket', cookie)).text).toContain('购物车还是空的')
    expect((await visit(placed.to)).status).toBe(303)
  })

  it('show on every shop page how much lies in the basket and where to sign in', async () => {
    const { packId, offerId } = await makeSeason(now(), season)
    const { cookie } = await send('/basket', { once: key(), offerId, packId, units: '3' })
    for (const path of ['/', '/products', `/products/${offerId}`, '/orders', '/checkout']) {
      const { text } = await visit(path, cookie)
      expect(text).toContain('<span class="badge">3</span>')
      expect(text).toContain(`href="/phone?next=${encodeURIComponent(path)}"`)
    }
    expect((await visit('/products')).text).not.toContain('class="badge"')
    expect((await visit('/phone')).text).not.toContain('/phone?next=')
  })

  it('say that nothing is ticked instead of leading in a circle', async () => {
    const { packId, offerId } = await makeSeason(now(), season)
    const { cookie } = await send('/basket', { once: key(), offerId, packId, units: '1' })
    await send('/basket/lines', { once: key(), [`units-${offerId}~${packId}`]: '1', go: 'checkout' }, cookie)
    const { to } = await visit('/checkout', cookie)
    expect((await visit(to, cookie)).text).toContain('还没有勾选商品')
  })

  it('call an order that nobody paid due, not paid', async () => {
    const { packId, offerId } = await makeSeason(now(), season)
    const { cookie } = await send('/basket', { once: key(), offerId, packId, units: '1' })
    const address = { name: '李小明', phone: '13812345678', province: '110000000000', address: '北京市朝阳区建国路88号' }
    const { text } = await send('/checkout', { once: key(), ...address, do: 'count' }, cookie)
    const seenTotalFen = /name="seenTotalFen" value="(\d+)"/.exec(text)![1]!
    const placed = await send('/checkout', { once: key(), ...address, freshAgreed: 'yes', do: 'place', seenTotalFen }, cookie)
    const till = await visit(placed.to, cookie)
    const order = await visit(/\/orders\/chk_[0-9a-z]+/.exec(till.text)![0], cookie)
    expect(order.text).toContain('<dt>应付</dt>')
    expect(order.text).not.toContain('<dt>实付</dt>')
  })

  it('say beside each field what is wrong and keep everything that was typed', async () => {
    const context = now()
    const { packId, offerId } = await makeSeason(context, season)
    const { cookie } = await send('/basket', { once: key(), offerId, packId, units: '1' })
    const wrong = {
      once: key(),
      name: '李小明',
      phone: '123',
      province: '110000000000',
      address: '北',
      note: '放门口',
      do: 'place',
      seenTotalFen: '1',
    }
    const refused = await send('/en/checkout', wrong, cookie)
    expect(refused.status).toBe(422)
    for (const words of ['Enter an 11-digit mobile number', 'Enter the full address', 'Please tick: fresh goods'])
      expect(refused.text).toContain(words)
    for (const typed of ['value="李小明"', 'value="123"', '放门口']) expect(refused.text).toContain(typed)
    const split = await send('/checkout', { ...wrong, do: 'split', pasted: '王芳 15912345678 上海市浦东新区世纪大道1号' }, cookie)
    expect(split.status).toBe(200)
    expect(split.text).toContain('value="15912345678"')
    expect(split.text).toMatch(/value="310000000000" selected/)
  })

  it('keep an order from anybody without its link, and find it by number and phone', async () => {
    const context = now()
    const { packId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makePaidOrder(context, { packId, units: 1 })
    const { number, recipientPhone } = (await findOrder(context.county, orderId))!
    expect((await visit('/orders/chk_unknown')).status).toBe(404)
    const wrong = await send('/orders', { number, lastDigits: '0000' })
    expect(wrong.status).toBe(404)
    expect(wrong.text).toContain('没有找到这个订单')
    expect((await send('/orders', { number: number.toLowerCase(), lastDigits: recipientPhone.slice(-4) })).to).toBe(`/orders/${checkoutId}`)
    for (let i = 0; i < 5; i++) await send('/orders', { number, lastDigits: '0000' })
    expect((await send('/orders', { number, lastDigits: recipientPhone.slice(-4) })).status).toBe(429)
  })

  it('refuse what the order no longer allows, on the order’s own page', async () => {
    const context = now()
    const { packId } = await makeSeason(context, season)
    const { orderId, checkoutId } = await makeShippedOrder(context, { packId, units: 1 })
    const path = `/orders/${checkoutId}/${orderId}`
    const cancelled = await send(`${path}/cancellation`, { once: key(), reason: '不要了' })
    expect(cancelled.status).toBe(409)
    expect(cancelled.text).toContain('订单已发货，不能取消')
    expect((await send(`${path}/receipt`, { once: key() })).status).toBe(303)
    const claim = await send(`${path}/claim`, { once: key(), line: '1', units: '5', words: '坏了' })
    expect(claim.status).toBe(422)
    expect(claim.text).toContain('请附一张照片')
    expect(claim.text).toContain('坏了')
    expect((await send(`${path}/receipt`, {})).status).toBe(400)
    expect((await send(`/orders/${checkoutId}/cancellation`, { once: key() })).status).toBe(409)
    expect((await findCheckout(context.market, checkoutId))?.status).toBe('paid')
    const again = await send('/basket/again', { once: key(), checkoutId, orderId })
    expect((await visit('/basket', again.cookie)).text).toContain(`~${packId}`)
  })
})

describe('the console’s orders', () => {
  it('are for the cooperative’s own people; refunds for its manager', async () => {
    const context = now()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 2 })
    const path = `/coop/orders/${orderId}`
    const stranger = await staffCookie('manager', (await makeSeason(context, season)).organisationId)
    expect((await visit(path)).to).toMatch(/^\/sign-in/)
    expect((await visit(path, stranger)).status).toBe(404)
    const clerk = await staffCookie('clerk', organisationId)
    expect((await visit('/coop/orders', clerk)).text).toContain(path)
    expect((await visit('/coop/orders/pick', clerk)).text).toContain('周小北')
    const refund = await send(`${path}/refund`, { once: key(), 'line-1': '1', reason: '少一盒' }, clerk)
    expect(refund.status).toBe(403)
    expect((await visit(`/en${path}/shipment`, clerk)).to).toBe(`/en${path}`)
    const bad = await send(`${path}/shipment`, { once: key(), carrier: '顺丰速运', trackingNumber: 'x' }, clerk)
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('快递单号应为 6-40 位字母或数字')
    expect((await send(`${path}/shipment`, { once: key(), carrier: '顺丰速运', trackingNumber: 'SF1234567' }, clerk)).status).toBe(303)
    const manager = await staffCookie('manager', organisationId)
    const tooMany = await send(`${path}/refund`, { once: key(), 'line-1': '9', reason: '少一盒' }, manager)
    expect(tooMany.status).toBe(422)
    expect(tooMany.text).toContain('最多还能退 2 件')
    expect((await send(`${path}/refund`, { once: key(), 'line-1': '2', reason: '少一盒' }, manager)).status).toBe(303)
    expect((await findOrder(context.county, orderId))?.refundedGoodsFen).toBeGreaterThan(0)
  })

  it('ship a pasted list and report it row by row', async () => {
    const context = now()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 1 })
    const { number } = (await findOrder(context.county, orderId))!
    const clerk = await staffCookie('clerk', organisationId)
    const long = await send(
      '/coop/orders/tracking',
      { once: key(), carrier: '中通快递', pasted: `${'???\n'.repeat(200)}${number} ZT1` },
      clerk,
    )
    expect(long.text).toContain('还有 1 行没有处理')
    expect(long.text).toContain(`>${number} ZT1\n???`)
    const nothing = await send('/coop/orders/tracking', { once: key(), carrier: '', pasted: '你好' }, clerk)
    expect(nothing.status).toBe(422)
    expect(nothing.text).toContain('没有读到可用的快递单号')
    const report = await send('/coop/orders/tracking', { once: key(), carrier: '中通快递', pasted: `${number} ZT123456\n???` }, clerk)
    expect(report.status).toBe(200)
    expect(report.text).toContain('读不懂这一行')
    expect((await findOrder(context.county, orderId))?.status).toBe('shipped')
  })

  it('decide nothing that is not there', async () => {
    const context = now()
    const { packId, organisationId } = await makeSeason(context, season)
    const { orderId } = await makeReceivedOrder(context, { packId, units: 1 })
    const manager = await staffCookie('manager', organisationId)
    expect((await send(`/coop/orders/${orderId}/claims/clm_x`, { once: key(), decision: 'refund' }, manager)).status).toBe(404)
    expect((await visit(`/coop/orders/${orderId}/claims/clm_x/photo`, manager)).status).toBe(404)
  })
})
