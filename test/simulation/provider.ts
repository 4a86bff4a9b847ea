import {
  GatewayRefused,
  type DisputeEvent,
  type PaymentEvent,
  type PaymentGateway,
  type PaymentRequest,
  type RefundFailedEvent,
  type RefundRequest,
  type Standing,
} from '../../src/platform/gateway.ts'
import type { VirtualClock } from './clock.ts'
import type { Gate, Run } from './gate.ts'
import type { Random } from './random.ts'

export type ProviderEvent = PaymentEvent | RefundFailedEvent | DisputeEvent

type Session = {
  reference: string
  paymentId: string
  amountFen: number
  expiresAtMs: number
  status: 'open' | 'pending' | 'captured' | 'failed' | 'expired'
}
type Refund = { paymentId: string; amountFen: number; status: 'sent' | 'failed' }

/**
 * Whoever takes the buyers' money, outside of the books: what it holds is the truth the books are held against. Its events
 * come late, out of order, twice or only when asked for again; its calls fail like the database's.
 */
export class Provider {
  readonly sessions = new Map<string, Session>()
  /** What went back to buyers, by the key it was sent under. */
  readonly refunds = new Map<string, Refund>()
  /** Events the books have not taken in yet, and those they have and may be told again. */
  readonly due: ProviderEvent[] = []
  readonly told: ProviderEvent[] = []
  readonly #random: Random
  readonly #clock: VirtualClock
  readonly #byKey = new Map<string, string>()
  #events = 0

  constructor(random: Random, clock: VirtualClock) {
    this.#random = random
    this.#clock = clock
  }

  /** What it took for a payment, over all its pages. */
  takenFen(paymentId?: string): number {
    let taken = 0
    for (const session of this.sessions.values()) {
      if (session.status === 'captured' && (paymentId === undefined || session.paymentId === paymentId)) taken += session.amountFen
    }
    return taken
  }

  givenBackFen(paymentId?: string): number {
    let given = 0
    for (const refund of this.refunds.values()) {
      if (refund.status === 'sent' && (paymentId === undefined || refund.paymentId === paymentId)) given += refund.amountFen
    }
    return given
  }

  /** The gateway as one command sees it: each call passes the gate. */
  gateway(gate: Gate, run: Run): PaymentGateway {
    return {
      name: 'stripe',
      open: (request) => gate.call(run, () => this.#open(request)),
      expire: (reference) => gate.call(run, () => this.#expire(reference)),
      refund: (request) => gate.call(run, () => this.#refund(request)),
      paymentOf: (intent) => gate.call(run, () => this.sessions.get(intent.replace('pi_', 'cs_'))?.paymentId ?? null),
      balance: () => gate.call(run, () => ({ transactions: [], next: null })),
    }
  }

  /** The buyer does something at the provider's page, if it is still there; the events of it become due. */
  visit(reference: string, what: 'pays' | 'fails' | 'pays_slowly'): void {
    const session = this.sessions.get(reference)
    if (!session || (session.status !== 'open' && session.status !== 'failed') || this.#clock.now() >= session.expiresAtMs) return
    this.#become(session, ({ pays: 'captured', fails: 'failed', pays_slowly: 'pending' } as const)[what])
  }

  /** Money that was on its way arrives or does not; pages whose time is over close. */
  pass(): void {
    for (const session of this.sessions.values()) {
      const over = this.#clock.now() >= session.expiresAtMs
      if (session.status === 'pending' && this.#random.chance(0.3)) this.#become(session, this.#random.chance(0.7) ? 'captured' : 'failed')
      else if (over && session.status === 'open') this.#become(session, 'expired')
    }
  }

  /** Nothing stays on its way for ever. */
  settle(): void {
    for (const session of this.sessions.values()) {
      if (session.status === 'pending') this.#become(session, this.#random.chance(0.7) ? 'captured' : 'failed')
    }
  }

  /** The next event to tell, or an old one again; null when there is none. Lost ones stay due. */
  nextEvent(): ProviderEvent | null {
    if (this.told.length > 0 && this.#random.chance(0.2)) return this.#random.pickLate(this.told)
    return this.due.length > 0 ? this.#random.pick(this.due) : null
  }

  /** The books have taken the event in; a provider that did not hear so tells it again. */
  acknowledged(event: ProviderEvent): void {
    const index = this.due.findIndex(({ eventId }) => eventId === event.eventId)
    if (index === -1) return
    this.due.splice(index, 1)
    this.told.push(event)
  }

  #become(session: Session, status: Exclude<Session['status'], 'open'>): void {
    session.status = status
    this.#events += 1
    const { paymentId, reference: gatewayReference, amountFen } = session
    const bodySha256 = this.#events.toString(16).padStart(64, '0')
    this.due.push({ eventId: `evt_${this.#events}`, kind: status, paymentId, gatewayReference, amountFen, bodySha256 })
  }

  #open({ key, paymentId, amountFen, expiresAtMs }: PaymentRequest): { gatewayReference: string; payPath: string } {
    const known = this.#byKey.get(key)
    const reference = known ?? `cs_${this.sessions.size + 1}`
    this.#byKey.set(key, reference)
    if (!known) this.sessions.set(reference, { reference, paymentId, amountFen, expiresAtMs, status: 'open' })
    return { gatewayReference: reference, payPath: `/pay/${reference}` }
  }

  #expire(reference: string): Standing {
    const session = this.sessions.get(reference)
    if (!session) throw new GatewayRefused('resource_missing', 'provider: no such session')
    if (session.status === 'open' || session.status === 'failed') this.#become(session, 'expired')
    return session.status as Standing
  }

  #refund({ key, gatewayReference, amountFen }: RefundRequest): { gatewayReference: string } {
    const session = this.sessions.get(gatewayReference)
    if (!session) throw new GatewayRefused('resource_missing', 'provider: no such session')
    const before = this.refunds.get(key)
    if (before && (before.amountFen !== amountFen || before.paymentId !== session.paymentId)) {
      throw new GatewayRefused('idempotency_error', 'provider: key reused with other input')
    }
    if (!before) {
      const left = this.takenFen(session.paymentId) - this.givenBackFen(session.paymentId)
      if (session.status !== 'captured' || amountFen > left)
        throw new GatewayRefused('charge_already_refunded', 'provider: nothing to give back')
      this.refunds.set(key, { paymentId: session.paymentId, amountFen, status: 'sent' })
    }
    return { gatewayReference: `re_${key}` }
  }
}
