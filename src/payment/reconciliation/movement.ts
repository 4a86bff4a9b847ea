import { fen, sumFen, type Fen } from '../../kernel/money.ts'
import { floorsByWeight } from '../../kernel/share.ts'
import type { BalanceTransaction } from '../../kernel/payment.ts'
import type { Fact } from './reconciliation.ts'

/** A transaction of the provider with the checkout its payment belongs to, null for a payment we do not know. */
export type Movement = Pick<BalanceTransaction, 'id' | 'kind' | 'reference' | 'amountFen' | 'feeFen' | 'atMs'> & {
  checkoutId: string | null
}

/** An organisation's part of a movement. */
export type MovementPart = { organisationId: string; amountFen: Fen; feeFen: Fen }

/** What an order or an organisation weighs in a movement, in fen. */
export type Weight = { organisationId: string; weightFen: Fen }

/** Money of an order that could not be served goes back under this reference; it undoes a part of the payment itself. */
export const returnPrefix = 'return:'

/** What a movement is on the provider's side: its amount, and what the provider kept for itself, each under the name the ledger gives it. */
export function factsOf({ id, kind, reference, amountFen, feeFen, atMs, checkoutId }: Movement): Fact[] {
  const base = { atMs, transactionId: id }
  if (kind === 'fee' || kind === 'other')
    return [{ ...base, item: itemOf({ id, kind, reference, checkoutId }), amountFen: amountFen - feeFen }]
  const amount = amountFen === 0 ? [] : [{ ...base, item: itemOf({ id, kind, reference, checkoutId }), amountFen }]
  return feeFen === 0 ? amount : [...amount, { ...base, item: `fees:${id}`, amountFen: -feeFen }]
}

function itemOf({ id, kind, reference, checkoutId }: Pick<Movement, 'id' | 'kind' | 'reference' | 'checkoutId'>): string {
  if (kind === 'payment') return checkoutId ? `pay:${checkoutId}` : `payment:${reference}`
  if (kind === 'refund') return checkoutId && reference.startsWith(returnPrefix) ? `pay:${checkoutId}` : `refund:${reference}`
  if (kind === 'dispute' || kind === 'payout') return `${kind}:${reference}`
  if (kind === 'dispute_reversal') return `won:${reference}`
  return `${kind === 'fee' ? 'charge' : 'other'}:${id}`
}

/** How a movement divides among organisations by weights, by prefix floors in the given order; amount and fee each sum exactly. Empty without weights. */
export function divideMovement({ amountFen, feeFen }: Pick<Movement, 'amountFen' | 'feeFen'>, weights: readonly Weight[]): MovementPart[] {
  const sums = byOrganisation(weights)
  if (sumFen(sums.map(({ weightFen }) => weightFen)) === 0) return []
  const of = (total: Fen) =>
    floorsByWeight(
      BigInt(Math.abs(total)),
      sums.map(({ weightFen }) => weightFen),
    ).map((part) => fen(part) * Math.sign(total))
  const [amounts, fees] = [of(amountFen), of(feeFen)]
  return sums.map(({ organisationId }, index) => ({ organisationId, amountFen: amounts[index]! + 0, feeFen: fees[index]! + 0 }))
}

/**
 * How a payout divides: by the net of what it carried, as long as that is just its amount; `netOf` is what of each
 * organisation was available and not paid out yet, null for what belongs to none of them.
 */
export function dividePayout(
  paidOutFen: Fen,
  netOf: readonly { organisationId: string | null; netFen: Fen }[],
): { whole: boolean; parts: MovementPart[] } {
  const own = netOf.flatMap(({ organisationId, netFen }) => (organisationId === null ? [] : [{ organisationId, netFen }]))
  if (sumFen(netOf.map(({ netFen }) => netFen)) === paidOutFen) {
    return { whole: true, parts: own.map(({ organisationId, netFen }) => ({ organisationId, amountFen: -netFen, feeFen: 0 })) }
  }
  const weights = own.map(({ organisationId, netFen }) => ({ organisationId, weightFen: Math.max(0, netFen) }))
  return { whole: false, parts: divideMovement({ amountFen: -paidOutFen, feeFen: 0 }, weights) }
}

function byOrganisation(weights: readonly Weight[]): Weight[] {
  const sums = new Map<string, Fen>()
  for (const { organisationId, weightFen } of weights) sums.set(organisationId, (sums.get(organisationId) ?? 0) + weightFen)
  return [...sums]
    .map(([organisationId, weightFen]) => ({ organisationId, weightFen }))
    .sort((a, b) => (a.organisationId < b.organisationId ? -1 : 1))
}

/** The day's movements of the provider's balance, signed, in fen. */
export type DaySums = {
  paidFen: Fen
  refundedFen: Fen
  withdrawnFen: Fen
  reinstatedFen: Fen
  feesFen: Fen
  payoutsFen: Fen
  otherFen: Fen
}

const columnOf = {
  payment: 'paidFen',
  refund: 'refundedFen',
  dispute: 'withdrawnFen',
  dispute_reversal: 'reinstatedFen',
  fee: 'feesFen',
  payout: 'payoutsFen',
  other: 'otherFen',
} as const

/** Adds movements up by kind; what the provider keeps of any of them counts as fees. The sums add up to the change of its balance. */
export function daySums(movements: readonly Pick<Movement, 'kind' | 'amountFen' | 'feeFen'>[]): DaySums {
  const sums: DaySums = { paidFen: 0, refundedFen: 0, withdrawnFen: 0, reinstatedFen: 0, feesFen: 0, payoutsFen: 0, otherFen: 0 }
  for (const { kind, amountFen, feeFen } of movements) {
    sums[columnOf[kind]] += amountFen
    sums.feesFen -= feeFen
  }
  return sums
}
