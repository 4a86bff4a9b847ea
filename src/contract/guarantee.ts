import type { Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'

export type Guarantee = { floorDueFen: Fen; advanceFen: Fen; guaranteeOn: LocalDate; lotsClosed: boolean }

/**
 * g of a slip on a day: the advance before the contract's guarantee date, the floor F from that date on or once the
 * last lot of the slip has closed, whichever comes first. Law: design 2.5.
 */
export function guaranteedFen({ floorDueFen, advanceFen, guaranteeOn, lotsClosed }: Guarantee, on: LocalDate): Fen {
  return on >= guaranteeOn || lotsClosed ? floorDueFen : advanceFen
}

/** What the household is due for a slip: max(g, X). */
export function dueFen(guaranteed: Fen, entitled: Fen): Fen {
  return Math.max(guaranteed, entitled)
}

/** What the guarantor answers for on a slip: max(0, g - X). */
export function positionFen(guaranteed: Fen, entitled: Fen): Fen {
  return Math.max(0, guaranteed - entitled)
}
