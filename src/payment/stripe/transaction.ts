import type { Stripe } from 'stripe'
import type { BalanceTransaction } from '../../kernel/payment.ts'
import { assert } from '../../kernel/result.ts'

type Kind = BalanceTransaction['kind']

/** Where a movement comes from: the payment, if the provider wrote its id there, or else the money it concerns. */
export type Source = { reference: string; paymentId: string | null; intent: string | null }

/** What a movement of the balance is; a refund that came back is a refund with the other sign. */
export function kindOf({ type, reporting_category: category }: Pick<Stripe.BalanceTransaction, 'type' | 'reporting_category'>): Kind {
  if (category === 'dispute' || category === 'dispute_reversal') return category
  if (type === 'charge' || type === 'payment') return 'payment'
  if (/^(refund|payment_refund|refund_failure)$/.test(type)) return 'refund'
  if (type.startsWith('payout')) return 'payout'
  return type.endsWith('fee') ? 'fee' : 'other'
}

/** The source of a movement, expanded. Our refund's own id stands in the refund's metadata. */
export function sourceOf({ id, source }: Pick<Stripe.BalanceTransaction, 'id' | 'source'>): Source {
  if (!source || typeof source === 'string') return { reference: source ?? id, paymentId: null, intent: null }
  const metadata = 'metadata' in source ? source.metadata : null
  const intent = 'payment_intent' in source ? source.payment_intent : null
  return {
    reference: metadata?.['refund_id'] ?? source.id,
    paymentId: metadata?.['payment_id'] ?? null,
    intent: typeof intent === 'object' ? (intent?.id ?? null) : intent,
  }
}

/** One movement in our own words; Stripe counts in fen and seconds. Throws for an account that does not settle in yuan. */
export function transactionOf(
  row: Stripe.BalanceTransaction,
  { reference, paymentId, payoutId }: { reference: string; paymentId: string | null; payoutId: string | null },
): BalanceTransaction {
  assert(row.currency === 'cny', `the provider's account settles in ${row.currency}, and the books are in yuan`)
  return {
    id: row.id,
    kind: kindOf(row),
    paymentId,
    reference,
    amountFen: row.amount,
    feeFen: row.fee,
    netFen: row.net,
    atMs: row.created * 1000,
    availableAtMs: row.available_on * 1000,
    payoutId,
  }
}
