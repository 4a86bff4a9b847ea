import type { Grade, SlipState } from '../intake/slip.ts'
import { fen, priceOfFen, sumFen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { assert, ok, refuse, type Result } from '../kernel/result.ts'
import type { LocalDate } from '../kernel/time.ts'

/** What pooling has to know of a slip. */
export type PoolSlip = {
  id: string
  number: string
  state: SlipState
  householdId: string
  villageCode: string
  deliveredOn: LocalDate
  productId: string
  grade: Grade
  contractVersionId: string
  netGrams: Grams
  guaranteedFenPerKg: Fen
  referenceFenPerKg: Fen | null
  floorDueFen: Fen
}

export type VillagePart = { villageCode: string; households: number; slips: number; grams: Grams }
export type DayPart = { onDate: LocalDate; slips: number; grams: Grams }

/** Everything that is frozen with a lot: its kind, its sums, and where and when its grams came from. */
export type Composition = {
  productId: string
  grade: Grade
  contractVersionId: string
  grams: Grams
  slips: number
  households: number
  firstDeliveredOn: LocalDate
  lastDeliveredOn: LocalDate
  floorDueFen: Fen
  goodsFloorFen: Fen
  referenceFen: Fen
  referenceGrams: Grams
  villages: VillagePart[]
  days: DayPart[]
}

/**
 * Decides whether slips of one organisation may become one origin lot, and what it then consists of. They must be of
 * one product, grade and contract version, and none reversed or in a lot already. Law: design 1 (origin lot).
 */
export function composeLot(slips: readonly PoolSlip[]): Result<Composition> {
  const first = slips[0]
  if (!first) return refuse('lot_empty', {}, 'deliveryIds')
  for (const slip of slips) {
    if (slip.state === 'reversed') return refuse('slip_reversed', { number: slip.number }, 'deliveryIds')
    if (slip.state === 'pooled') return refuse('slip_pooled', { number: slip.number }, 'deliveryIds')
    if (!sameKind(slip, first)) return refuse('slip_does_not_fit_lot', { number: slip.number, first: first.number }, 'deliveryIds')
  }
  const { productId, grade, contractVersionId } = first
  return ok({ productId, grade, contractVersionId, ...recompose(slips) })
}

/** The sums of a lot's slips, as they are pooled or after a correction; corrected slips may differ in grade. */
export function recompose(slips: readonly PoolSlip[]): Omit<Composition, 'productId' | 'grade' | 'contractVersionId'> {
  const days = slips.map(({ deliveredOn }) => deliveredOn).sort()
  return {
    slips: slips.length,
    households: new Set(slips.map(({ householdId }) => householdId)).size,
    firstDeliveredOn: days[0]!,
    lastDeliveredOn: days.at(-1)!,
    ...sums(slips),
    villages: villageParts(slips),
    days: dayParts(slips),
  }
}

/** Slips that may lie in the same lot. */
export function sameKind(a: Kind, b: Kind): boolean {
  return a.productId === b.productId && a.grade === b.grade && a.contractVersionId === b.contractVersionId
}

type Kind = Pick<PoolSlip, 'productId' | 'grade' | 'contractVersionId'>

/**
 * goodsFloorFen: the guaranteed price of the goods before the split, each slip rounded up to the fen. referenceFen: the
 * market reference of those slips that had one (referenceGrams), each rounded down, so that the comparison never flatters.
 */
function sums(slips: readonly PoolSlip[]) {
  const referenced = slips.filter(({ referenceFenPerKg }) => referenceFenPerKg !== null)
  return {
    grams: sumGrams(slips),
    floorDueFen: sumFen(slips.map(({ floorDueFen }) => floorDueFen)),
    goodsFloorFen: sumFen(slips.map(({ netGrams, guaranteedFenPerKg }) => priceOfFen(netGrams, guaranteedFenPerKg))),
    referenceFen: sumFen(referenced.map(({ netGrams, referenceFenPerKg }) => fen((BigInt(netGrams) * BigInt(referenceFenPerKg!)) / 1000n))),
    referenceGrams: sumGrams(referenced),
  }
}

function villageParts(slips: readonly PoolSlip[]): VillagePart[] {
  return grouped(slips, ({ villageCode }) => villageCode).map(([villageCode, part]) => ({
    villageCode,
    households: new Set(part.map(({ householdId }) => householdId)).size,
    slips: part.length,
    grams: sumGrams(part),
  }))
}

function dayParts(slips: readonly PoolSlip[]): DayPart[] {
  return grouped(slips, ({ deliveredOn }) => deliveredOn).map(([onDate, part]) => ({ onDate, slips: part.length, grams: sumGrams(part) }))
}

function grouped(slips: readonly PoolSlip[], key: (slip: PoolSlip) => string): [string, PoolSlip[]][] {
  const groups = new Map<string, PoolSlip[]>()
  for (const slip of slips) {
    const group = groups.get(key(slip))
    if (group) group.push(slip)
    else groups.set(key(slip), [slip])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sumGrams(slips: readonly PoolSlip[]): Grams {
  const grams = slips.reduce((sum, { netGrams }) => sum + netGrams, 0)
  assert(Number.isSafeInteger(grams), 'a lot is heavier than a number holds exactly')
  return grams
}
