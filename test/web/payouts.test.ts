import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { changesOf } from '../../src/household/account/queries.ts'
import { identityOf } from '../../src/household/vault/queries.ts'
import { createUser, openSession } from '../../src/identity/commands.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { pages } from '../../web/pages.ts'
import { cookieOf, gzipBytes, postForm } from '../support/browser.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'

const clock = new TestClock()
const app = createApp(pages, { clock })
const context = testContext({ clock })
const season = await makeSeason(context, { households: 5, gramsEach: 40_000, packGrams: 5_000 })
const { contractId } = (await findVersion(context.county, season.contractVersionId))!
clock.moveTo('2026-12-31')
await makeGuaranteePayment(context, { contractId, amountFen: 60_000 })
const settlementId = await makeSettlement(context, { organisationId: season.organisationId, month: '2026-12', status: 'approved' })
clock.moveTo('2027-01-08')
const lines = await listLines(context.county, settlementId)
const line = lines.find(({ party }) => party === 'household')!
const other = lines.find(({ party, id }) => party === 'household' && id !== line.id)!
const card = valueOf(await issueCard(asSystem(context), line.partyId))

async function signedIn(role: Role, scope: string): Promise<string> {
  const input = { username: `payout.${role}`, name: `${role}小李`, password: 'correct horse battery', role, scope }
  return valueOf(await openSession(context, { userId: valueOf(await createUser(asSystem(context), input)) }))
}
const tokens = {
  manager: await signedIn('manager', season.organisationId),
  clerk: await signedIn('clerk', season.organisationId),
  office: await signedIn('office', '431229000000'),
  supervisor: await signedIn('supervisor', '431229000000'),
}
type Who = keyof typeof tokens

let keys = 0
function ask(who: Who, path: string, fields?: Record<string, string | File>) {
  const headers = { authorization: `Bearer ${tokens[who]}` }
  if (!fields) return app.request(path, { headers }, bindings)
  const body = new FormData()
  for (const [name, value] of Object.entries({ once: `payout-form-${(keys += 1)}`, ...fields })) body.set(name, value)
  return app.request(path, { method: 'POST', headers, body }, bindings)
}
const page = async (who: Who, path: string) => (await ask(who, path)).text()
const household = async () => cookieOf(await app.request(`/card/${card.token}`, postForm({ pin: card.pin }), bindings))
const onCard = async (path: string) => app.request(path, { headers: { cookie: await household() } }, bindings)

const settlement = `/coop/settlements/${settlementId}`
const linePath = `${settlement}/lines/${line.id}`
const accountPath = `/coop/members/${line.partyId}/account`

describe('the account of a member', () => {
  it('is changed by the clerk with the household’s PIN; what was typed stays when it is refused', async () => {
    const { name } = (await identityOf(context, line.partyId))!
    const typed = { holder: '路人甲', bankName: '中国建设银行', bankAccount: '6217000000000012345', reason: '换卡', pin: card.pin }
    const refused = await ask('clerk', accountPath, typed)
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toContain('户名不是这户的成年人')
    expect(html).toContain('6217000000000012345')
    expect(html).not.toContain(card.pin)
    expect((await ask('clerk', accountPath, { ...typed, holder: name })).status).toBe(303)
    expect(await page('clerk', accountPath)).toContain('**** 2345')
  })

  it('shows on the card, at the office with who and why, and is taken back by the household', async () => {
    const [change] = await changesOf(context.county, line.partyId)
    expect(await (await onCard('/card')).text()).toContain('收款账户要改成 **** 2345')
    for (const who of ['office', 'supervisor'] as const) {
      const html = await page(who, '/office/accounts')
      expect(html).toContain('**** 2345')
      expect(html).toContain('换卡')
      expect(html).toContain('clerk小李')
      expect(html).not.toContain('6217000000000012345')
    }
    expect(await page('supervisor', '/office/accounts')).not.toContain('/cancellation')
    const path = `/card/accounts/${change!.id}`
    expect(await (await onCard(path)).text()).toContain('**** 2345')
    const cancelled = await app.request(path, postForm({ once: 'cancel-key-1' }, await household()), bindings)
    expect([cancelled.status, cancelled.headers.get('location')]).toEqual([303, '/card?said=cancelled'])
    expect(await page('office', '/office/accounts')).toContain('已撤销')
  })
})

describe('the organisation’s own account', () => {
  it('is entered by the manager and confirmed at the office', async () => {
    const [, holder] = /name="holder"[^>]*value="([^"]+)"/.exec(await page('manager', '/coop/account'))!
    const fields = { holder: holder!, bankName: '中国农业银行', bankAccount: '18123456789012345', reason: '新开专户' }
    expect((await ask('manager', '/coop/account', fields)).status).toBe(303)
    expect(await page('manager', '/coop/account')).toContain('要另一个人确认')
    const html = await page('office', '/office/accounts')
    const [path] = /\/office\/organisation-accounts\/oac_\w+/.exec(html)!
    expect((await ask('office', path, { decision: 'confirmed' })).status).toBe(303)
    expect(await page('manager', '/coop/account')).toContain('使用中')
    expect((await ask('clerk', '/coop/account', fields)).status).toBe(403)
  })
})

describe('the settlement’s pages', () => {
  it('take a line out of the file and hand it out against the PIN', async () => {
    expect((await ask('clerk', `${linePath}/channel`, { channel: 'cash' })).status).toBe(403)
    expect((await ask('manager', `${linePath}/channel`, { channel: 'cash' })).status).toBe(303)
    expect(await page('manager', settlement)).toContain('现金领取')
    const wrong = await ask('clerk', `${linePath}/cash`, { pin: card.pin === '000000' ? '111111' : '000000' })
    expect(wrong.status).toBe(401)
    expect(await wrong.text()).toMatch(/id="p-pin">[^<]*4/)
    expect((await ask('clerk', `${linePath}/cash`, { pin: card.pin })).status).toBe(303)
    expect(await page('clerk', linePath)).toContain('本人密码')
    expect(await page('office', '/office/accounts')).toContain('现金发放记录')
  })

  it('offer the file in every format to the manager alone', async () => {
    expect((await ask('manager', `${settlement}/payout-file`, {})).status).toBe(303)
    expect(await page('manager', settlement)).toContain(`class="button quiet" href="${settlement}/files/pain001"`)
    for (const format of ['bank', 'bank-gbk', 'bank-gb18030', 'pain001', 'canonical', 'answer-form']) {
      const file = await ask('manager', `${settlement}/files/${format}`)
      expect([file.status, file.headers.get('content-disposition')]).toEqual([200, expect.stringContaining('attachment')])
    }
    expect((await ask('manager', `${settlement}/files/other`)).status).toBe(404)
    expect((await ask('clerk', `${settlement}/files/bank`)).status).toBe(404)
  })

  it('take the bank’s report as a file, and refuse one that is not a report', async () => {
    const send = (text: string) =>
      ask('manager', `${settlement}/answers`, { answer: new File([text], 'answer.xml', { type: 'application/xml' }) })
    const refused = await send('<!DOCTYPE x [<!ENTITY a "b">]><Document/>')
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('不允许的 XML 内容')
    const file = `pay_${settlementId.slice(4)}`
    const report = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><CreDtTm>2027-01-08T01:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${file}</OrgnlMsgId><GrpSts>ACSC</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`
    expect((await send(report)).status).toBe(303)
    expect((await listLines(context.county, settlementId)).every(({ status }) => status === 'paid')).toBe(true)
  })
})

describe('the account statement', () => {
  it('is one small page without script on the card, a sheet, and a paper the clerk prints', async () => {
    const answer = await onCard('/card/statement?period=2027-01')
    const html = await answer.text()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(html).toContain('领取现金')
    expect(html).not.toMatch(/<script| style="/)
    expect(await gzipBytes(html)).toBeLessThanOrEqual(6 * 1024)
    const sheet = await (await onCard('/card/statement.csv?period=2026')).text()
    expect(sheet).toContain('期初未到账')
    expect(await page('clerk', `/coop/members/${line.partyId}/statement?period=2027`)).toContain('2027年对账单')
    expect(await (await app.request('/card/statement', {}, bindings)).text()).toContain('请扫户卡上的二维码')
  })

  it('is for the household and its offices in the API', async () => {
    const path = `/api/households/${line.partyId}/account-statement?period=2027-01`
    expect(await (await ask('office', path)).json()).toMatchObject({ openingFen: 0, closingFen: 0 })
    expect((await ask('manager', path)).status).toBe(403)
    expect((await ask('office', path.replace('2027-01', '2027-13'))).status).toBe(422)
    expect((await onCard(path)).status).toBe(200)
    expect((await onCard(path.replace(line.partyId, other.partyId))).status).toBe(403)
  })
})
