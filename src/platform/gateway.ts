import type { Fen } from '../kernel/money.ts'
import type { Ms } from '../kernel/time.ts'

/** One line of what is paid for; freight is a line of its own. `priceFen` times `units` is its amount. */
export type PaymentLine = { name: string; units: number; priceFen: Fen }

/** The lines sum to `amountFen`; nobody can begin to pay after `expiresAtMs`; `returnPath` is a path of ours. */
export type PaymentRequest = {
  paymentId: string
  checkoutId: string
  amountFen: Fen
  lines: readonly PaymentLine[]
  expiresAtMs: Ms
  locale: 'zh' | 'en'
  returnPath: string
}

/** `refundId` is the idempotency key: a retry after a failed refund carries a new one, a lost reply the same. */
export type RefundRequest = { refundId: string; paymentId: string; gatewayReference: string; amountFen: Fen }

/**
 * How a payment stands once nobody can begin it any more: its money is ours (`captured`), on its way (`pending`), did
 * not come (`failed`), or was never tried (`expired`). `intent` is the provider's id of the money, if there is any.
 */
export type Standing = { state: 'captured' | 'pending' | 'failed' | 'expired'; intent: string | null }

/**
 * What a provider told us about a payment, already verified; `eventId` is the provider's own and never repeats for
 * another fact. `pending`: the buyer is done and the money is on its way.
 */
export type PaymentEvent = {
  eventId: string
  kind: 'captured' | 'pending' | 'failed' | 'expired'
  paymentId: string
  intent?: string | null
  bodySha256: string
}

/** A refund that the provider took on and could not deliver; the money is back with us. `refundId` is the key it was sent under. */
export type RefundFailedEvent = {
  eventId: string
  kind: 'refund_failed'
  paymentId: string
  refundId: string
  amountFen: Fen
  reason: string
  bodySha256: string
}

/** A buyer's bank took the money back, or gave it back to us, or kept it. */
export type DisputeEvent = {
  eventId: string
  kind: 'dispute_opened' | 'dispute_won' | 'dispute_lost'
  paymentId: string
  disputeId: string
  amountFen: Fen
  reason: string
  bodySha256: string
}

/**
 * One movement of our balance at the provider. `reference` is our refund's id, the provider's id of a dispute or a
 * payout, or the provider's own id of the source. `amountFen` and `netFen` are signed: what leaves is negative.
 */
export type BalanceTransaction = {
  id: string
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_reversal' | 'fee' | 'payout' | 'other'
  paymentId: string | null
  reference: string
  amountFen: Fen
  feeFen: Fen
  netFen: Fen
  atMs: Ms
  availableAtMs: Ms
  payoutId: string | null
}

/** The provider did not answer, or not so that one could know what it did; asking again with the same key is safe. */
export class GatewayUnavailable extends Error {}

/** Whoever takes the buyer's money. Every writing call carries our own id as its idempotency key. */
export interface PaymentGateway {
  readonly name: 'sandbox' | 'stripe'
  /** Opens a payment; the buyer goes on at `payPath`, a path of ours or a provider's address. */
  open(request: PaymentRequest): Promise<{ gatewayReference: string; payPath: string }>
  /** From now on nobody can begin to pay; answers how the payment stands. Safe to repeat. */
  expire(gatewayReference: string): Promise<Standing>
  refund(request: RefundRequest): Promise<{ gatewayReference: string }>
  /** Movements since a moment, newest first, a page at a time. */
  balance(sinceMs: Ms, cursor?: string): Promise<{ transactions: BalanceTransaction[]; next: string | null }>
}

/** Takes no money, so it has no balance: the buyer presses "paid" or "failed" on a page of our own. */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  open: async ({ paymentId }) => ({ gatewayReference: `sandbox:${paymentId}`, payPath: `/pay/${paymentId}` }),
  // What the buyer pressed stands in our own books, and nothing else does.
  expire: async () => ({ state: 'expired', intent: null }),
  refund: async ({ refundId }) => ({ gatewayReference: `sandbox:${refundId}` }),
  balance: async () => ({ transactions: [], next: null }),
}
