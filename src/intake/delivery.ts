import { basisBp, floorDueFen, leastPriceFenPerKg, advanceFen, type FloorBasis, type LinkageMode } from '../contract/floor.ts'
import { yuan, type Fen } from '../kernel/money.ts'
import { massText, type Grams } from '../kernel/quantity.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { LocalDate } from '../kernel/time.ts'

export type Weighing = { grossGrams: Grams; tareGrams: Grams; deductedGrams: Grams }

/** What is known about the household, the contract and the market on the day of the delivery. */
export type Terms = {
  mode: LinkageMode
  floorBasis: FloorBasis
  householdBp: number
  advanceBp: number
  floorFenPerKg: Fen | null
  referenceFenPerKg: Fen | null
  isMember: boolean
  /** Whether the contract's list names the household; a list without names binds every member. */
  isBound: boolean
  inForce: boolean
  maxDeliveryGrams: Grams
  maxGramsPerMu: Grams | null
  landCentimu: number
  seasonGrams: Grams
}

export type Valuation = {
  netGrams: Grams
  floorFenPerKg: Fen
  guaranteedFenPerKg: Fen
  referenceFenPerKg: Fen | null
  basisBp: number
  floorDueFen: Fen
  advanceFen: Fen
}

/**
 * Decides whether a weighed delivery can be accepted and what the floor makes due for it. `offeredFenPerKg` is the
 * price the clerk wrote; without one the least allowed price is taken. Refusals in the order a clerk would ask.
 */
export function valueDelivery(
  weighing: Weighing,
  offeredFenPerKg: Fen | null,
  on: LocalDate,
  today: LocalDate,
  terms: Terms,
): Result<Valuation> {
  if (on > today) return refuse('delivered_in_future', {}, 'deliveredOn')
  if (!terms.isMember) return refuse('not_a_member', { date: on }, 'householdId')
  if (!terms.inForce) return refuse('contract_not_in_force', { date: on }, 'contractVersionId')
  if (!terms.isBound) return refuse('household_not_bound', {}, 'householdId')
  if (terms.floorFenPerKg === null) return refuse('grade_not_in_contract', {}, 'grade')
  const netGrams = weighing.grossGrams - weighing.tareGrams - weighing.deductedGrams
  const weightRefused = refuseWeight(netGrams, terms)
  if (weightRefused) return weightRefused
  const least = leastPriceFenPerKg(terms.mode, terms.floorFenPerKg, terms.referenceFenPerKg)
  const guaranteedFenPerKg = offeredFenPerKg ?? least
  if (guaranteedFenPerKg < least)
    return refuse('price_below_floor', { price: yuan(guaranteedFenPerKg), floor: yuan(least) }, 'priceFenPerKg')
  const basis = basisBp(terms.floorBasis, terms.householdBp)
  const floorDue = floorDueFen(netGrams, guaranteedFenPerKg, basis)
  return ok({
    netGrams,
    floorFenPerKg: terms.floorFenPerKg,
    guaranteedFenPerKg,
    referenceFenPerKg: terms.referenceFenPerKg,
    basisBp: basis,
    floorDueFen: floorDue,
    advanceFen: advanceFen(floorDue, terms.advanceBp),
  })
}

function refuseWeight(netGrams: Grams, terms: Terms) {
  const { maxDeliveryGrams, seasonGrams } = terms
  if (netGrams <= 0 || netGrams > maxDeliveryGrams) {
    return refuse('weight_impossible', { limit: massText(maxDeliveryGrams, 'kg') }, 'grossGrams')
  }
  const limit = seasonLimitGrams(terms)
  if (limit !== null && seasonGrams + netGrams > limit) return refuse('weight_beyond_land', { limit: massText(limit, 'kg') }, 'grossGrams')
  return null
}

/** What the household's contracted land can bear in a season at most; null where either figure is not known. */
export function seasonLimitGrams({ maxGramsPerMu, landCentimu }: Pick<Terms, 'maxGramsPerMu' | 'landCentimu'>): Grams | null {
  return maxGramsPerMu === null || landCentimu === 0 ? null : Math.floor((maxGramsPerMu * landCentimu) / 100)
}
