import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { newApp } from '../../src/http/request.ts'
import { bindings } from '../support/context.ts'

const pages = newApp().get('/fault', () => {
  throw new Error('a bug')
})
const app = createApp(pages)
const user = JSON.stringify({ username: 'api.user', name: '测试', password: 'long enough password', role: 'clerk', scope: 'org_x' })
const json = { 'content-type': 'application/json' }

function ask(path: string, init: RequestInit = {}, env: Partial<typeof bindings> = {}) {
  return app.request(path, init, { ...bindings, ...env })
}

describe('a request', () => {
  it('is answered with its cost outside production', async () => {
    expect((await ask('/healthz')).headers.get('server-timing')).toMatch(/queries=1 read=\d+ written=0/)
  })

  it('gets a problem with a stable code in the caller’s language', async () => {
    const answer = await ask('/api/nothing', { headers: { 'accept-language': 'en' } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found', detail: 'Not found' })
  })

  it('names each wrong field', async () => {
    const answer = await ask('/api/session', { method: 'POST', headers: json, body: '{"username":"x"}' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'invalid_input', fields: { username: '至少 3 个字', password: '请填写' } })
  })

  it('with a broken body is refused, not a fault', async () => {
    const answer = await ask('/api/session', { method: 'POST', headers: json, body: '{"username"' })
    expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([400, 'malformed_body'])
  })

  it('from another site may not write with a cookie', async () => {
    const answer = await ask('/api/users', {
      method: 'POST',
      headers: { ...json, origin: 'https://evil.example', cookie: 'sigen=ses_x' },
      body: user,
    })
    expect((await answer.json<{ code: string }>()).code).toBe('origin_refused')
  })

  it('that writes without an idempotency key is refused', async () => {
    const answer = await ask('/api/users', { method: 'POST', headers: json, body: user })
    expect((await answer.json<{ code: string }>()).code).toBe('idempotency_key_missing')
  })

  it('that meets a bug answers 500 without saying why', async () => {
    const answer = await ask('/fault')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('a bug')
  })
})

describe('a production start', () => {
  it('refuses without its secrets and says which are missing', async () => {
    const answer = await ask('/healthz', {}, { ENVIRONMENT: 'production' })
    expect(answer.status).toBe(503)
    expect((await answer.json<{ detail: string }>()).detail).toContain(
      'VAULT_KEY, VAULT_HMAC_KEY, CARD_KEY, PASSWORD_PEPPER, LOG_KEY, LOG_ORIGIN, PAYMENT_GATEWAY',
    )
  })

  it('refuses the development keys', async () => {
    const answer = await ask(
      '/healthz',
      {},
      {
        ENVIRONMENT: 'production',
        VAULT_KEY: 'ZGV2ZWxvcG1lbnQtb25seS12YXVsdC1rZXktMzJieXQ=',
        VAULT_HMAC_KEY: 'x'.repeat(32),
        CARD_KEY: 'y'.repeat(32),
        PASSWORD_PEPPER: 'z'.repeat(32),
        LOG_KEY: btoa('l'.repeat(32)),
        LOG_ORIGIN: 'example.org/log',
        PAYMENT_GATEWAY: 'trial',
      },
    )
    expect((await answer.json<{ detail: string }>()).detail).toBe('尚未配置：VAULT_KEY')
  })

  it('answers once everything is set, and tells no costs', async () => {
    const answer = await ask(
      '/healthz',
      {},
      {
        ENVIRONMENT: 'production',
        VAULT_KEY: btoa('k'.repeat(32)),
        VAULT_HMAC_KEY: 'x'.repeat(32),
        CARD_KEY: 'y'.repeat(32),
        PASSWORD_PEPPER: 'z'.repeat(32),
        LOG_KEY: btoa('l'.repeat(32)),
        LOG_ORIGIN: 'example.org/log',
        PAYMENT_GATEWAY: 'trial',
      },
    )
    expect([answer.status, answer.headers.get('server-timing')]).toEqual([200, null])
  })

  const stripe = { PAYMENT_GATEWAY: 'stripe', STRIPE_SECRET_KEY: 'sk_live_12345678', STRIPE_WEBHOOK_SECRET: 'whsec_12345678' }
  it.each([
    [{ ...stripe, STRIPE_SECRET_KEY: undefined, STRIPE_WEBHOOK_SECRET: 'x' }, 'STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET'],
    [{ ...stripe, STRIPE_SECRET_KEY: 'pk_live_12345678' }, 'STRIPE_SECRET_KEY'],
    [{ ...stripe, STRIPE_API_BASE: 'not an address' }, 'STRIPE_API_BASE'],
    [{ PAYMENT_GATEWAY: 'barter' }, 'PAYMENT_GATEWAY'],
  ])('names what Stripe needs, in any environment (%#)', async (env, missing) => {
    const answer = await ask('/healthz', {}, env)
    expect([answer.status, (await answer.json<{ detail: string }>()).detail]).toEqual([503, `尚未配置：${missing}`])
  })

  it('with Stripe sends no payment anywhere else, and tells that money is real', async () => {
    const secrets = {
      VAULT_KEY: btoa('k'.repeat(32)),
      VAULT_HMAC_KEY: 'x'.repeat(32),
      CARD_KEY: 'y'.repeat(32),
      PASSWORD_PEPPER: 'z'.repeat(32),
      LOG_KEY: btoa('l'.repeat(32)),
      LOG_ORIGIN: 'example.org/log',
    }
    const production = { ENVIRONMENT: 'production', ...secrets, ...stripe }
    const diverted = await ask('/healthz', {}, { ...production, STRIPE_API_BASE: 'http://127.0.0.1:1' })
    expect((await diverted.json<{ detail: string }>()).detail).toBe('尚未配置：STRIPE_API_BASE')
    expect(await (await ask('/healthz', {}, production)).json()).toMatchObject({ gateway: 'stripe', live: true })
  })
})

describe('an idempotency key', () => {
  it('answers the same input the same, and refuses other input', async () => {
    const setup = await ask('/api/setup', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        username: 'first.operator',
        name: '管理员',
        password: 'long enough password',
        setupToken: 'development-setup',
      }),
    })
    expect(setup.status).toBe(201)
    const { token } = await (
      await ask('/api/session', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ username: 'first.operator', password: 'long enough password' }),
      })
    ).json<{ token: string }>()
    const headers = { ...json, authorization: `Bearer ${token}`, 'idempotency-key': 'same-key-0001' }
    const post = (text: string) => ask('/api/users', { method: 'POST', headers, body: text })
    const answers = await Promise.all([post(user), post(user), post(user)])
    const ids = await Promise.all(answers.map(async (answer) => (await answer.json<{ id: string }>()).id))
    expect(new Set(ids).size).toBe(1)
    expect(await (await post(user.replace('api.user', 'other.user'))).json()).toMatchObject({ code: 'idempotency_key_reused' })
  })
})
