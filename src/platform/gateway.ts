import type { BalanceTransaction, PaymentRequest, RefundRequest, Standing } from '../kernel/payment.ts'
import type { Ms } from '../kernel/time.ts'

/** The provider did not answer, or not so that one could know what it did; asking again with the same key is safe. */
export class GatewayUnavailable extends Error {}

/** The provider understood and will not do it; `code` is its own word for why. */
export class GatewayRefused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Whoever takes the buyer's money. Any call may throw GatewayUnavailable or GatewayRefused. */
export interface PaymentGateway {
  readonly name: 'sandbox' | 'stripe'
  /** Opens a payment; the buyer goes on at `payPath`, a path of ours or a provider's address. */
  open(request: PaymentRequest): Promise<{ gatewayReference: string; payPath: string }>
  /** From now on nobody can begin to pay; answers how the payment stands. Safe to repeat. */
  expire(gatewayReference: string): Promise<Standing>
  refund(request: RefundRequest): Promise<{ gatewayReference: string }>
  /** Whose money the provider's id of it stands for, null when it is not of this shop. */
  paymentOf(intent: string): Promise<string | null>
  /** Movements since a moment, newest first, a page at a time. */
  balance(sinceMs: Ms, cursor?: string): Promise<{ transactions: BalanceTransaction[]; next: string | null }>
}

/** Takes no money, so it has no balance: the buyer presses "paid" or "failed" on a page of our own. */
export const sandboxGateway: PaymentGateway = {
  name: 'sandbox',
  open: async ({ paymentId }) => ({ gatewayReference: `sandbox:${paymentId}`, payPath: `/pay/${paymentId}` }),
  // What the buyer pressed stands in our own books, and nothing else does.
  expire: async () => 'expired',
  refund: async ({ key }) => ({ gatewayReference: `sandbox:${key}` }),
  paymentOf: async () => null,
  balance: async () => ({ transactions: [], next: null }),
}
