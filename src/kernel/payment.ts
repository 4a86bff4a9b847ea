import type { Fen } from './money.ts'
import type { Ms } from './time.ts'

/** One line of what is paid for; freight is a line of its own. `priceFen` times `units` is its amount. */
export type PaymentLine = { name: string; units: number; priceFen: Fen }

/** The lines sum to `amountFen`; nobody can begin to pay after `expiresAtMs`; `returnPath` is a path of ours. */
export type PaymentRequest = {
  /** The idempotency key: the same key comes with the same request. */
  key: string
  paymentId: string
  checkoutId: string
  amountFen: Fen
  lines: readonly PaymentLine[]
  expiresAtMs: Ms
  locale: 'zh' | 'en'
  returnPath: string
}

/** `key` is the idempotency key: our refund's id, and another one for a new try after the provider failed to deliver it. */
export type RefundRequest = { key: string; refundId: string; paymentId: string; gatewayReference: string; amountFen: Fen }

/**
 * How a payment stands once nobody can begin it any more: its money is ours (`captured`), on its way (`pending`), did
 * not come (`failed`), or was never tried (`expired`).
 */
export type Standing = 'captured' | 'pending' | 'failed' | 'expired'

/** `parked`: the event itself is in our books already, and waited there for what it is about. */
type Told = { eventId: string; bodySha256: string; parked?: boolean }

/**
 * What a provider told us about a payment, already verified; `eventId` is the provider's own and never repeats for
 * another fact. A payment may have been opened twice: `gatewayReference` says which of the two is meant.
 */
export type PaymentEvent = Told & { kind: Standing; paymentId: string; gatewayReference?: string; amountFen?: Fen }

/** A refund that the provider took on and could not deliver; the money is back with us. `key` is what it was sent under. */
export type RefundFailedEvent = Told & { kind: 'refund_failed'; key: string; reason: string }

/** A buyer's bank took the money back, or gave it back to us, or kept it. */
export type DisputeEvent = Told & {
  kind: 'dispute_opened' | 'dispute_won' | 'dispute_lost'
  paymentId: string
  disputeId: string
  amountFen: Fen
  reason: string
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
