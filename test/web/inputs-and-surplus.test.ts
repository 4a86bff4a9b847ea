import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { listInputs } from '../../src/settlement/inputs/queries.ts'
import { listSettlements } from '../../src/settlement/queries.ts'
import { pages } from '../../web/pages.ts'
import { cookieOf, postForm } from '../support/browser.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeInput } from '../support/factories/inputs.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../support/factories/surplus.ts'
import { sessionOf } from '../support/signed-in.ts'

const clock = new TestClock('2026-06-18')
const context = testContext({ clock })
const app = createApp(pages, { clock })
const jingzhou = '431229000000'

let keys = 0

async function browser(role: 'manager' | 'clerk' | 'office', scope: string) {
  const cookie = `sigen=${await sessionOf(context, role, scope)}`
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    const answer = await app.request(path, { ...init, headers }, bindings)
    return { status: answer.status, to: answer.headers.get('location') ?? '', html: await answer.text() }
  }
  const once = () => `page-key-${++keys}`
  return {
    see: (path: string) => ask(path),
    send: (path: string, fields: Record<string, string> = {}) => ask(path, postForm({ once: once(), ...fields }, cookie)),
    sendWith: (path: string, fields: Record<string, string>, file: [string, File]) => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ once: once(), ...fields })) form.set(name, value)
      form.set(...file)
      return ask(path, { method: 'POST', body: form, headers: { origin: 'http://localhost' } })
    },
  }
}

async function cooperative(terms: Partial<Parameters<typeof makeContract>[1]> = {}) {
  clock.moveTo('2026-06-18')
  const organisationId = await makeOrganisation(context)
  const householdId = await makeMember(context, organisationId, await makeHousehold(context, { identity: { name: '吴德贵' } }), {
    number: 7,
  })
  const contractVersionId = await makeContract(context, { organisationId, inputCapBp: 2500, ...terms })
  return { organisationId, householdId, contractVersionId }
}

const photo: [string, File] = ['evidence', new File([new Uint8Array([0xff, 0xd8])], 'list.jpg', { type: 'image/jpeg' })]

describe('inputs on credit on a page', () => {
  it('are handed out to a member found by number, shown, and reversed by somebody else', async () => {
    const { organisationId, householdId, contractVersionId } = await cooperative()
    const [clerk, manager] = [await browser('clerk', organisationId), await browser('manager', organisationId)]
    expect((await clerk.see('/coop/inputs')).html).toContain('没有未扣完的物资款')
    const form = (await clerk.see('/coop/inputs/new?q=7')).html
    expect(form).toContain('每次最多扣 25%')
    const fields = {
      householdId,
      contractVersionId,
      item: '有机肥',
      count: '4',
      unit: '袋',
      amountFen: '320.00',
      handedOn: '2026-06-18',
      pin: '',
    }
    const made = await clerk.sendWith('/coop/inputs/new', fields, photo)
    expect([made.status, made.to]).toEqual([303, expect.stringMatching(/^\/coop\/inputs\/inp_\w+\?recorded=1$/)])
    const path = made.to.split('?')[0]!
    expect((await clerk.see(made.to)).html).toMatch(/已记下[\s\S]*有机肥 × 4 袋|有机肥 × 4 袋[\s\S]*已记下/)
    expect((await clerk.see(`${path}/evidence`)).status).toBe(200)
    expect((await clerk.see('/coop/inputs')).html).toMatch(/吴德贵[\s\S]*320\.00/)
    const own = await clerk.send(`${path}/reversal`, { reason: '退回' })
    expect([own.status, own.html]).toEqual([409, expect.stringContaining('登记的人不能自己冲销')])
    expect(own.html).toContain('value="退回"')
    expect((await manager.send(`${path}/reversal`, { reason: '退回四袋' })).status).toBe(303)
    expect((await manager.see(path)).html).toContain('原因：退回四袋')
  })

  it('keep what was typed and say what is wrong', async () => {
    const { organisationId, householdId, contractVersionId } = await cooperative()
    const clerk = await browser('clerk', organisationId)
    const fields = {
      householdId,
      contractVersionId,
      item: '有机肥',
      count: '4',
      unit: '袋',
      amountFen: '320',
      handedOn: '2026-06-18',
      pin: '',
    }
    const unconfirmed = await clerk.send('/coop/inputs/new', fields)
    expect([unconfirmed.status, unconfirmed.html]).toEqual([422, expect.stringMatching(/id="p-pin">要有农户自己的密码/)])
    expect(unconfirmed.html).toContain('value="有机肥"')
    const amount = await clerk.send('/coop/inputs/new', { ...fields, amountFen: 'abc', count: 'x' })
    expect(amount.html).toMatch(/id="p-count">请填写数量[\s\S]*id="p-amountFen">请填写金额/)
    expect((await clerk.see('/coop/inputs/new?q=nobody')).html).toContain('没有找到“nobody”')
    expect((await clerk.see('/coop/inputs/new?household=hh_none')).status).toBe(404)
    expect(await listInputs(context.county, context.actor, { organisationId })).toEqual([])
  })

  it('say so where no contract foresees them', async () => {
    const { organisationId, householdId } = await cooperative({ inputCapBp: 0 })
    const clerk = await browser('clerk', organisationId)
    expect((await clerk.see(`/en/coop/inputs/new?household=${householdId}`)).html).toContain('foresees inputs on credit')
  })

  it('are hidden from strangers', async () => {
    const { organisationId, householdId, contractVersionId } = await cooperative()
    const id = await makeInput(context, { organisationId, householdId, contractVersionId })
    const stranger = await browser('manager', await makeOrganisation(context))
    for (const path of ['', '/evidence']) expect((await stranger.see(`/coop/inputs/${id}${path}`)).status).toBe(404)
    expect((await stranger.send(`/coop/inputs/${id}/reversal`, { reason: '退回' })).status).toBe(404)
    const elsewhere = await browser('office', '420525000000')
    expect((await elsewhere.see(`/office/inputs/${id}/evidence`)).status).toBe(404)
  })

  it('stand on the household’s card and at its office', async () => {
    const { organisationId, householdId, contractVersionId } = await cooperative()
    const id = await makeInput(context, { organisationId, householdId, contractVersionId, amountFen: 12_300 })
    const { token, pin } = valueOf(await issueCard(context, householdId))
    const cookie = cookieOf(await app.request(`/card/${token}`, postForm({ pin }), bindings))
    const card = await (await app.request('/card', { headers: { cookie } }, bindings)).text()
    expect(card).toMatch(/赊领物资[\s\S]*还没扣[\s\S]*¥123\.00[\s\S]*有机肥 × 2 袋/)
    const office = await browser('office', jingzhou)
    expect((await office.see(`/office/households/${householdId}`)).html).toMatch(/赊领物资[\s\S]*123\.00[\s\S]*签字领条/)
    expect((await office.see(`/office/inputs/${id}/evidence`)).status).toBe(200)
  })
})

describe('the surplus return on a page', () => {
  async function yearEnd() {
    const made = await cooperative()
    await makeDelivery(context, { ...made, grams: 250_000 })
    clock.moveTo('2027-02-10')
    return { ...made, manager: await browser('manager', made.organisationId) }
  }

  const terms = { year: '2026', surplusFen: '1,000.00', reserveBp: '10', volumeBp: '70' }

  it('is looked at first, then drafted, and shown with its division', async () => {
    const { organisationId, manager } = await yearEnd()
    const capital = { member: '7', kind: 'contribution', shareFen: '500', fromOn: '2026-01-01', document: '出资证明书 7' }
    expect((await manager.send('/coop/surplus/capitals', capital)).status).toBe(303)
    const short = await manager.send('/coop/surplus', { ...terms, step: 'preview' })
    expect([short.status, short.html]).toEqual([200, expect.stringContaining('盈余专户还差 ¥900.00')])
    expect(short.html).not.toContain('value="draft"')
    const deposit = { amountFen: '900', bankReference: 'ICBC-77', paidOn: '2027-02-09' }
    expect((await manager.send('/coop/surplus/deposits', deposit)).status).toBe(303)
    const preview = await manager.send('/coop/surplus', { ...terms, step: 'preview' })
    expect(preview.html).toMatch(/提取公积金 ¥100\.00，按交易量返还 ¥630\.00，按出资分红 ¥270\.00/)
    expect(preview.html).toMatch(/吴德贵[\s\S]*1,000\.00[\s\S]*630\.00/)
    expect(await listSettlements(context.county, context.actor, organisationId)).toEqual([])
    const drafted = await manager.send('/coop/surplus', { ...terms, step: 'draft' })
    expect([drafted.status, drafted.to]).toEqual([303, expect.stringMatching(/^\/coop\/settlements\/stl_/)])
    expect((await manager.see(drafted.to)).html).toMatch(/二次返利[\s\S]*2026 年盈余怎么分/)
    expect((await manager.see('/coop/settlements')).html).toContain('二次返利')
    const office = await browser('office', jingzhou)
    const id = drafted.to.split('/').at(-1)!
    const seen = (await office.see(`/office/settlements/${id}?recount=1`)).html
    expect(seen).toContain('吴**')
    expect(seen).not.toContain('吴德贵')
    expect((await office.see('/en/office/settlements')).html).toContain('Surplus return')
  })

  it('says beside the field what is wrong', async () => {
    const { organisationId, manager } = await yearEnd()
    const law = await manager.send('/coop/surplus', { ...terms, volumeBp: '59.99' })
    expect([law.status, law.html]).toEqual([422, expect.stringMatching(/id="p-volumeBp">按交易量返还不得低于/)])
    expect(law.html).toContain('value="1,000.00"')
    const words = await manager.send('/coop/surplus', { ...terms, surplusFen: 'much' })
    expect(words.html).toMatch(/id="p-surplusFen">请填写金额/)
    const member = await manager.send('/coop/surplus/capitals', {
      member: '99',
      kind: 'contribution',
      shareFen: '1',
      fromOn: '2026-01-01',
      document: 'x',
    })
    expect([member.status, member.html]).toEqual([422, expect.stringMatching(/id="p-member">没有这些成员编号：99/)])
    await makeSurplusDeposit(context, organisationId, 100)
    const deposit = { amountFen: '900', bankReference: 'ICBC-78', paidOn: '2027-02-09' }
    await manager.send('/coop/surplus/deposits', deposit)
    const again = await manager.send('/coop/surplus/deposits', deposit)
    expect([again.status, again.html]).toEqual([409, expect.stringMatching(/id="p-bankReference">这个银行流水号已经登记过/)])
    expect((await manager.send('/coop/surplus/unpaid')).status).toBe(409)
  })

  it('is read by a clerk and done by a manager', async () => {
    const { organisationId, householdId } = await yearEnd()
    await makeCapital(context, { organisationId, householdId })
    await makeSurplusDeposit(context, organisationId, 90_000)
    const clerk = await browser('clerk', organisationId)
    const page = await clerk.see('/coop/surplus')
    expect([page.status, page.html.includes('制作草稿')]).toEqual([200, false])
    expect((await clerk.send('/coop/surplus', { ...terms, step: 'draft' })).status).toBe(403)
    const id = await makeSurplus(context, { organisationId, year: '2026', surplusFen: 100_000 })
    expect((await clerk.see(`/coop/settlements/${id}`)).status).toBe(200)
  })
})
