import { below, fraction, hold, isNegative, plus, times, within, wholePart } from './exact.ts'
import type { Lot } from './goods.ts'
import { sum } from './orders.ts'
import type { LotPart } from './settlements.ts'

export type Terms = {
  versionId: string
  contractId: string
  enterpriseId: string | null
  cooperativeId: string
  guarantorId: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  capBp: number
  deductedBp: number
  deductedFenPerKg: number
}

/** The parts of a lot's final money against the exact ones. Law: design 2.2, 2.3; invariants I2, A1, A4. */
export function checkParts(part: LotPart, lot: Lot, terms: Terms): void {
  const { deductedFen, enterpriseFen, cooperativeFen, poolFen } = part
  const S = fraction(part.finalFen)
  const figures = { part, terms }
  hold(
    part.finalFen === lot.finalFen && part.finalGrams === lot.finalGrams && part.closed === Number(lot.closedAtMs !== null),
    'a settlement sees the lot as it is',
    {
      ...figures,
      final: lot.finalFen,
    },
  )
  hold(deductedFen + enterpriseFen + cooperativeFen + poolFen === part.finalFen, 'the parts are the whole, to the fen (A1)', figures)
  hold(
    [deductedFen, enterpriseFen, cooperativeFen, poolFen].every((fen) => fen >= 0),
    'no part is below zero',
    figures,
  )
  const rates = plus(times(S, fraction(terms.deductedBp, 10_000)), times(fraction(part.finalGrams, 1000), fraction(terms.deductedFenPerKg)))
  const cap = times(S, fraction(terms.capBp, 10_000))
  const least = isNegative(plus(cap, times(rates, fraction(-1)))) ? cap : rates
  hold(within(below(least, deductedFen), 2n), 'deductions are the contract’s rates, rounded down and capped', figures)
  const N = fraction(part.finalFen - deductedFen)
  const exact = (bp: number) => times(N, fraction(bp, 10_000))
  hold(
    within(times(below(exact(terms.householdBp), poolFen), fraction(-1)), 1n),
    'the households’ pool is never short and less than 1 fen over (A4)',
    figures,
  )
  hold(within(below(exact(terms.enterpriseBp), enterpriseFen), 1n), 'the enterprise is less than 1 fen short (A4)', figures)
  hold(within(plus(below(exact(terms.cooperativeBp), cooperativeFen), fraction(1)), 2n), 'the cooperative is within 1 fen (A4)', figures)
}

/** What the cooperative may be paid of a lot without ever having to give a fen back: decision 0007. */
export function cooperativePayable(part: LotPart, { cooperativeBp }: Terms): number {
  if (part.closed === 1) return part.cooperativeFen
  return Number(wholePart(times(fraction(part.finalFen - part.deductedFen), fraction(cooperativeBp, 10_000))))
}

/** X of every live slip of a lot: below the exact share by less than 1 fen, the rest given out once at closing. Law: design 2.3; I3. */
export function entitledOf(lot: Lot, poolFen: number): Map<string, number> {
  const live = lot.origins.filter((origin) => origin.live === 1)
  const weights = live.map(({ deliveryId, grams }) => ({ id: deliveryId, weight: BigInt(grams) }))
  const shares = lot.closedAtMs === null ? floors(BigInt(poolFen), weights) : hamilton(BigInt(poolFen), weights)
  for (const { deliveryId, grams } of live) {
    const left = below(
      times(
        fraction(poolFen),
        fraction(
          grams,
          sum(live, (origin) => origin.grams),
        ),
      ),
      shares.get(deliveryId)!,
    )
    const near = lot.closedAtMs === null ? within(left, 1n) : within(plus(left, fraction(1)), 2n)
    hold(near, 'a slip is within 1 fen of its exact share (I3)', { lot: lot.id, deliveryId })
  }
  return shares
}

type Weight = { id: string; weight: bigint }

function floors(total: bigint, weights: readonly Weight[]): Map<string, number> {
  const whole = weights.reduce((all, { weight }) => all + weight, 0n)
  return new Map(weights.map(({ id, weight }) => [id, Number((total * weight) / whole)]))
}

/** Whole parts first, then one each to the largest rests, ties by id. */
export function hamilton(total: bigint, weights: readonly Weight[]): Map<string, number> {
  const whole = weights.reduce((all, { weight }) => all + weight, 0n)
  if (whole === 0n) return new Map(weights.map(({ id }) => [id, 0]))
  const parts = floors(total, weights)
  const rests = weights.map(({ id, weight }) => ({ id, rest: (total * weight) % whole }))
  rests.sort((a, b) => (a.rest === b.rest ? (a.id < b.id ? -1 : 1) : a.rest < b.rest ? 1 : -1))
  const left = Number(total) - sum(parts.values(), (part) => part)
  for (const { id } of rests.slice(0, left)) parts.set(id, parts.get(id)! + 1)
  return parts
}
