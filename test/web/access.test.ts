import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { newApp } from '../../src/http/request.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import { renderProblem } from '../../web/components/problem-page.tsx'
import { pages } from '../../web/pages.ts'
import { cookieOf, postForm } from '../support/browser.ts'
import { bindings } from '../support/context.ts'

const app = createApp(pages)
const ask = (path: string, init: RequestInit = {}) => app.request(path, init, bindings)
const see = (path: string, cookie: string) => ask(path, { headers: { cookie } })
const password = 'long enough password'
const credit = `93431229MA000000A`
let operator = ''

const first = { setupToken: 'development-setup', name: '管理员', username: 'first.operator', password }
const organisation = {
  kind: 'cooperative',
  nameZh: '示例杨梅合作社',
  nameEn: 'Example Bayberry Cooperative',
  creditCode: credit + creditCheckCharacter(credit),
  divisionCode: '431229000000',
  phone: '',
}

async function signIn(username: string): Promise<{ cookie: string; to: string | null }> {
  const answer = await ask('/sign-in', postForm({ username, password }))
  return { cookie: cookieOf(answer), to: answer.headers.get('location') }
}

beforeAll(async () => {
  const wrong = await ask('/setup', postForm({ ...first, setupToken: 'guessed' }))
  expect(wrong.status).toBe(401)
  const html = await wrong.text()
  expect(html).toContain('value="first.operator"')
  expect(html).not.toContain(password)
  const answer = await ask('/setup', postForm(first))
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/operator'])
  operator = cookieOf(answer)
})

describe('an empty installation', () => {
  it('is set up once', async () => {
    expect((await ask('/setup')).status).toBe(409)
    expect((await ask('/setup', postForm({ ...first, username: 'second.operator' }))).status).toBe(409)
  })
})

describe('the operator', () => {
  it('adds an organisation and its manager, who lands in the cooperative console', async () => {
    const made = await ask('/operator/organisations/new', postForm({ once: 'organisation-1', ...organisation }, operator))
    const next = made.headers.get('location')!
    expect(next).toMatch(/^\/users\/new\?organisation=org_/)
    const manager = { once: 'manager-key', role: 'manager', name: '李理事长', username: 'manager.one', password }
    expect((await ask(next, postForm(manager, operator))).headers.get('location')).toBe('/users?added=1')
    const { cookie, to } = await signIn('manager.one')
    expect(to).toBe('/coop')
    expect(await (await see('/users', cookie)).text()).toContain('李理事长')
    expect((await see('/operator', cookie)).status).toBe(403)
  })

  it('gives an office its division, and hears when there is no such division', async () => {
    const office = { once: 'office-key-1', role: 'office', scope: '439999000000', name: '张主任', username: 'office.one', password }
    const refused = await ask('/en/users/new', postForm(office, operator))
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('There is no division with code 439999000000')
    await ask('/users/new', postForm({ ...office, once: 'office-key-2', scope: '431229000000' }, operator))
    expect((await signIn('office.one')).to).toBe('/office')
  })

  it('keeps everything that was typed when a field is wrong', async () => {
    const refused = await ask(
      '/operator/organisations/new',
      postForm({ once: 'organisation-2', ...organisation, creditCode: '123' }, operator),
    )
    const html = await refused.text()
    expect([refused.status, html.includes('value="示例杨梅合作社"'), html.includes('统一社会信用代码不正确')]).toEqual([422, true, true])
  })

  it('is nobody else', async () => {
    const guest = await ask('/en/operator')
    expect([guest.status, guest.headers.get('location')]).toEqual([303, '/en/sign-in?next=%2Fen%2Foperator'])
  })
})

describe('signing in', () => {
  it('goes on to the page that asked, but never to another site', async () => {
    const to = async (next: string) =>
      (await ask(`/sign-in?next=${encodeURIComponent(next)}`, postForm({ username: 'first.operator', password }))).headers.get('location')
    expect(await to('/users')).toBe('/users')
    expect(await to('//evil.example')).toBe('/operator')
    expect(await to('https://evil.example')).toBe('/operator')
    expect(await to('/\t/evil.example')).toBe('/operator')
    expect(await to('/users\r\nset-cookie: sigen=x')).toBe('/operator')
  })

  it('says that the name or password is wrong and keeps the name', async () => {
    const answer = await ask('/sign-in', postForm({ username: 'first.operator', password: 'wrong' }))
    const html = await answer.text()
    expect([answer.status, html.includes('用户名或密码不对'), html.includes('value="first.operator"')]).toEqual([401, true, true])
  })
})

describe('the account', () => {
  it('closes every other session and then its own', async () => {
    const one = (await signIn('first.operator')).cookie
    const other = (await signIn('first.operator')).cookie
    await ask('/account', postForm({ once: 'account-key' }, one))
    expect((await see('/account', other)).status).toBe(303)
    expect((await see('/account', one)).status).toBe(200)
    await ask('/sign-out', postForm({ once: 'account-key' }, one))
    expect((await see('/account', one)).status).toBe(303)
  })
})

describe('a page that is not there', () => {
  it('says so in the visitor’s language', async () => {
    const answer = await ask('/en/nothing/here')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toMatch(/<html lang="en">[\s\S]*Not found/)
  })
})

describe('a fault of our own', () => {
  it('is a page for people, with a reference and without the reason', async () => {
    const broken = newApp()
    broken.use(async (c, next) => {
      c.set('renderProblem', renderProblem)
      await next()
    })
    broken.get('/fault', () => {
      throw new Error('a bug')
    })
    const answer = await createApp(broken).request('/fault', {}, bindings)
    const html = await answer.text()
    expect([answer.status, html.includes('系统出错了'), html.includes('a bug')]).toEqual([500, true, false])
  })
})

describe('the reference', () => {
  it.each(['/reference', '/en/reference'])('%s lists every operation and every refusal', async (path) => {
    const document = await (await ask('/api/openapi.json')).json<{ paths: Record<string, object> }>()
    const html = await (await ask(path)).text()
    for (const operation of Object.keys(document.paths)) expect(html).toContain(`/api${operation}</code>`)
    expect(html).toContain('price_below_floor')
  })
})
