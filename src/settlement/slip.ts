import { dueFen, guaranteedFen, positionFen } from '../contract/guarantee.ts'
import type { Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'

/** A slip as a settlement finds it. `linedFen` is R: what earlier lines that still stand already carry for it. */
export type Slip = {
  deliveryId: string
  householdId: string
  villageCode: string
  contractId: string
  productId: string
  month: string
  floorDueFen: Fen
  advanceFen: Fen
  guaranteeOn: LocalDate
  lotIds: readonly string[]
  linedFen: Fen
  /** Taken back by a correction after lines had carried money for it: due nothing, all of it is set off. */
  struck: boolean
}

/** The same slip on the settlement's day: entitlement X, guarantee g, due max(g, X), all in fen. */
export type ValuedSlip = Slip & { entitledFen: Fen; guaranteedFen: Fen; dueFen: Fen; positionFen: Fen; overdue: boolean }

type Standing = Pick<ValuedSlip, 'entitledFen' | 'dueFen' | 'linedFen'>

/** Values a slip on a day. A slip in no lot yet has earned nothing and is guaranteed as its contract says. */
export function valueSlip(slip: Slip, entitledFen: Fen, closedLots: ReadonlySet<string>, asOf: LocalDate): ValuedSlip {
  const lotsClosed = slip.lotIds.length > 0 && slip.lotIds.every((id) => closedLots.has(id))
  const guaranteed = guaranteedFen({ ...slip, lotsClosed }, asOf)
  return {
    ...slip,
    entitledFen,
    guaranteedFen: guaranteed,
    dueFen: dueFen(guaranteed, entitledFen),
    positionFen: positionFen(guaranteed, entitledFen),
    overdue: asOf >= slip.guaranteeOn,
  }
}

/** Share money a slip has coming: what it has earned beyond what it was given. */
export function newShareFen({ entitledFen, linedFen }: Standing): Fen {
  return Math.max(0, entitledFen - linedFen)
}

/** What of a slip's due only guarantee money can pay. */
export function guaranteeNeedFen({ entitledFen, dueFen, linedFen }: Standing): Fen {
  return Math.max(0, dueFen - Math.max(linedFen, entitledFen))
}

/** What a slip was given beyond its due; set off against the household's other slips, never claimed back. */
export function excessFen({ dueFen, linedFen }: Standing): Fen {
  return Math.max(0, linedFen - dueFen)
}

/** Guarantee money that stands in a slip: given beyond what it has earned, as far as it is due. */
export function guaranteeInUseFen({ entitledFen, dueFen, linedFen }: Standing): Fen {
  return Math.max(0, Math.min(linedFen, dueFen) - entitledFen)
}
