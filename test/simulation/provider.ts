import type { PaymentRequest, RefundRequest, Standing } from '../../src/kernel/payment.ts'
import { GatewayRefused, GatewayUnavailable, type PaymentGateway } from '../../src/platform/gateway.ts'
import type { Fact, ProviderEvent } from '../../src/payment/provider-event.ts'
import type { VirtualClock } from './clock.ts'
import { Balance } from './balance.ts'
import type { Gate, Run } from './gate.ts'
import type { Random } from './random.ts'

type Session = {
  reference: string
  paymentId: string
  amountFen: number
  expiresAtMs: number
  status: 'open' | Standing
}
type Refund = { paymentId: string; refundId: string; amountFen: number; status: 'sent' | 'failed' }
type Dispute = { id: string; paymentId: string; intent: string; amountFen: number; status: 'open' | 'won' | 'lost' }

/**
 * Whoever takes the buyers' money, outside of the books: what it holds is the truth the books are held against. Its events
 * come late, out of order, twice or only when asked for again; its calls fail like the database's.
 */
export class Provider {
  readonly sessions = new Map<string, Session>()
  /** What went back to buyers, by the key it was sent under. */
  readonly refunds = new Map<string, Refund>()
  readonly disputes = new Map<string, Dispute>()
  readonly balance: Balance
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
    this.balance = new Balance(clock)
  }

  /** What it took for a payment, over all its pages. */
  takenFen(paymentId: string): number {
    return sumOf(this.sessions.values(), (session) => session.paymentId === paymentId && session.status === 'captured')
  }

  givenBackFen(paymentId: string): number {
    return sumOf(this.refunds.values(), (refund) => refund.paymentId === paymentId && refund.status === 'sent')
  }

  /** What the buyers' banks hold back of a payment, or took for good. */
  disputedFen(paymentId: string, ...statuses: Dispute['status'][]): number {
    return sumOf(this.disputes.values(), (dispute) => dispute.paymentId === paymentId && statuses.includes(dispute.status))
  }

  /** The gateway as one command sees it: each call passes the gate. */
  gateway(gate: Gate, run: Run): PaymentGateway {
    const call = <T>(deed: () => T) => gate.call(run, deed, () => new GatewayUnavailable('provider: no answer'))
    return {
      name: 'stripe',
      open: (request) => call(() => this.#open(request)),
      expire: (reference) => call(() => this.#expire(reference)),
      refund: (request) => call(() => this.#refund(request)),
      paymentOf: (intent) => call(() => this.sessions.get(intent.replace('pi_', 'cs_'))?.paymentId ?? null),
      balance: (sinceMs, cursor) => call(() => this.balance.list(sinceMs, cursor)),
    }
  }

  /** The buyer does something at the provider's page, if it is still there. A card that is refused leaves the page open. */
  visit(reference: string, what: 'pays' | 'fails' | 'pays_slowly'): void {
    const session = this.sessions.get(reference)
    if (session?.status !== 'open' || this.#clock.now() >= session.expiresAtMs || what === 'fails') return
    this.#become(session, what === 'pays' ? 'captured' : 'pending')
  }

  /** Money that was on its way arrives or does not; pages whose time is over close. */
  pass(arrives = 0.3): void {
    for (const session of this.sessions.values()) {
      const over = this.#clock.now() >= session.expiresAtMs
      if (session.status === 'pending' && this.#random.chance(arrives))
        this.#become(session, this.#random.chance(0.7) ? 'captured' : 'failed')
      else if (over && session.status === 'open') this.#become(session, 'expired')
    }
  }

  /** A refund that was sent comes back: the card is closed. */
  bounce(): void {
    const sent = [...this.refunds].filter(([, { status }]) => status === 'sent')
    if (sent.length === 0) return
    const [key, refund] = this.#random.pickLate(sent)
    refund.status = 'failed'
    const { paymentId, refundId: reference, amountFen } = refund
    this.balance.move({ kind: 'refund', paymentId, reference, amountFen })
    this.#tell('refund.failed', { kind: 'refund_failed', key, reason: 'expired_or_canceled_card' })
  }

  /** A buyer's bank takes money back, part of a payment or all of it, even what was refunded meanwhile; or decides. */
  dispute(): void {
    const open = [...this.disputes.values()].filter(({ status }) => status === 'open')
    if (open.length > 0 && this.#random.chance(0.5)) return this.#decide(this.#random.pick(open))
    const paid = [...this.sessions.values()].filter(
      ({ status, paymentId }) => status === 'captured' && this.disputedFen(paymentId, 'open', 'lost') === 0,
    )
    if (paid.length === 0) return
    const { paymentId, reference, amountFen: paidFen } = this.#random.pickLate(paid)
    const amountFen = this.#random.chance(0.6) ? paidFen : this.#random.between(1, paidFen)
    const dispute: Dispute = {
      id: `dp_${this.disputes.size + 1}`,
      paymentId,
      intent: reference.replace('cs_', 'pi_'),
      amountFen,
      status: 'open',
    }
    this.disputes.set(dispute.id, dispute)
    this.balance.move({ kind: 'dispute', paymentId, reference: dispute.id, amountFen: -amountFen, feeFen: 1500 })
    this.#tellDispute(dispute, 'dispute_opened')
  }

  /** The next event to tell, or an old one again; null when there is none. Lost ones stay due. */
  nextEvent(): ProviderEvent | null {
    if (this.told.length > 0 && this.#random.chance(0.2)) return this.#random.pickLate(this.told)
    return this.due.length > 0 ? this.#random.pickLate(this.due) : null
  }

  /** The books have taken the event in; a provider that did not hear so tells it again. */
  acknowledged(event: ProviderEvent): void {
    const index = this.due.findIndex(({ eventId }) => eventId === event.eventId)
    if (index === -1) return
    this.due.splice(index, 1)
    this.told.push(event)
  }

  #decide(dispute: Dispute): void {
    dispute.status = this.#random.chance(0.5) ? 'won' : 'lost'
    const { paymentId, id: reference, amountFen } = dispute
    if (dispute.status === 'won') this.balance.move({ kind: 'dispute_reversal', paymentId, reference, amountFen })
    this.#tellDispute(dispute, dispute.status === 'won' ? 'dispute_won' : 'dispute_lost')
  }

  #tellDispute({ id: disputeId, intent, amountFen }: Dispute, kind: 'dispute_opened' | 'dispute_won' | 'dispute_lost'): void {
    this.#tell('charge.dispute', { kind, disputeId, intent, amountFen, reason: 'product_not_received' })
  }

  #become(session: Session, status: Standing): void {
    session.status = status
    const { paymentId, reference: gatewayReference, amountFen } = session
    const feeFen = Math.floor(amountFen / 40) + 1
    if (status === 'captured') this.balance.move({ kind: 'payment', paymentId, reference: gatewayReference, amountFen, feeFen })
    this.#tell(`checkout.session.${status}`, { kind: status, paymentId, gatewayReference, amountFen })
  }

  #tell(type: string, fact: Fact): void {
    this.#events += 1
    this.due.push({ eventId: `evt_${this.#events}`, type, bodySha256: this.#events.toString(16).padStart(64, '0'), fact })
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
    if (session.status === 'open') this.#become(session, 'expired')
    return session.status as Standing
  }

  #refund({ key, refundId, gatewayReference, amountFen }: RefundRequest): { gatewayReference: string } {
    const session = this.sessions.get(gatewayReference)
    if (!session) throw new GatewayRefused('resource_missing', 'provider: no such session')
    const { paymentId } = session
    const before = this.refunds.get(key)
    if (before && (before.amountFen !== amountFen || before.paymentId !== paymentId)) {
      throw new GatewayRefused('idempotency_error', 'provider: key reused with other input')
    }
    if (before) return { gatewayReference: `re_${key}` }
    const left = this.takenFen(paymentId) - this.givenBackFen(paymentId) - this.disputedFen(paymentId, 'open', 'lost')
    if (amountFen > left) throw new GatewayRefused('charge_disputed', 'provider: nothing to give back')
    this.refunds.set(key, { paymentId, refundId, amountFen, status: 'sent' })
    this.balance.move({ kind: 'refund', paymentId, reference: refundId, amountFen: -amountFen })
    return { gatewayReference: `re_${key}` }
  }
}

function sumOf<T extends { amountFen: number }>(list: Iterable<T>, counts: (item: T) => boolean): number {
  let sum = 0
  for (const item of list) if (counts(item)) sum += item.amountFen
  return sum
}
