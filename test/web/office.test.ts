import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { createUser, openSession } from '../../src/identity/commands.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { makeStatement } from '../../src/settlement/commands/make-statement.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { sellAndFinalise } from '../support/factories/order.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'

const clock = new TestClock()
const app = createApp(pages, { clock })
const context = testContext({ clock })
const season = await makeSeason(context, { households: 6, gramsEach: 40_000, packGrams: 5_000 })
const { contractId } = (await findVersion(context.county, season.contractVersionId))!
await sellAndFinalise(context, { packId: season.packId, units: 9, priceFen: 1_600 })
const june = await makeSettlement(context, { organisationId: season.organisationId, month: '2026-06' })
clock.moveTo('2026-12-31')
await makeGuaranteePayment(context, { contractId, amountFen: 20_000 })

let users = 0

async function signedIn(role: Role, scope: string): Promise<string> {
  const input = { username: `somebody.${(users += 1)}`, name: '某人', password: 'correct horse battery', role, scope }
  const userId = valueOf(await createUser(asSystem(context), input))
  return valueOf(await openSession(context, { userId }))
}

const county = '431229000000'
const tokens = {
  city: await signedIn('office', '431200000000'),
  office: await signedIn('office', county),
  supervisor: await signedIn('supervisor', county),
  elsewhere: await signedIn('office', '431226000000'),
  manager: await signedIn('manager', season.organisationId),
  deputy: await signedIn('manager', season.organisationId),
  clerk: await signedIn('clerk', season.organisationId),
  stranger: await signedIn('manager', 'org_other'),
}
type Who = keyof typeof tokens

let keys = 0

function ask(who: Who | null, method: string, path: string, body?: unknown): Promise<Response> | Response {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': `office-test-${(keys += 1)}` }
  if (who) headers['authorization'] = `Bearer ${tokens[who]}`
  return app.request(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }, bindings)
}

function post(who: Who, path: string, fields: Record<string, string> = {}): Promise<Response> | Response {
  const body = new URLSearchParams({ once: `form-key-${(keys += 1)}`, ...fields }).toString()
  const headers = { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/x-www-form-urlencoded' }
  return app.request(path, { method: 'POST', headers, body }, bindings)
}

function upload(path: string, csv: string): Promise<Response> | Response {
  const body = new FormData()
  body.set('once', `form-key-${(keys += 1)}`)
  body.set('answer', new File([csv], 'answer.csv', { type: 'text/csv' }))
  return app.request(path, { method: 'POST', headers: { authorization: `Bearer ${tokens.manager}` }, body }, bindings)
}

const page = async (who: Who, path: string) => (await ask(who, 'GET', path)).text()
const codeOf = async (answer: Promise<Response> | Response) => (await (await answer).json<{ code: string }>()).code
const linkIn = (html: string, start: string) => new RegExp(`href="(${start}[^"]*)"`).exec(html)![1]!.replaceAll('&amp;', '&')

describe('the drill', () => {
  it('leads from the city to one slip and its orders in four clicks, without a full name or a buyer', async () => {
    let html = await page('city', '/office/divisions/431200000000?year=2026')
    for (const next of ['/office/divisions/431229', '/office/divisions/431229200000', '/office/divisions/431229200202', '/office/slips/']) {
      html = await page('city', linkIn(html, next))
    }
    expect(html).toContain('货值保底 ¥4.00/公斤，农户保底 ¥2.40/公斤')
    expect(html).toContain('16.00')
    for (const name of (await namesOf(context, season.householdIds)).values()) expect(html).not.toContain(name)
    expect(html).not.toContain('周小北')
  })

  it('says that the parts add up to the whole', async () => {
    expect(await page('office', `/office/divisions/${county}?year=2026`)).toContain('下级合计与本级单独汇总一致')
    const overview = (await (await ask('office', 'GET', `/api/oversight/divisions/${county}?year=2026`)).json()) as {
      whole: boolean
      total: { netGrams: number }
    }
    expect(overview).toMatchObject({ whole: true, total: { slips: 6, netGrams: 240_000 } })
  })

  it('does not exist beyond the reader’s own division, nor for a cooperative', async () => {
    for (const path of [
      `/office/divisions/${county}`,
      `/office/households/${season.householdIds[0]}`,
      `/office/slips/${season.deliveryIds[0]}`,
      `/office/settlements/${june}`,
    ]) {
      expect((await ask('elsewhere', 'GET', path)).status).toBe(404)
      expect((await ask('manager', 'GET', path)).status).toBe(403)
      expect((await ask(null, 'GET', path)).headers.get('location')).toContain('/sign-in')
    }
    expect(await codeOf(ask('elsewhere', 'GET', `/api/oversight/divisions/${county}`))).toBe('not_found')
    expect(await codeOf(ask('manager', 'GET', `/api/oversight/settlements/${june}/recount`))).toBe('not_found')
  })
})

describe('the office’s sums', () => {
  it('shows the recount, the floors, the overdue guarantor and both sides of the cash', async () => {
    expect(await page('supervisor', `/office/settlements/${june}`)).not.toContain('个数字全部一致')
    expect(await page('supervisor', `/office/settlements/${june}?recount=1`)).toContain('个数字全部一致，没有差异')
    valueOf(await draftSettlement(asSystem(context, 'maker'), { organisationId: season.organisationId, month: '2026-12' }))
    const floors = (await (await ask('office', 'GET', '/api/oversight/floors')).json()) as {
      guarantors: { claimFen: number; overdueFen: number }[]
    }
    expect(floors.guarantors[0]!.overdueFen).toBeGreaterThan(0)
    expect(await page('office', '/office/floors')).toContain('逾期')
    expect(await page('office', '/en/office/cash')).toContain('Both sides are equal')
  })
})

describe('a settlement over the API and on pages', () => {
  const input = { organisationId: season.organisationId, month: '2026-12' }

  it('refuses each role its own way', async () => {
    expect(await codeOf(ask(null, 'POST', '/api/settlements', input))).toBe('sign_in_required')
    expect(await codeOf(ask('clerk', 'POST', '/api/settlements', input))).toBe('forbidden')
    expect(await codeOf(ask('supervisor', 'POST', '/api/settlements', input))).toBe('forbidden')
    expect(await codeOf(ask('stranger', 'POST', '/api/settlements', input))).toBe('not_found')
    expect(await codeOf(ask('manager', 'POST', '/api/settlements', { ...input, month: '2026-13' }))).toBe('invalid_input')
    expect(await codeOf(ask('manager', 'POST', '/api/settlements', input))).toBe('settlement_open')
    expect(await codeOf(ask('elsewhere', 'GET', `/api/settlements/${june}`))).toBe('not_found')
    expect(await codeOf(ask('clerk', 'GET', `/api/settlements/${june}/payout-file?format=bank`))).toBe('not_found')
    expect((await post('clerk', '/coop/settlements', { month: '2026-12' })).status).toBe(403)
  })

  it('goes from draft to approval by two people, waiting for the notice, and says so on the page', async () => {
    const open = (
      await (await ask('office', 'GET', '/api/settlements')).json<{ settlements: { id: string; status: string }[] }>()
    ).settlements.find(({ status }) => status === 'draft')
    const path = `/office/settlements/${open!.id}`
    expect((await post('supervisor', `${path}/rejection`, { reason: '看看' })).status).toBe(403)
    expect((await post('elsewhere', `${path}/rejection`, { reason: '看看' })).status).toBe(404)
    const empty = await post('office', `${path}/rejection`, { reason: ' ' })
    expect([empty.status, (await empty.text()).includes('aria-invalid')]).toEqual([422, true])
    expect((await post('office', `${path}/rejection`, { reason: '请核对' })).status).toBe(303)

    const drafted = await post('manager', '/coop/settlements', { month: '2026-12' })
    expect(drafted.status).toBe(303)
    const own = drafted.headers.get('location')!
    const id = own.split('/').at(-1)!
    expect((await post('manager', '/coop/settlements', { month: '2026-12' })).status).toBe(409)
    expect((await post('manager', `${own}/notice`)).status).toBe(303)
    expect(await page('manager', `${own}/board`)).toContain('收益分配公示')
    for (const name of (await namesOf(context, season.householdIds)).values())
      expect(await page('manager', `${own}/board`)).not.toContain(name)
    const early = await post('office', `/office/settlements/${id}/approval`)
    expect([early.status, (await early.text()).includes('公示到')]).toEqual([409, true])
    clock.pass(7 * 86_400_000)
    expect(await codeOf(ask('manager', 'POST', `/api/settlements/${id}/approval`))).toBe('approved_by_maker')
    expect(await codeOf(ask('supervisor', 'POST', `/api/settlements/${id}/approval`))).toBe('forbidden')
    expect((await post('deputy', `${own}/approval`)).status).toBe(303)
    expect((await post('manager', `${own}/payout-file`)).status).toBe(303)
    const bank = await page('manager', `${own}/files/bank`)
    expect(bank).toContain('总金额分')
    expect((await ask('clerk', 'GET', `${own}/files/bank`)).status).toBe(404)
    const unread = await post('manager', `${own}/answers`, { answer: '' })
    expect(unread.status).toBe(422)
    expect(await page('clerk', own)).not.toContain('</button>')

    const filled = (await page('manager', `${own}/files/answer-form`)).replaceAll(',,,', ',成功,,2027-01-07')
    expect((await upload(`${own}/answers`, filled.replace('0', '1'))).status).toBe(409)
    expect((await upload(`${own}/answers`, filled)).status).toBe(303)
    expect((await listLines(context.county, id)).every(({ status }) => status === 'paid')).toBe(true)
    expect((await post('manager', `${own}/closing`)).status).toBe(303)
  })
})

describe('a household’s “not right”', () => {
  it('shows up at the office and the cooperative, and is answered with words', async () => {
    const [line] = await listLines(context.county, june)
    const household = { ...context, actor: { kind: 'household', householdId: season.householdIds[0]!, cardId: 'card' } } as const
    const about = { kind: 'delivery', deliveryId: season.deliveryIds[0]! } as const
    const id = valueOf(await makeStatement(household, { about, verdict: 'not_right', words: '少称了十斤' }))
    expect(line).toBeDefined()
    expect(await page('office', '/office/statements')).toContain('少称了十斤')
    expect(await page('manager', '/coop/settlements')).toContain('少称了十斤')
    expect(await page('elsewhere', '/office/statements')).not.toContain('少称了十斤')
    expect(await page('supervisor', '/office/statements')).not.toContain('</textarea>')
    expect((await post('supervisor', `/office/statements/${id}`, { resolution: '已核对' })).status).toBe(403)
    const empty = await post('office', `/office/statements/${id}`, { resolution: '' })
    expect(empty.status).toBe(422)
    expect((await post('office', `/office/statements/${id}`, { resolution: '复秤无误' })).status).toBe(303)
    expect(await page('office', '/office/statements')).toContain('复秤无误')
    expect(await codeOf(ask('office', 'POST', `/api/statements/${id}/resolution`, { resolution: '再答' }))).toBe('statement_resolved')
  })
})
