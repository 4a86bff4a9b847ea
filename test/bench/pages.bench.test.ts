import { expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { recountSettlement } from '../../src/oversight/queries.ts'
import { pages } from '../../web/pages.ts'
import { cookieOf, gzipBytes, postForm } from '../support/browser.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { sellAndFinalise } from '../support/factories/order.ts'

const clock = new TestClock()
const app = createApp(pages, { clock })

async function measure(path: string, init: RequestInit = {}) {
  const answer = await app.request(path, init, bindings)
  expect(answer.status, path).toBe(200)
  const [, queries, rowsRead] = /queries=(\d+) read=(\d+)/.exec(answer.headers.get('server-timing')!)!
  return { queries: Number(queries), rowsRead: Number(rowsRead), gzipBytes: await gzipBytes(await answer.text()) }
}

function tell(title: string, figures: Record<string, Record<string, number>>): void {
  const rows = Object.entries(figures).map(([name, values]) => `  ${name.padEnd(16)}${JSON.stringify(values)}`)
  console.log([title, ...rows].join('\n'))
}

it('pages cost the same whatever stands behind them', { timeout: 300_000 }, async () => {
  for (const households of [10, 100, 800]) {
    const context = testContext({ clock })
    const season = await makeSeason(context, { households, gramsEach: 50_000, packGrams: 2_500 })
    await sellAndFinalise(context, { packId: season.packId, units: 8 })
    const card = valueOf(await issueCard(context, season.householdIds[0]!))
    const cookie = cookieOf(await app.request(`/card/${card.token}`, postForm({ pin: card.pin }), bindings))
    tell(`${households} households behind the lot`, {
      home: await measure('/'),
      list: await measure('/products'),
      search: await measure(`/products?q=${encodeURIComponent('杨')}`),
      product: await measure(`/products/${season.offerId}`),
      trace: await measure(`/t/${season.lotId}`),
      'household card': await measure('/card', { headers: { cookie } }),
    })
  }
})

it('a settlement costs rows in proportion to its slips', { timeout: 300_000 }, async () => {
  for (const households of [10, 100, 800]) {
    const context = testContext({ clock })
    const season = await makeSeason(context, { households, gramsEach: 50_000, packGrams: 2_500 })
    await sellAndFinalise(context, { packId: season.packId, units: households * 10 })
    const { meter } = context.county
    const before = { ...meter }
    const id = valueOf(await draftSettlement(context, { organisationId: season.organisationId, month: '2026-06' }))
    const drafted = { ...meter }
    expect((await recountSettlement(context.county, context.actor, id))?.differences).toEqual([])
    tell(`a settlement of ${households} slips`, {
      draft: { read: drafted.rowsRead - before.rowsRead, written: drafted.rowsWritten - before.rowsWritten },
      recount: { read: meter.rowsRead - drafted.rowsRead, written: meter.rowsWritten - drafted.rowsWritten },
    })
  }
})
