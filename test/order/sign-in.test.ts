import { exports } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { checkoutsOfUser } from '../../src/order/queries.ts'
import { TestClock, testContext } from '../support/context.ts'
import { cookieOf, postForm } from '../support/browser.ts'
import { makeSeason } from '../support/factories/lot.ts'

const worker = (exports as unknown as { default: Fetcher }).default
const key = () => crypto.randomUUID()

async function send(path: string, fields: Record<string, string>, cookie = '') {
  const answer = await worker.fetch(`http://localhost${path}`, { ...postForm(fields, cookie), redirect: 'manual' })
  const session = /sigen=[^;,]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? ''
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '', cookie: cookieOf(answer), session }
}

describe('a buyer who signs in by phone', () => {
  it('brings the basket along, and finds the order among their own', async () => {
    const context = testContext({ clock: Object.assign(new TestClock(), { now: () => Date.now() }) })
    const { packId, offerId } = await makeSeason(context, { households: 2, gramsEach: 100_000, packGrams: 2500 })
    const { cookie: basket } = await send('/basket', { once: key(), offerId, packId, units: '2' })
    const phone = '13700000007'
    expect((await send('/phone', { phone: '137' })).status).toBe(422)
    expect((await send('/phone', { phone })).text).toContain('one-time-code')
    const wrong = await send('/phone', { phone, code: '000000' }, basket)
    expect(wrong.status).toBe(401)
    const sent = await context.market.first<{ body: string }>(sql`SELECT body AS body FROM messages WHERE recipient = ${phone}`)
    const entered = await send('/phone?next=/basket', { phone, code: /\d{6}/.exec(sent!.body)![0] }, basket)
    expect(entered).toMatchObject({ status: 303, to: '/basket' })
    const address = { name: '李小明', phone, province: '110000000000', address: '北京市朝阳区建国路88号' }
    const counted = await send('/checkout', { ...address, do: 'count' }, entered.session)
    const seenTotalFen = /name="seenTotalFen" value="(\d+)"/.exec(counted.text)![1]!
    const placed = await send('/checkout', { once: key(), ...address, seenTotalFen, freshAgreed: 'yes', do: 'place' }, entered.session)
    expect(placed.to).toMatch(/^\/pay\//)
    const user = await context.market.first<{ id: string }>(sql`SELECT id AS id FROM users WHERE phone = ${phone}`)
    const [mine] = await checkoutsOfUser(context.market, user!.id)
    const page = async (path: string, cookie: string) =>
      worker.fetch(`http://localhost${path}`, { headers: { cookie }, redirect: 'manual' })
    const list = await (await page('/orders?tab=to_pay', entered.session)).text()
    expect(list).toContain(`/orders/${mine!.checkoutId}`)
    expect((await page(`/orders/${mine!.checkoutId}`, '')).status).toBe(404)
    expect((await page(`/orders/${mine!.checkoutId}`, entered.session)).status).toBe(200)
  })
})
