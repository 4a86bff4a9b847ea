import { inject } from 'vitest'
import { configure, type Bindings } from '../../../src/env.ts'
import { actingAs, makeContext } from '../../../src/http/context.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Ms } from '../../../src/kernel/time.ts'
import { bindings, TestClock } from '../context.ts'
import type { Fault } from './fake.ts'
import type { Dispute, Method, Payout, Refund, Session } from './objects.ts'
import type { Delivery } from './outbox.ts'

type App = { request: (path: string, init: RequestInit, env: Bindings) => Response | Promise<Response> }

const webhookSecret = 'whsec_fakefakefake'

/** One account at the Stripe beside the tests, as seen from workerd: the SDK reaches it by its key, the test acts on it here. */
export class StripeAccount {
  readonly clock: TestClock
  readonly env: Bindings
  readonly #url = inject('stripeUrl')
  readonly #key = `sk_test_${crypto.randomUUID().replaceAll('-', '')}`

  private constructor(clock: TestClock) {
    this.clock = clock
    const stripe = { STRIPE_SECRET_KEY: this.#key, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: this.#url }
    this.env = { ...bindings, PAYMENT_GATEWAY: 'stripe', ...stripe }
  }

  /** An account of the test's own, at the time of the clock. */
  static async open(clock = new TestClock()): Promise<StripeAccount> {
    const account = new StripeAccount(clock)
    await account.pass(0)
    return account
  }

  /** A context as a request would have it with Stripe switched on. */
  context(actor: Context['actor'] = { kind: 'system', job: 'test' }): Context {
    const configuration = configure(this.env)
    if ('missing' in configuration) throw new Error(configuration.missing.join())
    const request = { requestId: 'test', locale: 'zh', clock: this.clock, origin: 'https://shop.example' } as const
    return actingAs(makeContext(this.env, configuration, request), actor)
  }

  /** Time passes here and at Stripe. */
  async pass(ms: Ms): Promise<void> {
    this.clock.pass(ms)
    await this.#tell('moveTo', this.clock.now())
  }

  async sessions(): Promise<Session[]> {
    return this.#tell<Session[]>('sessions')
  }

  async refunds(): Promise<Refund[]> {
    return this.#tell<Refund[]>('refunds')
  }

  async pay(sessionId: string, how: { method?: Method; later?: boolean } = {}): Promise<void> {
    await this.#tell('pay', sessionId, how)
  }

  async settle(sessionId: string, succeeded: boolean): Promise<void> {
    await this.#tell('settle', sessionId, succeeded)
  }

  async failRefund(refundId: string): Promise<void> {
    await this.#tell('failRefund', refundId)
  }

  async refundByHand(sessionId: string, amount: number): Promise<Refund> {
    return this.#tell<Refund>('refundByHand', sessionId, amount)
  }

  async openDispute(sessionId: string): Promise<Dispute> {
    return this.#tell<Dispute>('openDispute', sessionId)
  }

  async closeDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<void> {
    await this.#tell('closeDispute', disputeId, outcome)
  }

  async payOut(): Promise<Payout | null> {
    return this.#tell<Payout | null>('payOut')
  }

  async failNext(fault: Fault, part = ''): Promise<void> {
    await this.#tell('failNext', fault, part)
  }

  async drop(type?: string): Promise<void> {
    await this.#tell('drop', ...(type ? [type] : []))
  }

  /** The webhook requests that are due now; they count as delivered only when they are acknowledged. */
  async deliveries(): Promise<Delivery[]> {
    return this.#tell<Delivery[]>('deliveries')
  }

  /** Tells the app these events, one after the other, and acknowledges what it took. Answers the statuses. */
  async tell(app: App, deliveries: readonly Delivery[]): Promise<number[]> {
    const statuses: number[] = []
    for (const delivery of deliveries) {
      const { status } = await this.post(app, delivery)
      if (status === 200) await this.#tell('acknowledge', delivery.id)
      statuses.push(status)
    }
    return statuses
  }

  async deliver(app: App): Promise<number[]> {
    return this.tell(app, await this.deliveries())
  }

  async post(app: App, { body, signature }: Pick<Delivery, 'body' | 'signature'>): Promise<Response> {
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
    return app.request('/webhooks/stripe', { method: 'POST', headers, body }, this.env)
  }

  async #tell<T>(method: string, ...args: unknown[]): Promise<T> {
    const told = JSON.stringify({ method, args, nowMs: this.clock.now() })
    const response = await fetch(`${this.#url}/_fake/${this.#key}`, { method: 'POST', body: told })
    const { answer, fault } = await response.json<{ answer: T; fault?: string }>()
    if (fault) throw new Error(fault)
    return answer
  }
}
