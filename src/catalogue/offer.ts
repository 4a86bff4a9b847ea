import { ok, refuse, type Result } from '../kernel/result.ts'

export type OfferStatus = 'draft' | 'published' | 'withdrawn'

/** What publishing has to know: whether anything can be sold, and whether another offer sells one of its packs already. */
export type Readiness = { status: OfferStatus; availableUnits: number; soldElsewhere: 0 | 1 }

/** An offer goes on sale once packs lie ready, and no pack is on sale at two prices. */
export function mayPublish({ status, availableUnits, soldElsewhere }: Readiness): Result<null> {
  if (status === 'published') return refuse('offer_published')
  if (soldElsewhere) return refuse('pack_on_sale_elsewhere')
  if (availableUnits === 0) return refuse('offer_without_stock')
  return ok(null)
}

export function mayWithdraw(status: OfferStatus): Result<null> {
  return status === 'published' ? ok(null) : refuse('offer_not_published')
}
