import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { addProceeds, sellUnits } from '../../src/lot/queries.ts'
import { reserveUnits } from '../support/stock.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'
import { makeLot, makePackLot, makeSeason } from '../support/factories/lot.ts'
import { makePaidOrder } from '../support/factories/order.ts'

const clock = new TestClock()
const context = testContext({ clock })
const app = createApp(pages, { clock })
const villageCodes = ['431229101200', '431229101202']

// A scan of an index looks one row past its end, where there is one.
const peeked = 4

type Season = Awaited<ReturnType<typeof makeSeason>>
let season: Season

/** A page with what it cost, as Server-Timing says. */
async function see(path: string): Promise<{ status: number; html: string; read: number; written: number }> {
  const answer = await app.request(path, {}, bindings)
  const [, read, written] = /read=(\d+) written=(\d+)/.exec(answer.headers.get('server-timing') ?? '') ?? []
  return { status: answer.status, html: await answer.text(), read: Number(read), written: Number(written) }
}

beforeAll(async () => {
  season = await makeSeason(context, { households: 12, gramsEach: 10_000, packGrams: 2500, villageCodes })
  await makePaidOrder(context, { packId: season.packId, units: 1 })
})

const places = (): string[] => ['/', '/products', '/products?q=ym&category=fruit', `/products/${season.offerId}`, `/t/${season.lotId}`]

describe('the shop', () => {
  it('shows an offer from the home page to its trace, in both languages, without a word of script', async () => {
    for (const prefix of ['', '/en']) {
      for (const path of places()) {
        const { status, html } = await see(prefix && path === '/' ? '/en' : prefix + path)
        expect(status, prefix + path).toBe(200)
        expect(html, prefix + path).not.toMatch(/<script(?! type="module" src="\/islands\/)[^>]*>|style="|undefined|NaN/)
        expect(html, prefix + path).toMatch(/<link rel="alternate" hreflang="(?:zh-CN|en)"/)
      }
    }
  })

  it('works out goods, freight and total for what was picked', async () => {
    const { html } = await see(`/products/${season.offerId}?packId=${season.packId}&units=2&province=430000000000`)
    expect(html).toContain('¥79.80')
    expect(html).toContain('¥18.00')
    expect(html).toContain('¥97.80')
    const abroad = await see(`/products/${season.offerId}?province=710000000000`)
    expect(abroad.html).toContain('暂时不能寄到')
  })

  it('answers what is not there, or not on sale, with a page', async () => {
    for (const path of ['/products/off_none', '/t/L20000101-001', '/t/lot_none', '/photos/none'])
      expect((await see(path)).status, path).toBe(404)
  })

  it('offers categories and near names when a search finds nothing', async () => {
    const { status, html } = await see(`/products?q=${encodeURIComponent('杨桃')}`)
    expect(status).toBe(200)
    expect(html).toContain('没有找到“杨桃”')
    expect(html).toContain(`/products/${season.offerId}`)
  })

  it('never writes, and reads at most 100 rows, as many after a hundred times the slips and orders', async () => {
    const costs = async () => Promise.all(places().map(async (path) => [path, await see(path)] as const))
    const before = await costs()
    for (const [path, { read, written }] of before) {
      expect(read, path).toBeLessThanOrEqual(100)
      expect(written, path).toBe(0)
    }
    const grown = await growHundredfold()
    for (const [index, [path, { read }]] of (await costs()).entries())
      expect(read, path).toBeLessThanOrEqual(before[index]![1].read + peeked)
    expect((await see(`/t/${grown}`)).read).toBeLessThanOrEqual(before.at(-1)![1].read + peeked)
  })
})

/** A hundred slips for each one before, pooled in a lot of their own, and a hundred orders for one. Answers the lot. */
async function growHundredfold(): Promise<string> {
  const copies = sql`(WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < 100) SELECT n FROM copy)`
  await context.county.run([
    sql`INSERT INTO deliveries SELECT id || '-' || n, organisation_id, number || '-' || n,
      household_id, village_code, registry_status, contract_version_id, product_id, grade, delivered_on, gross_grams, tare_grams,
      deducted_grams, net_grams, reference_fen_per_kg, floor_fen_per_kg, guaranteed_fen_per_kg, basis_bp, floor_due_fen, advance_fen,
      photo_file_id, confirmed_by, NULL, recorded_by, recorded_at_ms
      FROM ${copies} JOIN deliveries ON deliveries.id IN (SELECT value FROM json_each(${JSON.stringify(season.deliveryIds)}))`,
    sql`INSERT INTO orders SELECT id || '-' || n, organisation_id, county_code, checkout_id, number || '-' || n, buyer, recipient_name,
      recipient_phone, recipient_province, recipient_address, note, goods_fen, freight_fen, 0, 0, status, placed_at_ms, due_at_ms,
      paid_at_ms, NULL, NULL, 0, NULL, NULL, receipt_days, after_sales_hours
      FROM ${copies} JOIN orders ON orders.organisation_id = ${season.organisationId}`,
  ])
  const deliveryIds = season.deliveryIds.flatMap((id) => Array.from({ length: 100 }, (_, index) => `${id}-${index + 1}`))
  const lotId = await makeLot(context, { organisationId: season.organisationId, deliveryIds })
  const { packLotId } = await makePackLot(context, { lotId, packGrams: 2500, units: 400 })
  const lines = [{ packLotId, units: 100 }]
  await context.county.run([...reserveUnits(lines), ...sellUnits(lines), ...addProceeds([{ lotId, goodsFen: 399_000 }])])
  return lotId
}
