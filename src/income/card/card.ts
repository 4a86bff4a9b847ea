import { entitlementFen } from '../../contract/entitlement.ts'
import { bothFloors } from '../../contract/floor.ts'
import { dueFen, guaranteedFen, positionFen } from '../../contract/guarantee.ts'
import { splitProceeds, type Deduction, type Split } from '../../contract/split.ts'
import { sumFen, type Fen } from '../../kernel/money.ts'
import type { Grams } from '../../kernel/quantity.ts'
import type { LocalDate } from '../../kernel/time.ts'

/** A slip of the household with the terms it was delivered under and what lines carry for it. */
export type SlipFacts = {
  deliveryId: string
  number: string
  deliveredOn: LocalDate
  organisationId: string
  productId: string
  versionId: string
  grams: Grams
  guaranteedFenPerKg: Fen
  basisBp: number
  floorDueFen: Fen
  advanceFen: Fen
  lotId: string | null
  /** Slips this one stands for after corrections: what they were given counts as given for it. */
  replaces: readonly string[]
}

export type LotFacts = { lotId: string; number: string; grams: Grams; finalFen: Fen; finalGrams: Grams; closed: boolean }

export type VersionFacts = { split: Split; deductions: readonly Deduction[]; guaranteeOn: LocalDate }

/** What one standing line carries for a slip. */
export type Carried = { lineId: string; deliveryId: string; entitledFen: Fen; shareFen: Fen; guaranteeFen: Fen }

/** What lines carry for one slip, oldest first, which lines the bank has paid, and the day of the valuation. */
export type Course = { parts: readonly Carried[]; paid: ReadonlySet<string>; today: LocalDate }

/** A slip as its household reads it, all in fen: guaranteed at least, earned so far, due today, received, on its way. */
export type CardSlip = SlipFacts & {
  householdFenPerKg: Fen
  entitledFen: Fen
  dueFen: Fen
  receivedFen: Fen
  onTheWayFen: Fen
  /** What only the guarantor's money can still pay. */
  awaitingGuarantorFen: Fen
}

export type CardTotals = Pick<
  CardSlip,
  'floorDueFen' | 'entitledFen' | 'dueFen' | 'receivedFen' | 'onTheWayFen' | 'awaitingGuarantorFen'
> & {
  grams: Grams
  waitingFen: Fen
}

/** Values one slip on a day. A slip in no lot yet has earned nothing; its guarantee stands. */
export function valueSlip(slip: SlipFacts, lot: LotFacts | null, version: VersionFacts, { parts, paid, today }: Course): CardSlip {
  const entitled = lot === null ? 0 : entitledFen(slip, lot, version, parts)
  const guaranteed = guaranteedFen({ ...slip, guaranteeOn: version.guaranteeOn, lotsClosed: lot?.closed ?? false }, today)
  const amountOf = (list: readonly Carried[]) => sumFen(list.map(({ shareFen, guaranteeFen }) => shareFen + guaranteeFen))
  const guaranteeMoneyFen = sumFen(parts.map(({ guaranteeFen }) => guaranteeFen))
  return {
    ...slip,
    householdFenPerKg: bothFloors(slip.guaranteedFenPerKg, slip.basisBp).householdFenPerKg,
    entitledFen: entitled,
    dueFen: dueFen(guaranteed, entitled),
    receivedFen: amountOf(parts.filter(({ lineId }) => paid.has(lineId))),
    onTheWayFen: amountOf(parts.filter(({ lineId }) => !paid.has(lineId))),
    awaitingGuarantorFen: Math.max(0, positionFen(guaranteed, entitled) - Math.max(0, guaranteeMoneyFen)),
  }
}

/**
 * X of the lot's final money. In a closed lot a slip may have been given one fen of the pool's remainder; which slips
 * those are is written in the settlement that first saw the lot closed.
 */
function entitledFen({ deliveryId, grams }: SlipFacts, lot: LotFacts, { split, deductions }: VersionFacts, parts: readonly Carried[]): Fen {
  const { poolFen } = splitProceeds(lot.finalFen, lot.finalGrams, split, deductions)
  const floored = entitlementFen(poolFen, grams, lot.grams)
  const settled = parts.findLast((part) => part.deliveryId === deliveryId)?.entitledFen
  return lot.closed && settled === floored + 1 ? settled : floored
}

/** Sums of the slips shown; `waitingFen` is what is due and not received yet. */
export function cardTotals(slips: readonly CardSlip[]): CardTotals {
  const sum = (value: (slip: CardSlip) => number) => slips.reduce((total, slip) => total + value(slip), 0)
  return {
    grams: sum(({ grams }) => grams),
    floorDueFen: sum(({ floorDueFen }) => floorDueFen),
    entitledFen: sum(({ entitledFen }) => entitledFen),
    dueFen: sum(({ dueFen }) => dueFen),
    receivedFen: sum(({ receivedFen }) => receivedFen),
    onTheWayFen: sum(({ onTheWayFen }) => onTheWayFen),
    awaitingGuarantorFen: sum(({ awaitingGuarantorFen }) => awaitingGuarantorFen),
    waitingFen: Math.max(
      0,
      sum(({ dueFen, receivedFen }) => dueFen - receivedFen),
    ),
  }
}
