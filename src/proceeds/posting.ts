import type { Fen } from '../kernel/money.ts'
import { account } from '../ledger/account.ts'
import { difference, type Entry, type Transfer } from '../ledger/entry.ts'
import type { LotMoney } from '../order/refund.ts'

type Paid = { id: string; number: string; organisationId: string; freightFen: Fen }

/** The entry of a paid order: clearing -> lot_sold of each lot, clearing -> freight. Its id can be posted once. */
export function paidEntry({ id, number, organisationId, freightFen }: Paid, lots: readonly LotMoney[]): Entry {
  const clearing = account(organisationId, 'clearing')
  const goods = lots.flatMap(({ lotId, goodsFen }) => difference(clearing, account(organisationId, 'lot_sold', lotId), goodsFen))
  const freight = difference(clearing, account(organisationId, 'freight'), freightFen)
  return { id: `pay:${id}`, organisationId, kind: 'pay', subject: id, reason: number, evidence: number, transfers: [...goods, ...freight] }
}

/** `evidence`: the photo of the claim, or the order's number. */
type Refund = { id: string; orderId: string; organisationId: string; freightFen: Fen; reason: string; evidence?: string }

/** The entry of a refund: the reverse of what was paid, for the part that goes back. */
export function refundEntry({ id, orderId, organisationId, freightFen, reason, evidence }: Refund, lots: readonly LotMoney[]): Entry {
  const clearing = account(organisationId, 'clearing')
  const goods = lots.flatMap(({ lotId, goodsFen }) => difference(account(organisationId, 'lot_sold', lotId), clearing, goodsFen))
  const freight = difference(account(organisationId, 'freight'), clearing, freightFen)
  return { id: `refund:${id}`, organisationId, kind: 'refund', subject: orderId, reason, evidence, transfers: [...goods, ...freight] }
}

/** The entry of a final order: what is left of each line moves from lot_sold to lot_final. None when all was refunded. */
export function finalEntry({ id, number, organisationId }: Omit<Paid, 'freightFen'>, lots: readonly LotMoney[]): Entry {
  const transfers: Transfer[] = lots.flatMap(({ lotId, goodsFen }) =>
    difference(account(organisationId, 'lot_sold', lotId), account(organisationId, 'lot_final', lotId), goodsFen),
  )
  return { id: `final:${id}`, organisationId, kind: 'final', subject: id, reason: number, evidence: number, transfers }
}
