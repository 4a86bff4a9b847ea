import { moveDispute } from './balance.ts'
import type { FakeStripe } from './fake.ts'
import { found, StripeFault, type Dispute } from './objects.ts'

export function openDispute(
  stripe: FakeStripe,
  sessionId: string,
  { amount, reason = 'product_not_received' }: { amount?: number; reason?: string },
): Dispute {
  const session = found(stripe.sessions, sessionId, 'checkout.session')
  const intent = found(stripe.intents, session.payment_intent, 'payment_intent')
  const charge = found(stripe.charges, intent.latest_charge, 'charge')
  if (charge.disputed) throw new StripeFault('This charge is disputed already.')
  const dispute: Dispute = {
    id: stripe.id('dp'),
    object: 'dispute',
    amount: amount ?? charge.amount - charge.amount_refunded,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: intent.id,
    reason,
    status: 'needs_response',
    metadata: {},
  }
  charge.disputed = true
  stripe.disputes.set(dispute.id, dispute)
  moveDispute(stripe, dispute, 'dispute')
  stripe.tell('charge.dispute.created', dispute)
  stripe.tell('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

export function closeDispute(stripe: FakeStripe, disputeId: string, outcome: 'won' | 'lost'): void {
  const dispute = found(stripe.disputes, disputeId, 'dispute')
  if (dispute.status !== 'needs_response') throw new StripeFault('This dispute is closed already.')
  dispute.status = outcome
  if (outcome === 'won') {
    moveDispute(stripe, dispute, 'dispute_reversal')
    stripe.tell('charge.dispute.funds_reinstated', dispute)
  }
  stripe.tell('charge.dispute.closed', dispute)
}
