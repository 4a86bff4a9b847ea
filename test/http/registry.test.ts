import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { rosterHeadings } from '../../src/household/roster.ts'
import { csvText } from '../../src/kernel/csv.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'
import { makeContract, makeProduct } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { inventPerson } from '../support/factories/people.ts'
import { sessionOf } from '../support/signed-in.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })
const jingzhou = '431229000000'

type Answer = { status: number; body: Record<string, unknown> & { id: string; code: string } }
type Sent = { token?: string; body?: unknown; type?: string; key?: string }

let keys = 0

async function call(method: string, path: string, { token, body, type = 'application/json', key }: Sent = {}): Promise<Answer> {
  keys += 1
  const headers = { 'content-type': type, 'idempotency-key': key ?? `registry-${keys}`, authorization: `Bearer ${token ?? 'none'}` }
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await app.request(`/api${path}`, { method, headers, body: content }, bindings)
  return { status: answer.status, body: await answer.json() }
}

function refusals(answers: Answer[]) {
  return answers.map(({ status, body }) => [status, body.code])
}

const notFound = [404, 'not_found']
const forbidden = [403, 'forbidden']
const signInFirst = [401, 'sign_in_required']

function rosterOf(...people: number[]): string {
  const rows = people.map((n) => {
    const { name, idNumber, phone, bankName, bankAccount } = inventPerson(n)
    return ['431229200202', name, idNumber, phone, bankName, bankAccount, 4, 2, 'registered', '2020-01-01']
  })
  return csvText([rosterHeadings.en, ...rows])
}

describe('GET /divisions', () => {
  it('shows a division with its path and children, to anybody', async () => {
    const { body } = await call('GET', '/divisions/431229200000')
    expect(body).toMatchObject({ division: { nameZh: '太阳坪乡', level: 'township' }, path: { length: 4 }, children: { length: 8 } })
    expect(refusals([await call('GET', '/divisions/999999999999')])).toEqual([notFound])
  })
})

describe('/household-imports', () => {
  it('previews and applies a file, and answers the same key the same way', async () => {
    const token = await sessionOf(context, 'office', jingzhou)
    const upload = { token, body: rosterOf(901, 902), type: 'text/csv', key: 'import-key-1' }
    const first = await call('POST', `/household-imports?division=${jingzhou}`, upload)
    const again = await call('POST', `/household-imports?division=${jingzhou}`, upload)
    expect([first.status, again.body.id]).toEqual([201, first.body.id])
    const elsewhere = await call('POST', `/household-imports?division=431229200000`, upload)
    expect(refusals([elsewhere])).toEqual([[409, 'idempotency_key_reused']])
    expect((await call('GET', `/household-imports/${first.body.id}`, { token })).body).toMatchObject({
      added: 2,
      rejected: 0,
      appliedAtMs: null,
    })
    expect((await call('POST', `/household-imports/${first.body.id}/application`, { token })).status).toBe(201)
    expect(refusals([await call('POST', `/household-imports/${first.body.id}/application`, { token })])).toEqual([[409, 'import_applied']])
    const listed = await call('GET', '/households?village=431229200202', { token })
    expect(JSON.stringify(listed.body)).not.toContain(inventPerson(901).name)
    expect(listed.body['households']).toMatchObject([{ maskedName: expect.stringMatching(/^.\*+$/) }, {}])
  })

  it('names the columns a file lacks and refuses those who may not', async () => {
    const [office, clerk] = [await sessionOf(context, 'office', jingzhou), await sessionOf(context, 'clerk', 'org_a')]
    const send = (token?: string, body = 'a,b\n1,2') =>
      call('POST', `/household-imports?division=${jingzhou}`, { token, body, type: 'text/csv' })
    expect(refusals([await send(office), await send(clerk), await send()])).toEqual([[422, 'roster_headings'], forbidden, signInFirst])
    const elsewhere = await sessionOf(context, 'office', '431226000000')
    expect(refusals([await send(elsewhere), await call('GET', '/household-imports/imp_nothing', { token: office })])).toEqual([
      notFound,
      notFound,
    ])
  })
})

describe('/households', () => {
  it('registers one household, names each wrong field and masks who it is', async () => {
    const token = await sessionOf(context, 'office', jingzhou)
    const household = {
      villageCode: '431229200202',
      people: 3,
      workers: 2,
      status: 'registered',
      statusFromOn: '2021-01-01',
      identity: inventPerson(950),
    }
    const wrong = await call('POST', '/households', {
      token,
      body: { ...household, workers: 9, identity: { ...household.identity, idNumber: '1', phone: '2' } },
    })
    expect(wrong.body['fields']).toMatchObject({ 'identity.idNumber': '身份证号不正确', 'identity.phone': '手机号不正确' })
    const { body } = await call('POST', '/households', { token, body: household })
    expect(refusals([await call('POST', '/households', { token, body: household })])).toEqual([[409, 'id_number_taken']])
    const shown = JSON.stringify((await call('GET', `/households/${body.id}`, { token })).body)
    for (const secret of [household.identity.name, household.identity.idNumber, household.identity.phone, household.identity.bankAccount])
      expect(shown).not.toContain(secret)
  })

  it('are seen by the office of their division alone', async () => {
    const id = await makeHousehold(context)
    const supervisor = await sessionOf(context, 'supervisor', '431229200000')
    const [elsewhere, manager] = [await sessionOf(context, 'office', '431226000000'), await sessionOf(context, 'manager', 'org_a')]
    expect((await call('GET', `/households/${id}`, { token: supervisor })).status).toBe(200)
    const asked = [elsewhere, manager, undefined].map((token) => call('GET', `/households/${id}`, { token }))
    expect(refusals(await Promise.all(asked))).toEqual([notFound, forbidden, signInFirst])
    expect((await call('GET', '/households?village=431229200202', { token: elsewhere })).body['households']).toEqual([])
  })

  it('get a card that opens a session with its PIN', async () => {
    const id = await makeHousehold(context)
    const token = await sessionOf(context, 'office', '431229200000')
    const card = await call('POST', `/households/${id}/cards`, { token, key: 'card-once-1' })
    expect(card.body).toMatchObject({ pin: expect.stringMatching(/^\d{6}$/) })
    expect(refusals([await call('POST', `/households/${id}/cards`, { token, key: 'card-once-1' })])).toEqual([[409, 'card_shown_once']])
    const opened = await call('POST', '/card-sessions', { body: { token: card.body['token'], pin: card.body['pin'] } })
    expect([opened.status, typeof opened.body['token']]).toEqual([201, 'string'])
    expect(refusals([await call('POST', '/card-sessions', { body: { token: 'card_x', pin: '123456' } })])).toEqual([
      [404, 'card_not_valid'],
    ])
  })
})

describe('/organisations', () => {
  it('are registered by the office; members join, are found and leave by the manager', async () => {
    const office = await sessionOf(context, 'office', jingzhou)
    const first17 = '93431229MA8888888'
    const input = {
      kind: 'cooperative',
      divisionCode: jingzhou,
      creditCode: first17 + creditCheckCharacter(first17),
      nameZh: '例社',
      nameEn: 'Example',
    }
    const wrong = await call('POST', '/organisations', { token: office, body: { ...input, creditCode: `${first17}0`, noticeDays: 3 } })
    expect(Object.keys(wrong.body['fields'] as object).sort()).toEqual(['creditCode', 'noticeDays'])
    const { id } = (await call('POST', '/organisations', { token: office, body: input })).body
    const manager = await sessionOf(context, 'manager', id)
    const householdId = await makeHousehold(context, { identity: { name: '舒桂花' } })
    expect(
      (await call('POST', `/organisations/${id}/members`, { token: manager, body: { householdId, fromOn: '2026-01-01' } })).status,
    ).toBe(201)
    const found = await call('GET', `/organisations/${id}/members?search=sgh`, { token: await sessionOf(context, 'clerk', id) })
    expect(found.body['members']).toMatchObject([{ householdId, number: 1, name: '舒桂花' }])
    const masked = await call('GET', `/organisations/${id}/members`, { token: office })
    expect(masked.body['members']).toMatchObject([{ householdId, name: '舒**', phoneLast4: '' }])
    expect((await call('POST', `/organisations/${id}/members/${householdId}/cards`, { token: manager })).status).toBe(201)
    expect(
      (await call('POST', `/organisations/${id}/departures`, { token: manager, body: { householdId, untilOn: '2026-06-30' } })).status,
    ).toBe(201)
  })

  it('do not exist for strangers', async () => {
    const id = await makeOrganisation(context)
    const stranger = await sessionOf(context, 'manager', 'org_other')
    const elsewhere = await sessionOf(context, 'office', '420525000000')
    const asked = [stranger, elsewhere, undefined].map((token) => call('GET', `/organisations/${id}/members`, { token }))
    expect(refusals(await Promise.all(asked))).toEqual([notFound, notFound, signInFirst])
  })
})

describe('/contracts', () => {
  async function drawnUp() {
    const organisationId = await makeOrganisation(context)
    const productId = await makeProduct(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const terms = {
      enterpriseBp: 0,
      cooperativeBp: 2000,
      householdBp: 8000,
      floorBasis: 'household',
      guaranteeOn: '2026-12-31',
      fromOn: '2026-01-01',
      untilOn: '2026-12-31',
      prices: [{ productId, grade: 'first', floorFenPerKg: 400 }],
      households: [{ householdId, landCentimu: 620 }],
    }
    return {
      organisationId,
      title: '协议',
      linkageMode: 'order_purchase',
      cooperativeId: organisationId,
      guarantorId: organisationId,
      terms,
    }
  }

  it('are drawn up, scanned, signed off, superseded and ended', async () => {
    const body = await drawnUp()
    const [manager, office] = [await sessionOf(context, 'manager', body.organisationId), await sessionOf(context, 'office', jingzhou)]
    const { id } = (await call('POST', '/contracts', { token: manager, body })).body
    const path = `/contract-versions/${id}`
    expect((await call('POST', `${path}/scan`, { token: manager, body: '%PDF-1.7', type: 'application/pdf' })).status).toBe(201)
    const scan = await app.request(`/api${path}/scan`, { headers: { authorization: `Bearer ${office}` } }, bindings)
    expect([scan.headers.get('content-type'), (await scan.arrayBuffer()).byteLength]).toEqual(['application/pdf', 8])
    expect((await call('POST', `${path}/signature`, { token: office })).status).toBe(201)
    expect((await call('GET', path, { token: office })).body).toMatchObject({
      version: 1,
      households: 1,
      landCentimu: 620,
      prices: [{ floorFenPerKg: 400 }],
    })
    const { contractId } = (await call('GET', path, { token: manager })).body
    expect((await call('POST', `/contracts/${String(contractId)}/versions`, { token: manager, body: body.terms })).status).toBe(201)
    expect((await call('POST', `${path}/termination`, { token: office, body: { onDate: '2026-07-01', reason: '到期' } })).status).toBe(201)
    expect(
      (await call('GET', `/contract-versions?organisation=${body.organisationId}&unsigned=true`, { token: office })).body['versions'],
    ).toHaveLength(1)
  })

  it('say which field is wrong and stay hidden from strangers', async () => {
    const body = await drawnUp()
    const manager = await sessionOf(context, 'manager', body.organisationId)
    const wrong = await call('POST', '/contracts', { token: manager, body: { ...body, terms: { ...body.terms, householdBp: 7000 } } })
    expect([wrong.status, wrong.body['fields']]).toEqual([422, { 'terms.householdBp': '三方分成合计须为 100%' }])
    const id = await makeContract(context, { organisationId: body.organisationId })
    const tokens = [await sessionOf(context, 'office', '420525000000'), await sessionOf(context, 'manager', 'org_other'), undefined]
    const reads = await Promise.all(tokens.map((token) => call('GET', `/contract-versions/${id}`, { token })))
    expect(refusals(reads)).toEqual([notFound, notFound, signInFirst])
    const scans = await Promise.all(tokens.map((token) => call('GET', `/contract-versions/${id}/scan`, { token })))
    expect(refusals(scans)).toEqual([notFound, notFound, signInFirst])
    const clerk = await sessionOf(context, 'clerk', body.organisationId)
    expect(refusals([await call('POST', `/contract-versions/${id}/signature`, { token: clerk })])).toEqual([forbidden])
  })
})

describe('/market-prices', () => {
  it('are recorded by the county’s office and read by anybody', async () => {
    await makeProduct(context)
    const price = {
      productId: 'bayberry',
      grade: 'premium',
      countyCode: jingzhou,
      onDate: '2026-06-17',
      fenPerKg: 650,
      source: '靖州农贸市场',
    }
    const office = await sessionOf(context, 'office', jingzhou)
    expect((await call('POST', '/market-prices', { token: office, body: price })).status).toBe(201)
    expect(refusals([await call('POST', '/market-prices', { token: office, body: price })])).toEqual([[409, 'market_price_taken']])
    expect((await call('GET', `/market-prices?county=${jingzhou}`)).body['prices']).toMatchObject([{ productZh: '杨梅', fenPerKg: 650 }])
    expect((await call('GET', '/products')).body['products']).toMatchObject([{ id: 'bayberry' }])
    const manager = await sessionOf(context, 'manager', 'org_a')
    expect(
      refusals([
        await call('POST', '/market-prices', { token: manager, body: price }),
        await call('POST', '/market-prices', { body: price }),
      ]),
    ).toEqual([forbidden, signInFirst])
  })
})
