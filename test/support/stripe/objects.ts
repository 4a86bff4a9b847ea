// Only the fields that are read somewhere, under Stripe's own names; amounts in fen, times in seconds.

export type Metadata = Record<string, string>
export type Method = 'card' | 'alipay' | 'wechat_pay'

export type Session = {
  id: string
  object: 'checkout.session'
  mode: 'payment'
  status: 'open' | 'complete' | 'expired'
  payment_status: 'unpaid' | 'paid'
  amount_total: number
  currency: string
  metadata: Metadata
  payment_intent: string | null
  payment_method_types: Method[]
  url: string | null
  success_url: string
  cancel_url: string | null
  created: number
  expires_at: number
  customer_details: { email: string } | null
  // Kept from what was asked for; the money gets it once there is some.
  intent_metadata: Metadata
}

export type Intent = {
  id: string
  object: 'payment_intent'
  amount: number
  currency: string
  status: 'processing' | 'succeeded' | 'requires_payment_method'
  metadata: Metadata
  latest_charge: string | null
}

export type Charge = {
  id: string
  object: 'charge'
  amount: number
  amount_refunded: number
  refunded: boolean
  disputed: boolean
  currency: string
  payment_intent: string
  metadata: Metadata
  payment_method_details: { type: Method }
  balance_transaction: string
}

export type Refund = {
  id: string
  object: 'refund'
  amount: number
  currency: string
  charge: string
  payment_intent: string
  metadata: Metadata
  status: 'succeeded' | 'failed'
  failure_reason?: string
  balance_transaction: string
  created: number
}

export type Dispute = {
  id: string
  object: 'dispute'
  amount: number
  currency: string
  charge: string
  payment_intent: string
  reason: string
  status: 'needs_response' | 'won' | 'lost'
  metadata: Metadata
}

export type Payout = {
  id: string
  object: 'payout'
  amount: number
  currency: string
  status: 'paid'
  arrival_date: number
  created: number
}

export type Transaction = {
  id: string
  object: 'balance_transaction'
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'refund_failure' | 'adjustment' | 'payout' | 'stripe_fee'
  reporting_category: string
  amount: number
  fee: number
  net: number
  currency: string
  source: string | null
  status: 'pending' | 'available'
  created: number
  available_on: number
  // Stripe tells it only through the list of one payout.
  payout: string | null
}

export type StripeObject = Session | Intent | Charge | Refund | Dispute | Payout | Transaction

/** An answer of Stripe that is not a success. */
export class StripeFault extends Error {
  readonly status: number
  readonly type: string
  readonly code: string | undefined
  readonly param: string | undefined

  constructor(message: string, { status = 400, type = 'invalid_request_error', code = '', param = '' } = {}) {
    super(message)
    this.status = status
    this.type = type
    this.code = code || undefined
    this.param = param || undefined
  }
}

export function found<T>(things: ReadonlyMap<string, T>, id: unknown, kind: string): T {
  const thing = things.get(String(id))
  if (!thing) throw new StripeFault(`No such ${kind}: '${String(id)}'`, { status: 404, code: 'resource_missing' })
  return thing
}
