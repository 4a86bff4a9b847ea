import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { listVersions } from '../../src/contract/version/queries.ts'
import { rosterHeadings } from '../../src/household/roster.ts'
import { findByIdNumbers } from '../../src/household/vault/queries.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import { csvText } from '../../src/kernel/csv.ts'
import { listMembers } from '../../src/organisation/queries.ts'
import { pages } from '../../web/pages.ts'
import { postForm } from '../support/browser.ts'
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

let keys = 0
const newKey = () => `page-key-${++keys}`

async function browser(role: 'manager' | 'clerk' | 'office' | 'supervisor', scope: string) {
  const cookie = `sigen=${await sessionOf(context, role, scope)}`
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    const answer = await app.request(path, { ...init, headers }, bindings)
    return { status: answer.status, to: answer.headers.get('location') ?? '', html: await answer.text() }
  }
  return {
    see: (path: string) => ask(path),
    send: (path: string, fields: Record<string, string> = {}) => ask(path, postForm({ once: newKey(), ...fields }, cookie)),
    upload: (path: string, field: string, file: File, fields: Record<string, string> = {}) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ once: newKey(), ...fields })) form.set(name, value)
      form.set(field, file)
      return ask(path, { method: 'POST', headers: { origin: 'http://localhost', host: 'localhost' }, body: form })
    },
  }
}

function rosterFile(rows: (string | number)[][]): File {
  return new File([csvText([rosterHeadings.zh, ...rows])], 'roster.csv', { type: 'text/csv' })
}

function rowOf(n: number, village = '431229200202') {
  const { name, idNumber, phone, bankName, bankAccount } = inventPerson(n)
  return [village, name, idNumber, phone, bankName, bankAccount, 4, 2, '建档立卡', '2020-01-01']
}

describe('importing on a page', () => {
  it('previews with reasons, masks names, and applies', async () => {
    const office = await browser('office', jingzhou)
    const sent = await office.upload('/office/import', 'file', rosterFile([rowOf(801), rowOf(802, '431229999999')]), {
      divisionCode: jingzhou,
    })
    expect([sent.status, sent.to]).toEqual([303, expect.stringMatching(/^\/office\/import\/imp_/)])
    const preview = await office.see(sent.to)
    expect(preview.html).toContain('没有代码为 431229999999 的村')
    expect(preview.html).toContain(`${inventPerson(801).name[0]}*`)
    expect(preview.html).not.toContain(inventPerson(801).name)
    expect((await office.see(`/en${sent.to}`)).html).toContain('There is no village with code 431229999999')
    expect((await office.send(`${sent.to}/application`)).status).toBe(303)
    const again = await office.send(`${sent.to}/application`)
    expect([again.status, again.html.includes('这次导入已经完成')]).toEqual([409, true])
  })

  it('says beside the field what is wrong with a file', async () => {
    const office = await browser('office', jingzhou)
    const wrong = await office.upload('/office/import', 'file', new File(['a,b\n1,2'], 'x.csv'), { divisionCode: jingzhou })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toMatch(/id="p-file">[^<]*第一行缺少这些列/)
    const none = await office.send('/office/import', { divisionCode: jingzhou })
    expect(none.html).toContain('文件里没有农户')
  })

  it('is not there for a supervisor or a manager', async () => {
    expect((await (await browser('supervisor', jingzhou)).see('/office/import')).status).toBe(403)
    expect((await (await browser('manager', 'org_a')).see('/office/import')).status).toBe(403)
  })
})

describe('members on a page', () => {
  it('join by identity number, keep what was typed when refused, get a card and leave', async () => {
    const organisationId = await makeOrganisation(context)
    const manager = await browser('manager', organisationId)
    const householdId = await makeHousehold(context, { identity: inventPerson(820) })
    const typed = { idNumber: inventPerson(821).idNumber, fromOn: '2026-03-01' }
    const refused = await manager.send('/coop/members/new', typed)
    expect([refused.status, refused.html.includes(`value="${typed.idNumber}"`)]).toEqual([404, true])
    expect(refused.html).toMatch(/id="p-idNumber">[^<]*没有登记为户主/)
    const joined = await manager.send('/coop/members/new', { idNumber: inventPerson(820).idNumber, fromOn: '2026-03-01', number: '' })
    expect(joined.to).toBe(`/coop/members/${householdId}?done=joined`)
    const again = await manager.send('/coop/members/new', { idNumber: inventPerson(820).idNumber, fromOn: '2026-04-01' })
    expect([again.status, again.html.includes('已是本社成员')]).toEqual([409, true])
    const card = await manager.send(`/coop/members/${householdId}/card`)
    expect([card.status, card.html]).toEqual([201, expect.stringMatching(/class="big number">\d{6}</)])
    expect((await manager.send(`/coop/members/${householdId}/departure`, { untilOn: '2026-06-30' })).status).toBe(303)
    expect(await listMembers(context, organisationId)).toMatchObject([{ untilOn: '2026-06-30' }])
  })

  it('are shown to a clerk without what only a manager does, and to no stranger', async () => {
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const clerk = await browser('clerk', organisationId)
    const page = await clerk.see(`/coop/members/${householdId}`)
    expect([page.status, page.html.includes('退社</button>')]).toEqual([200, false])
    expect((await clerk.send(`/coop/members/${householdId}/departure`, { untilOn: '2026-06-30' })).status).toBe(403)
    expect((await clerk.send(`/coop/members/${householdId}/card`)).status).toBe(403)
    const stranger = await browser('manager', await makeOrganisation(context))
    expect((await stranger.see(`/coop/members/${householdId}`)).status).toBe(404)
  })
})

describe('contracts on a page', () => {
  async function form(organisationId: string) {
    const productId = await makeProduct(context)
    const dates = { guaranteeOn: '2026-12-31', fromOn: '2026-01-01', untilOn: '2026-12-31', receiptDays: '10', afterSalesHours: '48' }
    const shares = { enterpriseBp: '0', cooperativeBp: '20', householdBp: '80', advanceBp: '0', floorBasis: 'goods' }
    const caps = { deductionCapBp: '8', inputCapBp: '20' }
    return {
      title: '2026 协议',
      linkageMode: 'share',
      enterpriseId: '',
      guarantorId: organisationId,
      ...shares,
      ...caps,
      ...dates,
      product1: productId,
      price1_first: '4.00',
      households: '',
    }
  }

  it('are drawn up, scanned, signed off by the office and ended', async () => {
    const organisationId = await makeOrganisation(context)
    await makeMember(context, organisationId, await makeHousehold(context), { number: 3 })
    const [manager, office] = [await browser('manager', organisationId), await browser('office', jingzhou)]
    const made = await manager.send('/coop/contracts/new', { ...(await form(organisationId)), households: '3 6.25', packingRate: '0.30' })
    expect(made.status).toBe(303)
    const path = made.to.split('?')[0]!
    const shown = (await manager.see(path)).html
    expect(shown).toContain('1 户，6.25 亩')
    for (const term of ['包装', '合计最多扣货款的 8%', '每次结算最多扣应发款的 20%']) expect(shown).toContain(term)
    expect((await manager.upload(`${path}/scan`, 'scan', new File(['x'], 'x.txt', { type: 'text/plain' }))).html).toMatch(/id="p-scan">/)
    expect((await manager.upload(`${path}/scan`, 'scan', new File(['%PDF-1.7'], 'x.pdf', { type: 'application/pdf' }))).status).toBe(303)
    const atOffice = path.replace('/coop', '/office')
    expect((await office.send(`${atOffice}/signature`, { compared: 'yes' })).status).toBe(303)
    const second = await office.send(`${atOffice}/signature`, { compared: 'yes' })
    expect([second.status, second.html.includes('协议已经签核')]).toEqual([409, true])
    const early = await office.send(`${atOffice}/termination`, { onDate: '2026-06-01', reason: '双方同意' })
    expect([early.status, early.html]).toEqual([422, expect.stringMatching(/id="p-onDate">[^<]*不能早于今天/)])
    expect(early.html).toContain('value="双方同意"')
    expect((await office.send(`${atOffice}/termination`, { onDate: '2026-06-30', reason: '双方同意' })).status).toBe(303)
    const next = (await manager.see(`${path}/next`)).html
    expect(next).toContain('3 6.25')
    expect(next).toMatch(/name="inputCapBp"[^>]*value="20"|value="20"[^>]*name="inputCapBp"/)
  })

  it('keep what was typed and say beside each field what is wrong', async () => {
    const organisationId = await makeOrganisation(context)
    const manager = await browser('manager', organisationId)
    const fields = await form(organisationId)
    const split = await manager.send('/coop/contracts/new', { ...fields, householdBp: '70' })
    expect([split.status, split.html]).toEqual([422, expect.stringMatching(/id="p-householdBp">三方分成合计须为 100%/)])
    expect(split.html).toContain('value="2026 协议"')
    const price = await manager.send('/coop/contracts/new', { ...fields, price1_first: 'four' })
    expect(price.html).toMatch(/id="p-price1_first">/)
    const cap = await manager.send('/coop/contracts/new', { ...fields, packingBp: '9' })
    expect([cap.status, cap.html]).toEqual([422, expect.stringMatching(/id="p-deductionCapBp">扣除的百分比合计超过了上限/)])
    const inputs = await manager.send('/coop/contracts/new', { ...fields, inputCapBp: '50.01' })
    expect([inputs.status, inputs.html]).toEqual([422, expect.stringMatching(/id="p-inputCapBp">/)])
    const list = await manager.send('/coop/contracts/new', { ...fields, households: '77 6' })
    expect(list.html).toMatch(/id="p-households">没有这些成员编号：77/)
    expect(await listVersions(context.county, scopeOf(context.actor, 'contract.read')!, { organisationId })).toEqual([])
  })

  it('are hidden from strangers and closed to those who may not', async () => {
    const organisationId = await makeOrganisation(context)
    const id = await makeContract(context, { organisationId, signed: false })
    const [stranger, clerk] = [await browser('manager', await makeOrganisation(context)), await browser('clerk', organisationId)]
    const elsewhere = await browser('office', '420525000000')
    for (const path of ['', '/scan', '/next']) expect((await stranger.see(`/coop/contracts/${id}${path}`)).status, path).toBe(404)
    expect((await elsewhere.see(`/office/contracts/${id}`)).status).toBe(404)
    expect((await elsewhere.send(`/office/contracts/${id}/signature`)).status).toBe(404)
    expect([(await clerk.see(`/coop/contracts/${id}`)).status, (await clerk.see('/coop/contracts/new')).status]).toEqual([200, 403])
  })
})

describe('market prices on a page', () => {
  it('are recorded once a day, with the words beside the field', async () => {
    await makeProduct(context)
    const office = await browser('office', jingzhou)
    const price = { kind: 'bayberry~first', countyCode: jingzhou, onDate: '2026-06-18', fenPerKg: '4.72', source: '靖州农贸市场' }
    const wrong = await office.send('/office/prices', { ...price, fenPerKg: 'abc' })
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringMatching(/id="p-fenPerKg">/)])
    expect((await office.send('/office/prices', price)).status).toBe(303)
    const again = await office.send('/office/prices', price)
    expect([again.status, again.html.includes('当天的参考价已登记')]).toEqual([409, true])
    expect((await office.see('/en/office/prices')).html).toContain('Bayberry · First')
  })
})

describe('a card made at the office', () => {
  it('shows its PIN once, for a household within reach', async () => {
    const id = await makeHousehold(context, { identity: inventPerson(840) })
    expect((await findByIdNumbers(context, [inventPerson(840).idNumber])).size).toBe(1)
    const office = await browser('office', '431229200000')
    expect((await office.see(`/office/households/${id}/card`)).html).not.toContain(inventPerson(840).name)
    const key = { once: newKey() }
    expect((await office.send(`/office/households/${id}/card`, key)).html).toMatch(/class="big number">\d{6}</)
    const again = await office.send(`/office/households/${id}/card`, key)
    expect([again.status, again.html.includes('密码只显示一次')]).toEqual([409, true])
    expect((await (await browser('office', '431226000000')).see(`/office/households/${id}/card`)).status).toBe(404)
  })
})
