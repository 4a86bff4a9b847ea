import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { parseCsv } from '../../src/kernel/csv.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { pages } from '../../web/pages.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { sellAndFinalise } from '../support/factories/order.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'
import { sessionOf } from '../support/signed-in.ts'

const clock = new TestClock()
const app = createApp(pages, { clock })
const context = testContext({ clock })
const season = await makeSeason(context, { households: 5, gramsEach: 40_000, packGrams: 5_000 })
const { organisationId } = season
const { contractId } = (await findVersion(context.county, season.contractVersionId))!
const orderId = await sellAndFinalise(context, { packId: season.packId, units: 9 })
clock.moveTo('2026-07-20')
await makeGuaranteePayment(context, { contractId, amountFen: 20_000, paidOn: '2026-06-30' })
await makeSettlement(context, { organisationId, month: '2026-07' })

const people: Record<string, [Role, string]> = {
  manager: ['manager', organisationId],
  clerk: ['clerk', organisationId],
  office: ['office', '431229000000'],
  supervisor: ['supervisor', '431229000000'],
  elsewhere: ['office', '431226000000'],
  stranger: ['manager', 'org_other'],
}
const tokens = new Map<string, string>()
for (const [name, [role, scope]] of Object.entries(people)) tokens.set(name, await sessionOf(context, role, scope))

let keys = 0
const ask = async (who: string | null, path: string, write?: { json: unknown } | { form: Record<string, string> }) => {
  const headers: Record<string, string> = who ? { authorization: `Bearer ${tokens.get(who)}` } : {}
  if (!write) return app.request(path, { headers }, bindings)
  keys += 1
  if ('json' in write) {
    const json = { ...headers, 'content-type': 'application/json', 'idempotency-key': `ledger-test-${keys}` }
    return app.request(path, { method: 'POST', headers: json, body: JSON.stringify(write.json) }, bindings)
  }
  const body = new URLSearchParams({ once: `ledger-form-${keys}`, ...write.form }).toString()
  return app.request(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body }, bindings)
}
const text = async (who: string, path: string) => (await ask(who, path)).text()
const data = async <T>(who: string, path: string) => (await (await ask(who, path)).json()) as T

type Turnover = { openingFen: number; debitFen: number; creditFen: number; closingFen: number }
const trial = `/api/ledger/trial-balance?organisationId=${organisationId}`
const clearing = `/api/ledger/accounts/${organisationId}/clearing/-/entries`

describe('the ledger in the API', () => {
  it('answers a trial balance that sums to zero, and the accounts of one code page by page', async () => {
    type Answer = {
      balanced: boolean
      total: Turnover
      codes: (Turnover & { code: string; accounts: number })[]
      accounts: { subject: string }[]
      next: string | null
    }
    const whole = await data<Answer>('manager', `${trial}&month=2026-07`)
    expect(whole).toMatchObject({ balanced: true, total: { openingFen: 0, closingFen: 0 }, accounts: [], next: null })
    expect(whole.codes.length).toBe(16)
    expect(whole.codes.reduce((sum, { closingFen }) => sum + closingFen, 0)).toBe(0)
    const first = await data<Answer>('manager', `${trial}&month=2026-07&code=household&limit=2`)
    const rest = await data<Answer>('manager', `${trial}&month=2026-07&code=household&limit=3&after=${first.next}`)
    expect(new Set([...first.accounts, ...rest.accounts].map(({ subject }) => subject))).toEqual(new Set(season.householdIds))
  })

  it('answers an account’s ledger, page by page the same lines, and each entry with its transfers', async () => {
    type Line = { id: string; balanceFen: number }
    const all = await data<{ lines: Line[]; closingFen: number }>('manager', clearing)
    expect(all.lines.at(-1)!.balanceFen).toBe(all.closingFen)
    const one = await data<{ lines: Line[]; next: string }>('manager', `${clearing}?limit=1`)
    expect((await data<{ lines: Line[] }>('manager', `${clearing}?after=${one.next}`)).lines).toEqual(all.lines.slice(1))
    const entry = await data<{ kind: string; subject: string; transfers: unknown[] }>('manager', `/api/ledger/entries/pay:${orderId}`)
    expect(entry).toMatchObject({ kind: 'pay', subject: orderId })
    expect(entry.transfers.length).toBeGreaterThan(0)
  })

  it('lists the accounts, one page after the other', async () => {
    type Page = { accounts: { id: string }[]; next: string | null }
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page: Page = await data(
        'manager',
        `/api/ledger/accounts?organisationId=${organisationId}&limit=4&after=${encodeURIComponent(next)}`,
      )
      seen.push(...page.accounts.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toContain(`${organisationId}/clearing/-`)
  })

  it('gives each as CSV, and says where the next part is', async () => {
    const heads: Record<string, string> = {
      [`${trial}&month=2026-07&format=csv`]: 'code,subject,opening_debit',
      [`${clearing}?format=csv&limit=1`]: 'entry,id,kind',
      [`/api/ledger/entries/pay:${orderId}?format=csv`]: 'entry,id,kind',
      [`/api/ledger/accounts?format=csv&organisationId=${organisationId}`]: 'code,subject,side',
    }
    for (const [path, head] of Object.entries(heads)) {
      const response = await ask('office', path)
      expect(response.headers.get('content-type')).toContain('text/csv')
      const body = await response.text()
      expect(body.startsWith(head), path).toBe(true)
      expect(parseCsv(body)!.length).toBeGreaterThan(1)
    }
    expect((await ask('office', `${clearing}?format=csv&limit=1`)).headers.get('link')).toMatch(/after=[\d.-]+>; rel="next"/)
  })

  it('is for manager, office and supervisor; a clerk is refused and a stranger finds nothing', async () => {
    const paths = [
      trial,
      clearing,
      `/api/ledger/entries/pay:${orderId}`,
      `/api/ledger/accounts?organisationId=${organisationId}`,
      `/api/ledger/periods?organisationId=${organisationId}`,
    ]
    for (const path of paths) {
      const statusOf = async (who: string | null) => (await ask(who, path)).status
      expect([await statusOf('manager'), await statusOf('office'), await statusOf('supervisor')], path).toEqual([200, 200, 200])
      expect([await statusOf(null), await statusOf('clerk'), await statusOf('elsewhere'), await statusOf('stranger')], path).toEqual([
        401, 403, 404, 404,
      ])
    }
    expect((await ask('manager', clearing.replace('/-/', '/nowhere/'))).status).toBe(404)
  })
})

describe('the pages of the ledger', () => {
  const coop = '/coop/ledger'
  const office = `/office/ledger/${organisationId}`

  it('show what is held, whom it is owed to, and that both are the same', async () => {
    const zh = await text('manager', `${coop}?month=2026-07`)
    expect(zh).toContain('账是平的')
    expect(zh).toContain('本单位持有')
    expect(await text('manager', `/en${coop}?month=2026-07`)).toContain('the books sum to zero')
    expect(await text('office', `${office}?month=2026-07`)).toContain('账是平的')
    expect(await text('manager', `${coop}?month=2026-05`)).toContain('这个月没有记过账')
  })

  it('lead from a code to its accounts, to their lines, to the entry, and on to what it is about', async () => {
    expect(await text('manager', `${coop}?month=2026-07`)).toContain(`${coop}/accounts/lot_final?month=2026-07`)
    expect(await text('manager', `${coop}/accounts/lot_final?month=2026-06`)).toContain(
      `${coop}/accounts/lot_final/${season.lotId}?month=2026-06`,
    )
    const account = await text('manager', `${coop}/accounts/lot_final/${season.lotId}?month=2026-06`)
    const [, seq] = /\/coop\/ledger\/entries\/(\d+)/.exec(account)!
    const entry = await text('manager', `${coop}/entries/${seq}`)
    expect(entry).toContain(`/coop/orders/${orderId}`)
    expect(entry).toContain('售后期满')
  })

  it('say of a late fact which day it belongs to, and on what evidence', async () => {
    expect((await ask('manager', `${coop}/accounts/bank/-?month=2026-05`)).status).toBe(200)
    const bank = await text('manager', `${coop}/accounts/bank/-?month=2026-07`)
    const [, seq] = /\/coop\/ledger\/entries\/(\d+)">保底资金到账/.exec(bank)!
    const entry = await text('manager', `${coop}/entries/${seq}`)
    expect(entry).toContain('2026年6月30日')
    expect(entry).toMatch(/ICBC\d+/)
  })

  it('are not for a clerk, nor for offices and organisations elsewhere', async () => {
    expect((await ask('clerk', coop)).status).toBe(403)
    expect((await ask('elsewhere', office)).status).toBe(404)
    expect((await ask('office', `${office}/accounts/gold`)).status).toBe(404)
    expect((await ask('office', `${office}/accounts/lot_sold/nowhere`)).status).toBe(404)
    expect((await ask('manager', `${coop}/entries/nothing`)).status).toBe(404)
    expect(await text('clerk', '/coop')).not.toContain(coop)
  })

  it('show no name of a household', async () => {
    const page = await text('office', `${office}/accounts/household?month=2026-07`)
    expect(page).toMatch(/成员 \d+ 号/)
  })
})

describe('closing a month', () => {
  const close = (who: string, month: string) => ask(who, '/api/ledger/periods', { json: { organisationId, month } })

  it('is for the manager alone', async () => {
    for (const [who, status] of [
      ['clerk', 403],
      ['office', 403],
      ['stranger', 404],
    ] as const)
      expect((await close(who, '2026-06')).status).toBe(status)
  })

  it('is offered with what it means, refused in words out of order, and done once', async () => {
    const page = await text('manager', '/coop/ledger')
    expect(page).toContain('也不能撤销')
    expect(page).toContain('name="month" value="2026-06"')
    const refused = await ask('manager', '/coop/ledger/periods', { form: { month: '2026-07', sure: 'yes' } })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('2026-07 还没有过完')
    const done = await ask('manager', '/coop/ledger/periods', { form: { month: '2026-06', sure: 'yes' } })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/coop/ledger?month=2026-06&done=1'])
    expect(await text('manager', '/coop/ledger?month=2026-06')).toContain('与结账时一字不差')
    expect((await close('manager', '2026-06')).status).toBe(409)
    const { periods } = await data<{ periods: { month: string; trialSha256: string }[] }>(
      'office',
      `/api/ledger/periods?organisationId=${organisationId}`,
    )
    const file = await text('office', `${trial}&month=2026-06&format=csv`)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(file)))
    expect(periods).toEqual([
      expect.objectContaining({ month: '2026-06', trialSha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') }),
    ])
  })

  it('asks for the tick that it cannot be undone', async () => {
    clock.moveTo('2026-08-01')
    const page = await ask('manager', '/coop/ledger/periods', { form: { month: '2026-07' } })
    expect(page.status).toBe(422)
    expect((await data<{ periods: unknown[] }>('manager', `/api/ledger/periods?organisationId=${organisationId}`)).periods.length).toBe(1)
  })
})
