import type { FakeStripe } from './fake.ts'
import type { Charge, Dispute, Payout, Refund, Transaction } from './objects.ts'

const daySeconds = 86_400

/** What Stripe keeps of a payment: 3.4 % and 2.35, as in Hong Kong. */
export function feeOf(amount: number): number {
  return Math.round(amount * 0.034) + 235
}

const disputeFee = 8500

type Movement = Pick<Transaction, 'type' | 'reporting_category' | 'amount' | 'source'> & { fee?: number; days?: number }

function move(stripe: FakeStripe, { fee = 0, days = 0, ...rest }: Movement): Transaction {
  const created = stripe.seconds
  const row: Transaction = {
    id: stripe.id('txn'),
    object: 'balance_transaction',
    ...rest,
    fee,
    net: rest.amount - fee,
    currency: 'cny',
    status: days > 0 ? 'pending' : 'available',
    created,
    available_on: created + days * daySeconds,
    payout: null,
  }
  stripe.transactions.push(row)
  return row
}

export function movePayment(stripe: FakeStripe, charge: Omit<Charge, 'balance_transaction'>): string {
  const type = charge.payment_method_details.type === 'card' ? 'charge' : 'payment'
  return move(stripe, { type, reporting_category: 'charge', amount: charge.amount, fee: feeOf(charge.amount), days: 7, source: charge.id })
    .id
}

export function moveRefund(stripe: FakeStripe, refund: Omit<Refund, 'balance_transaction'>, charge: Charge): string {
  const type = charge.payment_method_details.type === 'card' ? 'refund' : 'payment_refund'
  return move(stripe, { type, reporting_category: 'refund', amount: -refund.amount, source: refund.id }).id
}

export function moveRefundBack(stripe: FakeStripe, refund: Refund): void {
  move(stripe, { type: 'refund_failure', reporting_category: 'refund_failure', amount: refund.amount, source: refund.id })
}

export function moveDispute(stripe: FakeStripe, dispute: Dispute, kind: 'dispute' | 'dispute_reversal'): void {
  const sign = kind === 'dispute' ? -1 : 1
  move(stripe, {
    type: 'adjustment',
    reporting_category: kind,
    amount: sign * dispute.amount,
    fee: kind === 'dispute' ? disputeFee : 0,
    source: dispute.id,
  })
}

/** Pays out whatever is available and not paid out yet; null when that is nothing or less. */
export function payOut(stripe: FakeStripe): Payout | null {
  const now = stripe.seconds
  const ready = stripe.transactions.filter((row) => row.payout === null && row.type !== 'payout' && row.available_on <= now)
  const amount = ready.reduce((sum, { net }) => sum + net, 0)
  if (amount <= 0) return null
  const payout: Payout = {
    id: stripe.id('po'),
    object: 'payout',
    amount,
    currency: 'cny',
    status: 'paid',
    arrival_date: now + daySeconds,
    created: now,
  }
  stripe.payouts.set(payout.id, payout)
  for (const row of [...ready, move(stripe, { type: 'payout', reporting_category: 'payout', amount: -amount, source: payout.id })]) {
    row.payout = payout.id
    row.status = 'available'
  }
  stripe.tell('payout.paid', payout)
  return payout
}
