import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { findDelivery } from '../../src/intake/queries.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { openCorrections } from '../../src/lot/correction/queries.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'
import { sessionOf } from '../support/signed-in.ts'
import { pages } from '../../web/pages.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })
let keys = 0

async function yard() {
  const season = await makeSeason(context, { households: 5, gramsEach: 60_000, packGrams: 5_000 })
  const clerk = await sessionOf(context, 'clerk', season.organisationId)
  const manager = await sessionOf(context, 'manager', season.organisationId)
  return { ...season, clerk, manager, slip: season.deliveryIds[0]! }
}

function page(path: string, as: string) {
  return app.request(path, { headers: { cookie: `sigen=${as}` } }, bindings)
}

function submit(path: string, fields: Record<string, string>, as: string) {
  const body = new URLSearchParams({ once: `corrections-${(keys += 1)}`, ...fields })
  const headers = { cookie: `sigen=${as}`, origin: 'http://localhost' }
  return app.request(`http://localhost${path}`, { method: 'POST', headers, body }, bindings)
}

const said = {
  what: 'replace',
  memberNumber: '1',
  grossGrams: '57.5',
  tareGrams: '2',
  deductedGrams: '0',
  grade: 'first',
  priceFenPerKg: '4',
}

describe('the correction of a slip', () => {
  let given: Awaited<ReturnType<typeof yard>>
  beforeAll(async () => {
    given = await yard()
  })

  it('starts from what the slip says, and keeps what was typed beside the words of a refusal', async () => {
    const { slip, clerk } = given
    const form = await (await page(`/coop/slips/${slip}/correction`, clerk)).text()
    expect(form).toContain('value="62"')
    const refused = await submit(`/coop/slips/${slip}/correction`, { ...said, memberNumber: '99', reason: '记错成员' }, clerk)
    const html = await refused.text()
    expect([refused.status, html]).toEqual([422, expect.stringContaining('id="p-memberNumber"')])
    expect(html).toContain('value="57.5"')
    const below = await submit(`/coop/slips/${slip}/correction`, { ...said, priceFenPerKg: '3.99', reason: '记错单价' }, clerk)
    expect([below.status, await below.text()]).toEqual([409, expect.stringMatching(/id="p-priceFenPerKg">[^<]*保底价/)])
  })

  it('is proposed by the clerk and approved by the manager, and then the slips point to each other', async () => {
    const { slip, clerk, manager, organisationId } = given
    const sent = await submit(`/coop/slips/${slip}/correction`, { ...said, reason: '磅秤未归零' }, clerk)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/coop/corrections?proposed=1'])
    const correction = (await openCorrections(context.county, context.actor)).find((row) => row.organisationId === organisationId)
    const list = await (await page('/coop/corrections', manager)).text()
    expect(list).toContain('55.5')
    expect(await (await page('/coop/corrections', clerk)).text()).not.toContain('/decision')
    const decided = await submit(`/coop/corrections/${correction!.id}/decision`, { decision: 'approve', words: '属实' }, manager)
    expect(decided.status).toBe(303)
    const corrected = (await findDelivery(context, slip))!.correctedById!
    expect(await (await page(`/coop/slips/${slip}`, manager)).text()).toContain(`/coop/slips/${corrected}`)
    expect(await (await page(`/coop/slips/${corrected}`, manager)).text()).toContain(`/coop/slips/${slip}`)
    expect((await page(`/coop/slips/${slip}/correction`, clerk)).status).toBe(404)
  })

  it('lets the office decide, and nobody of another organisation see it', async () => {
    const { deliveryIds, manager } = given
    await submit(`/coop/slips/${deliveryIds[1]}/correction`, { ...said, memberNumber: '2', reason: '磅秤未归零' }, manager)
    const office = await sessionOf(context, 'office', '431229000000')
    const html = await (await page('/office/corrections', office)).text()
    const id = /\/office\/corrections\/(cor_\w+)/.exec(html)![1]!
    const stranger = (await yard()).manager
    expect((await submit(`/coop/corrections/${id}/decision`, { decision: 'approve' }, stranger)).status).toBe(404)
    expect((await submit(`/office/corrections/${id}`, { decision: 'refuse', words: '重量无误' }, office)).status).toBe(303)
    expect(await (await page('/en/office/corrections', office)).text()).toContain('No correction waits')
  })
})

describe('the refund reserve', () => {
  it('takes a payment of the manager once, and a clerk may look but not pay', async () => {
    const { organisationId, manager, clerk } = await yard()
    const fields = { amountFen: '1,000.50', bankReference: 'ICBC-RES-1', paidOn: '2026-06-18' }
    expect((await submit('/coop/reserve-payments', fields, manager)).status).toBe(303)
    expect(await balanceFen(context.county, account(organisationId, 'reserve'))).toBe(100_050)
    const again = await submit('/coop/reserve-payments', fields, manager)
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('这笔银行流水已经记过')])
    expect((await submit('/coop/reserve-payments', { ...fields, bankReference: 'X' }, clerk)).status).toBe(403)
    expect(await (await page('/coop/reserve', clerk)).text()).toContain('1,000.50')
    expect((await submit('/coop/reserve-payments', { ...fields, amountFen: '0' }, manager)).status).toBe(422)
  })
})
