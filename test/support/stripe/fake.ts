import { payOut } from './balance.ts'
import { closeDispute, openDispute } from './disputes.ts'
import {
  found,
  type Charge,
  type Dispute,
  type Intent,
  type Method,
  type Payout,
  type Refund,
  type Session,
  type StripeObject,
  type Transaction,
} from './objects.ts'
import { Outbox, sign, type Delivery } from './outbox.ts'
import { createRefund, failRefund } from './refunds.ts'
import { expireDue, pay, settle } from './sessions.ts'

/** How a request goes wrong: refused at the door; failed and so remembered under its key; done, but the answer is lost. */
export type Fault = 'refused' | 'failed' | 'lost'

/** A reply as it was first given, under its idempotency key. */
export type Kept = { fingerprint: string; status: number; body: string; atMs: number }

/**
 * One account at Stripe with a clock of its own, for tests: it remembers what it was asked, moves money, charges fees, and
 * signs events. Requests come in through `answer` (api.ts); buyers, banks and time act through the methods here.
 */
export class FakeStripe {
  readonly sessions = new Map<string, Session>()
  readonly intents = new Map<string, Intent>()
  readonly charges = new Map<string, Charge>()
  readonly refunds = new Map<string, Refund>()
  readonly disputes = new Map<string, Dispute>()
  readonly payouts = new Map<string, Payout>()
  readonly transactions: Transaction[] = []
  readonly kept = new Map<string, Kept>()
  readonly outbox = new Outbox()
  readonly webhookSecret: string
  readonly #name: string
  #faults: { fault: Fault; part: string }[] = []
  #nowMs: number
  #ids = 0

  constructor({ nowMs, webhookSecret = 'whsec_fakefakefake', name = '' }: { nowMs: number; webhookSecret?: string; name?: string }) {
    this.#nowMs = nowMs
    this.webhookSecret = webhookSecret
    this.#name = name
  }

  get nowMs(): number {
    return this.#nowMs
  }

  get seconds(): number {
    return Math.floor(this.#nowMs / 1000)
  }

  id(prefix: string): string {
    this.#ids += 1
    return `${prefix}_test_${this.#name}${String(this.#ids).padStart(6, '0')}`
  }

  /** Time passes; sessions whose time is over expire. */
  moveTo(nowMs: number): void {
    this.#nowMs = Math.max(nowMs, this.#nowMs)
    expireDue(this)
  }

  /** The buyer pays in an open session; with `later` the money is only on its way until `settle`. */
  pay(sessionId: string, how: { method?: Method; later?: boolean } = {}): void {
    pay(this, sessionId, how)
  }

  settle(sessionId: string, succeeded: boolean): void {
    settle(this, sessionId, succeeded)
  }

  failRefund(refundId: string): void {
    failRefund(this, refundId)
  }

  /** Somebody gives money back on the provider's own pages, where nothing is known of our refunds. */
  refundByHand(sessionId: string, amount: number): Refund {
    const { payment_intent: intent } = found(this.sessions, sessionId, 'checkout.session')
    return createRefund(this, { ...(intent && { payment_intent: intent }), amount })
  }

  /** The buyer's bank takes the money of a session back; answers the dispute. */
  openDispute(sessionId: string, options: { amount?: number; reason?: string } = {}): Dispute {
    return openDispute(this, sessionId, options)
  }

  closeDispute(disputeId: string, outcome: 'won' | 'lost'): void {
    closeDispute(this, disputeId, outcome)
  }

  payOut(): Payout | null {
    return payOut(this)
  }

  /** The next request whose line, such as "POST /v1/refunds", holds `part` goes wrong. */
  failNext(fault: Fault, part = ''): void {
    this.#faults.push({ fault, part })
  }

  takeFault(line: string): Fault | null {
    const index = this.#faults.findIndex(({ part }) => line.includes(part))
    return index === -1 ? null : this.#faults.splice(index, 1)[0]!.fault
  }

  /** Writes an event into the outbox, with the object as it is now. */
  tell(type: string, object: StripeObject): void {
    const event = {
      id: this.id('evt'),
      object: 'event' as const,
      api_version: '2026-10-28.endive',
      type,
      created: this.seconds,
      livemode: false as const,
      pending_webhooks: 1,
      data: { object: structuredClone(object) },
    }
    this.outbox.push(event, this.#nowMs)
  }

  /** The webhook requests that are due now; what is not acknowledged comes again. */
  deliveries(): Promise<Delivery[]> {
    return Promise.all(this.outbox.due(this.#nowMs).map((event) => sign(event, this.webhookSecret, this.#nowMs)))
  }

  acknowledge(eventId: string): void {
    this.outbox.acknowledge(eventId)
  }

  /** Nobody will hear of these events: those of a kind, or all that wait. */
  drop(type?: string): void {
    this.outbox.drop(type)
  }
}
