import type { Stripe } from 'stripe'
import type { Fact } from '../provider-event.ts'

/**
 * What an event of Stripe says to us; null when it says nothing, as most do. Only what happened to money counts: a
 * dispute is open once the money was taken (an inquiry takes none), and a session is paid when Stripe says so, not when
 * the buyer came back.
 */
export function factOf(event: Stripe.Event): Fact | null {
  const { type } = event
  if (type === 'checkout.session.completed') {
    return sessionFact(event.data.object, event.data.object.payment_status === 'unpaid' ? 'pending' : 'captured')
  }
  if (type === 'checkout.session.async_payment_succeeded') return sessionFact(event.data.object, 'captured')
  if (type === 'checkout.session.async_payment_failed') return sessionFact(event.data.object, 'failed')
  if (type === 'checkout.session.expired') return sessionFact(event.data.object, 'expired')
  if (type === 'refund.failed' || type === 'refund.updated') return refundFact(event.data.object)
  const aboutDispute =
    type === 'charge.dispute.created' ||
    type === 'charge.dispute.funds_withdrawn' ||
    type === 'charge.dispute.funds_reinstated' ||
    type === 'charge.dispute.closed'
  return aboutDispute ? disputeFact(type, event.data.object) : null
}

/** What of an event never changes when it is told again; Stripe counts in it how often it still has to tell it. */
export function unchanging({ id, type, created, data }: Stripe.Event): string {
  return JSON.stringify([id, type, created, data.object])
}

function sessionFact(session: Stripe.Checkout.Session, kind: 'captured' | 'pending' | 'failed' | 'expired'): Fact | null {
  const paymentId = session.metadata?.['payment_id']
  if (!paymentId || session.currency !== 'cny') return null
  return { kind, paymentId, gatewayReference: session.id, amountFen: session.amount_total ?? 0 }
}

function refundFact({ status, metadata, failure_reason: reason }: Stripe.Refund): Fact | null {
  const key = metadata?.['refund_key']
  return key && (status === 'failed' || status === 'canceled') ? { kind: 'refund_failed', key, reason: reason ?? status } : null
}

function disputeFact(type: string, { id, status, amount, reason, payment_intent: intent }: Stripe.Dispute): Fact | null {
  const kind = disputeKind(type, status)
  if (!kind || !intent) return null
  return { kind, disputeId: id, amountFen: amount, reason, intent: typeof intent === 'string' ? intent : intent.id }
}

function disputeKind(type: string, status: Stripe.Dispute.Status): 'dispute_opened' | 'dispute_won' | 'dispute_lost' | null {
  if (type === 'charge.dispute.funds_withdrawn') return 'dispute_opened'
  if (type === 'charge.dispute.funds_reinstated' || status === 'won') return 'dispute_won'
  if (status === 'lost') return 'dispute_lost'
  return type === 'charge.dispute.created' && !status.startsWith('warning') ? 'dispute_opened' : null
}
