import type { Fen } from '../kernel/money.ts'

export type PaymentRequest = { paymentId: string; checkoutId: string; amountFen: Fen; expiresAtMs: number; returnPath: string }
export type RefundRequest = { refundId: string; gatewayReference: string; amountFen: Fen }

/** What a provider told us, already verified; `eventId` is the provider's own and never repeats for another fact. */
export type PaymentEvent = { eventId: string; kind: 'captured' | 'failed'; paymentId: string; bodySha256: string }

/** Whoever takes the buyer's money. Every call carries our own id as its idempotency key. */
export interface PaymentGateway {
  readonly name: 'sandbox' | 'stripe'
  /** Opens a payment; the buyer goes on at `payPath`, a path of ours or a provider's address. */
  open(request: PaymentRequest): Promise<{ gatewayReference: string; payPath: string }>
  refund(request: RefundRequest): Promise<{ gatewayReference: string }>
}

/** Takes no money: the buyer presses "paid" or "failed" on a page of our own. */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  open: async ({ paymentId }) => ({ gatewayReference: `sandbox:${paymentId}`, payPath: `/pay/${paymentId}` }),
  refund: async ({ refundId }) => ({ gatewayReference: `sandbox:${refundId}` }),
}
