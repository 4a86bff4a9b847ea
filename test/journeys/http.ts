import { pages } from '../../web/pages.ts'
import { createApp } from '../../src/app.ts'
import { dayMs } from '../../src/kernel/time.ts'
import { bindings, type TestClock } from '../support/context.ts'

type Session = { token: Promise<string>; atMs: number }

/** Everybody's way in: the whole Worker over HTTP, on a clock of the journey's own. */
export class Http {
  readonly #app: ReturnType<typeof createApp>
  readonly #clock: TestClock
  readonly #sessions = new Map<string, Session>()
  #keys = 0

  constructor(clock: TestClock) {
    this.#clock = clock
    this.#app = createApp(pages, { clock })
  }

  /** A request that must succeed; `as` is a user name, or nobody. Answers the JSON body. */
  async send<Answer = { id: string }>(
    method: string,
    path: string,
    { as, body, csv }: { as?: string; body?: unknown; csv?: string } = {},
  ): Promise<Answer> {
    const response = await this.raw(method, path, { as, body, csv })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as Answer
  }

  async raw(method: string, path: string, { as, body, csv }: { as?: string; body?: unknown; csv?: string } = {}): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': csv === undefined ? 'application/json' : 'text/csv' }
    if (method !== 'GET') headers['idempotency-key'] = `journey-${(this.#keys += 1)}`
    if (as) headers['authorization'] = `Bearer ${await this.#token(as)}`
    const text = csv ?? (body === undefined ? undefined : JSON.stringify(body))
    return this.#app.request(`https://sigen.test${path}`, { method, headers, body: text }, bindings)
  }

  // A session lasts two weeks; the journey's clock moves further than that.
  async #token(username: string): Promise<string> {
    const kept = this.#sessions.get(username)
    if (kept && this.#clock.now() - kept.atMs < 13 * dayMs) return kept.token
    const signedIn = this.send<{ token: string }>('POST', '/api/session', { body: { username, password } })
    const token = signedIn.then((session) => session.token)
    this.#sessions.set(username, { token, atMs: this.#clock.now() })
    return token
  }
}

export const password = 'correct horse battery'
