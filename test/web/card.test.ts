import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { cookieOf, gzipBytes, postForm } from '../support/browser.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { pages } from '../../web/pages.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })
const ask = (path: string, init: RequestInit = {}) => app.request(path, init, bindings)

async function householdWithCard(slips: number) {
  const organisationId = await makeOrganisation(context)
  const contractVersionId = await makeContract(context, { organisationId })
  const householdId = await makeHousehold(context, { identity: { name: '吴德贵' } })
  await makeMember(context, organisationId, householdId)
  const deliveryIds: string[] = []
  for (let i = 0; i < slips; i++) {
    deliveryIds.push(await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 30_000, on: '2026-06-18' }))
  }
  const card = valueOf(await issueCard(context, householdId))
  return { ...card, deliveryIds, householdId }
}

async function open({ token, pin }: { token: string; pin: string }, prefix = '') {
  return cookieOf(await ask(`${prefix}/card/${token}`, postForm({ pin })))
}

describe('the household card', () => {
  it('opens with the code and the PIN and shows twenty slips in one small request', async () => {
    const cookie = await open(await householdWithCard(25))
    const answer = await ask('/card', { headers: { cookie } })
    const html = await answer.text()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(html).toContain('吴**')
    expect(html.match(/class="box slip"/g)).toHaveLength(20)
    expect(html).toContain('1,200 斤 × ¥1.20/斤 = ¥1,440.00')
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|<img| style="/)
    expect(await gzipBytes(html)).toBeLessThanOrEqual(6 * 1024)
    const read = Number(/read=(\d+)/.exec(answer.headers.get('server-timing')!)![1])
    expect(read).toBeLessThanOrEqual(20 + 4 * 20)
  })

  it('reads hardly anything for a household that has not delivered', async () => {
    const cookie = await open(await householdWithCard(0))
    const answer = await ask('/card', { headers: { cookie } })
    expect(await answer.text()).toContain('还没有磅单')
    expect(Number(/read=(\d+)/.exec(answer.headers.get('server-timing')!)![1])).toBeLessThanOrEqual(20)
  })

  it('says beside the field that a PIN is wrong, and how many tries are left', async () => {
    const { token, pin } = await householdWithCard(0)
    const wrong = await ask(`/en/card/${token}`, postForm({ pin: pin === '000000' ? '111111' : '000000' }))
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null])
    expect(await wrong.text()).toMatch(/role="alert">[^<]*4/)
  })

  it('closes by itself after ten minutes', async () => {
    const cookie = await open(await householdWithCard(1))
    clock.pass(10 * 60_000)
    expect(await (await ask('/card', { headers: { cookie } })).text()).toContain('请扫户卡上的二维码')
  })

  it('records "right" at once, and "not right" with its words', async () => {
    const household = await householdWithCard(2)
    const cookie = await open(household)
    const [one, other] = household.deliveryIds
    await ask('/card', postForm({ once: 'right-key-1', right: one! }, cookie))
    const said = await ask(`/card/slips/${other}`, postForm({ once: 'wrong-key-1', words: '斤数不对，应该是 86 斤' }, cookie))
    expect([said.status, said.headers.get('location')]).toEqual([303, '/card?said=not_right'])
    const html = await (await ask('/card', { headers: { cookie } })).text()
    expect(html).toContain('您说：对')
    expect(html).toContain('您说：不对，正在核对')
  })

  it('asks for words when something is not right', async () => {
    const household = await householdWithCard(1)
    const cookie = await open(household)
    const refused = await ask(`/card/slips/${household.deliveryIds[0]}`, postForm({ once: 'wrong-key-2', words: ' ' }, cookie))
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('role="alert"')
  })

  it('does not know another household’s slip', async () => {
    const own = await householdWithCard(0)
    const other = await householdWithCard(1)
    const cookie = await open(own)
    expect((await ask(`/card/slips/${other.deliveryIds[0]}`, { headers: { cookie } })).status).toBe(404)
    const said = await ask(`/card/slips/${other.deliveryIds[0]}`, postForm({ once: 'other-key-1', words: '不是我的' }, cookie))
    expect(said.status).toBe(404)
  })
})
