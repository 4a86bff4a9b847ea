import { moveRefund, moveRefundBack } from './balance.ts'
import type { FakeStripe } from './fake.ts'
import { found, StripeFault, type Charge, type Metadata, type Refund } from './objects.ts'

export type NewRefund = { payment_intent?: string; amount?: number; metadata?: Metadata; reason?: string }

export function createRefund(stripe: FakeStripe, wish: NewRefund): Refund {
  const intent = found(stripe.intents, wish.payment_intent, 'payment_intent')
  if (!intent.latest_charge) throw new StripeFault('This PaymentIntent does not have a successful charge to refund.')
  const charge = found(stripe.charges, intent.latest_charge, 'charge')
  const left = charge.amount - charge.amount_refunded
  const amount = wish.amount ?? left
  if (charge.disputed) throw new StripeFault('The charge has been charged back.', { code: 'charge_disputed' })
  if (left === 0) throw new StripeFault('Charge has already been refunded.', { code: 'charge_already_refunded' })
  if (amount < 1) throw new StripeFault('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' })
  if (amount > left)
    throw new StripeFault(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' })
  const refund: Omit<Refund, 'balance_transaction'> = {
    id: stripe.id('re'),
    object: 'refund',
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: intent.id,
    metadata: wish.metadata ?? {},
    status: 'succeeded',
    created: stripe.seconds,
  }
  const whole = { ...refund, balance_transaction: moveRefund(stripe, refund, charge) }
  stripe.refunds.set(refund.id, whole)
  give(charge, amount)
  stripe.tell('refund.created', whole)
  stripe.tell('charge.refunded', charge)
  return whole
}

/** The buyer's bank sends a refund back: the money returns to our balance and to the charge. */
export function failRefund(stripe: FakeStripe, refundId: string): void {
  const refund = found(stripe.refunds, refundId, 'refund')
  if (refund.status === 'failed') throw new StripeFault('This refund has failed already.')
  Object.assign(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' })
  give(found(stripe.charges, refund.charge, 'charge'), -refund.amount)
  moveRefundBack(stripe, refund)
  stripe.tell('refund.updated', refund)
  stripe.tell('refund.failed', refund)
}

function give(charge: Charge, amount: number): void {
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
}
