import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { findOffer, offersOf } from '../../src/catalogue/queries.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'
import { makeFreightRule } from '../support/factories/catalogue.ts'
import { makePackLot, makeSeason } from '../support/factories/lot.ts'
import { sessionOf } from '../support/signed-in.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })
let season: Awaited<ReturnType<typeof makeSeason>>
let packId: string
let ruleId: string
let manager: string
let clerk: string
let stranger: string
let keys = 0

beforeAll(async () => {
  season = await makeSeason(context, { households: 6, gramsEach: 10_100, packGrams: 2500 })
  packId = (await makePackLot(context, { lotId: season.lotId, packGrams: 100, units: 6 })).packId
  ruleId = await makeFreightRule(context, season.organisationId)
  manager = await sessionOf(context, 'manager', season.organisationId)
  clerk = await sessionOf(context, 'clerk', season.organisationId)
  stranger = await sessionOf(
    context,
    'manager',
    (await makeSeason(context, { households: 5, gramsEach: 1000, packGrams: 1000 })).organisationId,
  )
})

function see(path: string, as: string) {
  return app.request(path, { headers: { cookie: `sigen=${as}` } }, bindings)
}

function submit(path: string, fields: Record<string, string>, as = manager) {
  const body = new URLSearchParams({ once: `offers-page-${(keys += 1)}`, ...fields })
  return app.request(
    `http://localhost${path}`,
    { method: 'POST', headers: { cookie: `sigen=${as}`, origin: 'http://localhost' }, body },
    bindings,
  )
}

function api(method: string, path: string, body: unknown, as = manager) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `offers-api-${(keys += 1)}`, authorization: `Bearer ${as}` }
  return app.request(`/api${path}`, { method, headers, body: JSON.stringify(body) }, bindings)
}

const form = () => ({
  [`price-${packId}`]: '2.5',
  nameZh: '尝鲜杯',
  nameEn: 'Taster cup',
  storyZh: '',
  storyEn: '',
  storageZh: '',
  storageEn: '',
  seasonFrom: '05-25',
  seasonUntil: '07-10',
  shelfLifeDays: '5',
  freightRuleId: ruleId,
})
const newPath = '/coop/offers/new?product=bayberry&grade=first'

describe('the pages of offers', () => {
  it('take an offer from draft to the shop and off again', async () => {
    const made = await submit(newPath, form())
    expect(made.status).toBe(303)
    const path = made.headers.get('location')!.split('?')[0]!
    const id = path.split('/').at(-1)!
    expect((await submit(`${path}/publish`, {})).headers.get('location')).toBe(`${path}?done=published`)
    expect((await app.request(`/products/${id}`, {}, bindings)).status).toBe(200)
    expect((await submit(`${path}/prices`, { [`price-${packId}`]: '3' })).status).toBe(303)
    expect((await submit(`${path}/words`, { ...form(), nameZh: '一口杯' })).status).toBe(303)
    expect(await findOffer(context.county, id)).toMatchObject({ nameZh: '一口杯', fromFen: 300, status: 'published' })
    expect((await submit(`${path}/withdraw`, {})).status).toBe(303)
    expect((await app.request(`/products/${id}`, {}, bindings)).status).toBe(404)
  })

  it('show what one pack returns before anything is kept', async () => {
    const count = (await offersOf(context, season.organisationId)).length
    const answer = await submit(newPath, { ...form(), [`price-${packId}`]: '0.3', preview: 'yes' })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain('每公斤回到农户 ¥1.80')
    expect(html).toContain('低于保底')
    expect(html).toContain('到农户保底的最低价：¥0.39')
    expect(await offersOf(context, season.organisationId)).toHaveLength(count)
  })

  it('say beside the field what is wrong and keep what was typed', async () => {
    const wrong = await submit(newPath, { ...form(), [`price-${packId}`]: 'a lot', nameZh: '', storyZh: '老树' })
    const html = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(html).toContain(`id="p-price-${packId}"`)
    expect(html).toContain('id="p-nameZh"')
    expect(html).toContain('value="a lot"')
    expect(html).toContain('老树')
    const unpriced = await submit(newPath, { ...form(), [`price-${packId}`]: '' })
    expect(unpriced.status).toBe(422)
    expect(await unpriced.text()).toContain('至少给一个规格定价')
  })

  it('refuse an offer twice on sale, with the page and its words', async () => {
    const answer = await submit(`/coop/offers/${season.offerId}/publish`, {})
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('商品已经上架')
  })

  it('refuse a freight rule without provinces and keep one with them', async () => {
    const rule = { nameZh: '普快', nameEn: 'Plain', firstGrams: '1', firstFen: '8', stepGrams: '1', stepFen: '2', freeFromFen: '' }
    const refused = await submit('/coop/freight-rules/new', rule)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('至少选一个省份')
    expect((await submit('/coop/freight-rules/new', { ...rule, provinces: '430000000000' })).status).toBe(303)
  })

  it('let clerks look and managers of others see nothing', async () => {
    const path = `/coop/offers/${season.offerId}`
    expect((await see(path, clerk)).status).toBe(200)
    expect((await submit(`${path}/withdraw`, {}, clerk)).status).toBe(403)
    expect((await see(path, stranger)).status).toBe(404)
    expect((await submit(`${path}/withdraw`, {}, stranger)).status).toBe(404)
    expect((await see(path, 'nobody')).headers.get('location')).toContain('/sign-in')
  })
})

describe('the API of offers', () => {
  it('lists, shows, prices, publishes and withdraws', async () => {
    const list = (await (await app.request('/api/offers?category=fruit', {}, bindings)).json()) as { offers: { id: string }[] }
    expect(list.offers.map(({ id }) => id)).toContain(season.offerId)
    const one = await app.request(`/api/offers/${season.offerId}`, {}, bindings)
    expect(await one.json()).toMatchObject({ id: season.offerId, packs: [{ packId: season.packId, priceFen: 3990 }] })
    const packs = [{ packId: season.packId, priceFen: 4100 }]
    expect((await api('PUT', `/offers/${season.offerId}/prices`, { packs })).status).toBe(200)
    expect((await api('PUT', `/offers/${season.offerId}/prices`, { packs: [] })).status).toBe(422)
    expect((await api('DELETE', `/offers/${season.offerId}/publication`, {}, stranger)).status).toBe(404)
    expect((await api('DELETE', `/offers/${season.offerId}/publication`, {})).status).toBe(200)
    expect((await app.request(`/api/offers/${season.offerId}`, {}, bindings)).status).toBe(404)
    expect((await api('PUT', `/offers/${season.offerId}/publication`, {})).status).toBe(200)
  })

  it('tells the public trace of a lot to anyone', async () => {
    const answer = await app.request(`/api/lots/${season.lotId}/trace`, {}, bindings)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      total: { households: 6 },
      origin: { kind: 'villages', villages: [{ households: 6, nameZh: '诸葛村' }] },
      pricesFenPerKg: { goodsFloor: 400, householdFloor: 240 },
      yuanFen: [{ part: 'households', fen: 60 }, { fen: 10 }, { fen: 30 }],
    })
  })
})
