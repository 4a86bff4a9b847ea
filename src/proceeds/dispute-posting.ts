import type { Fen } from '../kernel/money.ts'
import { account } from '../ledger/account.ts'
import { difference, type Entry } from '../ledger/entry.ts'

/** An order's part of a dispute, as it stands in the county's books. */
export type PostedDispute = {
  disputeId: string
  orderId: string
  organisationId: string
  amountFen: Fen
  goodsFen: Fen
  freightFen: Fen
  reason: string
}

/** What a lost dispute takes of a lot; `heldFen` is what the lot's account holds, all of it final or none. */
export type LotLoss = { lotId: string; goodsFen: Fen; heldFen: Fen }

/** Where a lost dispute takes from; `reserveFen` is what the organisation's reserve holds. */
export type Losses = { from: 'lot_sold' | 'lot_final'; lots: readonly LotLoss[]; reserveFen: Fen }

/** The provider takes the money back until the bank decides: clearing -> disputed. The lots keep theirs. */
export function disputeEntry(dispute: PostedDispute): Entry {
  const { organisationId, amountFen } = dispute
  const transfers = difference(account(organisationId, 'disputed'), account(organisationId, 'clearing'), amountFen)
  return { ...headOf('dispute', dispute), transfers }
}

/** The bank decides for the organisation: the reverse. */
export function wonEntry(dispute: PostedDispute): Entry {
  const { organisationId, amountFen } = dispute
  const transfers = difference(account(organisationId, 'clearing'), account(organisationId, 'disputed'), amountFen)
  return { ...headOf('won', dispute), transfers }
}

/**
 * The bank decides for the buyer: what is disputed leaves the books. Lots and freight give what was the order's; what a
 * lot no longer has, because it was settled, the organisation fronts until later dues bring it back. What the provider
 * took beyond the order was nobody's due, so nobody's due pays for it: the organisation's reserve does, and what that does
 * not hold stays fronted for the order. Law: design 2.6.
 */
export function lostEntry(dispute: PostedDispute, { from, lots, reserveFen }: Losses): Entry {
  const { organisationId, orderId, amountFen, goodsFen, freightFen } = dispute
  const disputed = account(organisationId, 'disputed')
  const fronted = (subject: string) => account(organisationId, 'fronted', subject)
  const goods = lots.flatMap((lot) => [
    ...difference(account(organisationId, from, lot.lotId), disputed, Math.min(lot.goodsFen, lot.heldFen)),
    ...difference(fronted(`lot:${lot.lotId}`), disputed, Math.max(0, lot.goodsFen - lot.heldFen)),
  ])
  const beyondFen = amountFen - goodsFen - freightFen
  const transfers = [
    ...goods,
    ...difference(account(organisationId, 'freight'), disputed, freightFen),
    ...difference(account(organisationId, 'reserve'), disputed, Math.min(beyondFen, reserveFen)),
    ...difference(fronted(`order:${orderId}`), disputed, Math.max(0, beyondFen - reserveFen)),
  ]
  return { ...headOf('lost', dispute), transfers }
}

function headOf(kind: 'dispute' | 'won' | 'lost', { disputeId, orderId, organisationId, reason }: PostedDispute): Omit<Entry, 'transfers'> {
  return { id: `${kind}:${disputeId}:${orderId}`, organisationId, kind, subject: orderId, reason, evidence: disputeId }
}
