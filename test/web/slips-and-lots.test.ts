import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { terminateContract } from '../../src/contract/commands.ts'
import { listDeliveries } from '../../src/intake/queries.ts'
import { listLots } from '../../src/lot/listing/queries.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot } from '../support/factories/lot.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { sessionOf } from '../support/signed-in.ts'
import { pages } from '../../web/pages.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })

let organisationId: string
let householdId: string
let contractVersionId: string
let endedVersionId: string
let token: string
let strangersToken: string
let keys = 0

beforeAll(async () => {
  organisationId = await makeOrganisation(context)
  householdId = await makeHousehold(context, { identity: { name: '石德贵' } })
  await makeMember(context, organisationId, householdId, { fromOn: '2026-06-01' })
  contractVersionId = await makeContract(context, { organisationId, grades: ['first'] })
  endedVersionId = await makeContract(context, { organisationId, grades: ['first'] })
  valueOf(await terminateContract(context, endedVersionId, { onDate: '2026-06-18', reason: '双方同意' }))
  token = await sessionOf(context, 'clerk', organisationId)
  strangersToken = await sessionOf(context, 'manager', await makeOrganisation(context))
})

function api(method: string, path: string, body?: unknown, as = token) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `slips-api-${(keys += 1)}`, authorization: `Bearer ${as}` }
  return app.request(`/api${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }, bindings)
}

function page(path: string, as = token) {
  return app.request(path, { headers: { cookie: `sigen=${as}` } }, bindings)
}

function submit(path: string, fields: Record<string, string>, as = token) {
  const body = new URLSearchParams({ once: `slips-page-${(keys += 1)}`, ...fields })
  const headers = { cookie: `sigen=${as}`, origin: 'http://localhost' }
  return app.request(`http://localhost${path}`, { method: 'POST', headers, body }, bindings)
}

const slipsOf = () => listDeliveries(context, { organisationId, limit: 100 })

/** What the clerk types: kilograms and yuan, as on the scale. */
const typed = {
  step: 'record',
  deliveredOn: '2026-06-18',
  grossGrams: '64.5',
  tareGrams: '1.5',
  deductedGrams: '0.5',
  priceFenPerKg: '4.00',
}
const formOf = (changes: Record<string, string>) => ({ ...typed, householdId, kind: `${contractVersionId}~bayberry~first`, ...changes })

type Case = {
  what: string
  change: () => Promise<Record<string, string>> | Record<string, string>
  status: number
  code: string
  words: string
}

const refusals: Case[] = [
  {
    what: 'a price below the floor',
    change: () => ({ priceFenPerKg: '3.99' }),
    status: 409,
    code: 'price_below_floor',
    words: '低于保底价 ¥4.00/公斤',
  },
  { what: 'no net weight', change: () => ({ tareGrams: '64' }), status: 409, code: 'weight_impossible', words: '净重必须大于 0' },
  { what: 'a day to come', change: () => ({ deliveredOn: '2026-06-19' }), status: 409, code: 'delivered_in_future', words: '不能晚于今天' },
  {
    what: 'a day before joining',
    change: () => ({ deliveredOn: '2026-05-31' }),
    status: 409,
    code: 'not_a_member',
    words: '2026-05-31 不是本社成员',
  },
  {
    what: 'a contract out of force',
    change: () => ({ kind: `${endedVersionId}~bayberry~first` }),
    status: 409,
    code: 'contract_not_in_force',
    words: '没有生效',
  },
  {
    what: 'a grade outside the contract',
    change: () => ({ kind: `${contractVersionId}~bayberry~second` }),
    status: 409,
    code: 'grade_not_in_contract',
    words: '没有这个品种和等级',
  },
  { what: 'a weight that is no number', change: () => ({ grossGrams: '六十' }), status: 422, code: 'invalid_input', words: '请填写重量' },
]

/** The same slip for the API: grams and fen. */
function inputOf(form: Record<string, string>) {
  const [version, productId, grade] = form['kind']!.split('~')
  const thousandths = (text: string | undefined) => Math.round(Number(text) * 1000)
  return {
    organisationId,
    householdId,
    contractVersionId: version,
    productId,
    grade,
    deliveredOn: form['deliveredOn'],
    grossGrams: thousandths(form['grossGrams']),
    tareGrams: thousandths(form['tareGrams']),
    deductedGrams: thousandths(form['deductedGrams']),
    priceFenPerKg: Math.round(Number(form['priceFenPerKg']) * 100),
  }
}

describe('weighing', () => {
  it('finds the member by number, weighs, and shows the slip with both floors', async () => {
    const form = await (await page('/coop/slips/new?q=1')).text()
    expect(form).toContain('石德贵')
    expect(form).toContain('value="4.00"')
    const answer = await submit('/coop/slips/new', formOf({}))
    expect(answer.status).toBe(303)
    const slip = await (await page(answer.headers.get('location')!)).text()
    expect(slip.replace(/<[^>]+>/g, '')).toMatch(/货值保底 ¥250\.00农户保底 ¥150\.00/)
  })

  it('works the figures out on the server and writes nothing', async () => {
    const before = (await slipsOf()).length
    const html = await (await submit('/coop/slips/new', formOf({ step: 'check', priceFenPerKg: '4.20' }))).text()
    expect(html).toContain('62.5 公斤（125 斤）')
    expect(html).toContain('¥157.50')
    expect(await slipsOf()).toHaveLength(before)
  })

  it.each(refusals)('refuses $what on the page, with its own words, keeping what was typed', async ({ change, status, words }) => {
    const before = (await slipsOf()).length
    const form = formOf(await change())
    const answer = await submit('/coop/slips/new', form)
    expect(answer.status).toBe(status)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(html).toContain(`value="${form['grossGrams']}"`)
    expect(await slipsOf()).toHaveLength(before)
  })

  it.each(refusals)('refuses $what through the API', async ({ change, status, code }) => {
    const before = (await slipsOf()).length
    const answer = await api('POST', '/deliveries', inputOf(formOf(await change())))
    expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([status, code])
    expect(await slipsOf()).toHaveLength(before)
  })

  it('records through the API once, however often the same request is sent', async () => {
    const before = (await slipsOf()).length
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'one-and-the-same', authorization: `Bearer ${token}` }
    const body = JSON.stringify(inputOf(formOf({ grossGrams: '70' })))
    const send = async () => (await app.request('/api/deliveries', { method: 'POST', headers, body }, bindings)).json<{ id: string }>()
    const { id } = await send()
    expect(await send()).toEqual({ id })
    expect(await slipsOf()).toHaveLength(before + 1)
    expect(await (await api('GET', `/deliveries/${id}`)).json()).toMatchObject({ id, netGrams: 68_000, state: 'waiting' })
    expect(await (await api('GET', `/deliveries?organisationId=${organisationId}`)).json()).toMatchObject({
      deliveries: expect.any(Array),
      next: null,
    })
  })

  it('is no business of a stranger', async () => {
    const [slip] = await slipsOf()
    expect((await page(`/coop/slips/${slip!.id}`, strangersToken)).status).toBe(404)
    expect((await api('GET', `/deliveries/${slip!.id}`, undefined, strangersToken)).status).toBe(404)
    expect((await app.request('/coop/slips', {}, bindings)).headers.get('location')).toContain('/sign-in')
  })
})

describe('a slip', () => {
  it('is marked as a copy from its second print on', async () => {
    const id = await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 10_000 })
    const print = async (paper: string) => {
      const { headers } = await submit(`/coop/slips/${id}/prints`, { paper })
      return (await page(headers.get('location')!)).text()
    }
    expect(await print('narrow')).not.toContain('副本')
    expect(await print('a5')).toContain('副本 1')
  })

  it('is reversed with a reason; without one, or in a lot, it stays', async () => {
    const id = await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 10_000 })
    const pooled = await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 11_000 })
    await makeLot(context, { organisationId, deliveryIds: [pooled] })
    expect((await submit(`/coop/slips/${id}/reversal`, { reason: '' })).status).toBe(422)
    const refused = await submit(`/coop/slips/${pooled}/reversal`, { reason: '称错了' })
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('已编入批次')])
    expect((await page(`/en/coop/slips/${pooled}/reversal`)).headers.get('location')).toBe(`/en/coop/slips/${pooled}`)
    expect((await api('POST', `/deliveries/${pooled}/reversal`, { reason: '称错了' })).status).toBe(409)
    expect((await submit(`/coop/slips/${id}/reversal`, { reason: '称错了' })).status).toBe(303)
    expect(await (await page(`/coop/slips/${id}`)).text()).toContain('原因：称错了')
  })
})

describe('lots', () => {
  it('are pooled from ticked slips, packed and written off on the page', async () => {
    const slip = await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 30_000 })
    const kind = `${contractVersionId}~bayberry~first`
    const html = await (await page(`/coop/lots/new?kind=${kind}`)).text()
    expect(html).toContain(`value="${slip}"`)
    const location = (await submit(`/coop/lots/new?kind=${kind}`, { delivery: slip })).headers.get('location')!
    const path = location.split('?')[0]!
    const defined = await submit(`${path}/packs`, { packGrams: '5', nameZh: '5公斤装', nameEn: '5 kg box' })
    const packId = /pack=(\w+)/.exec(defined.headers.get('location')!)![1]!
    const packing = { packId, units: '7', packedOn: '2026-06-18', shelfLifeDays: '7' }
    const refused = await submit(`${path}/pack-lots`, packing)
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('批次只剩 30 公斤，不够 35 公斤')])
    expect((await submit(`${path}/pack-lots`, { ...packing, units: '5' })).status).toBe(303)
    expect((await submit(`${path}/losses`, { grams: '6', kind: 'spoiled', reason: '发霉' })).status).toBe(409)
    expect((await submit(`${path}/losses`, { grams: '1.5', kind: 'spoiled', reason: '发霉' })).status).toBe(303)
    expect((await page(`${path}/losses`)).headers.get('location')).toBe(path)
    expect(await (await page(path)).text()).toContain('30 公斤 = 已包装 25 公斤 + 散货损耗 1.5 公斤 + 未包装 3.5 公斤')
  })

  it('are pooled, packed, written off and read through the API, and hidden from a stranger', async () => {
    const deliveryIds = [await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 20_000 })]
    const { id } = await (await api('POST', '/lots', { organisationId, deliveryIds })).json<{ id: string }>()
    const { packId, packLotId } = await makePackLot(context, { lotId: id, packGrams: 4_000, units: 1 })
    const packing = { packId, units: 2, packedOn: '2026-06-18', shelfLifeDays: 7 }
    expect((await api('POST', `/lots/${id}/pack-lots`, packing)).status).toBe(201)
    expect((await api('POST', `/lots/${id}/losses`, { packLotId, units: 1, kind: 'damaged', reason: '跌落' })).status).toBe(201)
    expect(await (await api('GET', `/lots/${id}`)).json()).toMatchObject({
      lot: { grams: 20_000, packedGrams: 12_000 },
      villages: [{ grams: 20_000 }],
    })
    expect(await (await api('GET', `/lots/${id}/origins`)).json()).toEqual({
      origins: [{ deliveryId: deliveryIds[0], householdId, grams: 20_000 }],
    })
    expect(await (await api('GET', `/lots/${id}/pack-lots`)).json()).toMatchObject({ packLots: [{ units: 1, lostUnits: 1 }, { units: 2 }] })
    const again = await api('POST', '/lots', { organisationId, deliveryIds })
    expect([again.status, await again.json()]).toEqual([409, expect.objectContaining({ code: 'slip_pooled' })])
    for (const path of [`/lots/${id}`, `/lots/${id}/origins`, `/lots/${id}/pack-lots`]) {
      expect((await api('GET', path, undefined, strangersToken)).status).toBe(404)
    }
    expect((await page(`/coop/lots/${id}`, strangersToken)).status).toBe(404)
    expect((await listLots(context, { organisationId })).length).toBeGreaterThan(1)
  })

  it('wait on the first page, in both languages', async () => {
    await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 20_000 })
    expect(await (await page('/coop')).text()).toContain('等着编批次的磅单')
    expect(await (await page('/en/coop')).text()).toContain('Slips waiting for a lot')
  })
})
