import { basisBp, bothFloors } from '../contract/floor.ts'
import { splitProceeds } from '../contract/split.ts'
import { fenPerKg, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { leastHouseholds, publicOrigin, type GroupFigures, type PublicOrigin, type VillageFigures } from './anonymity.ts'
import { divideYuan, type NamedDeduction, type YuanDivision } from './yuan-division.ts'
import type { FloorBasis } from '../contract/floor.ts'

/** What a public trace is computed from. Masses in grams, money in fen. */
export type LotMoney = {
  households: number
  grams: Grams
  soldGrams: Grams
  lostGrams: Grams
  referenceFen: Fen
  referenceGrams: Grams
  proceedsFen: Fen
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  floorBasis: FloorBasis
  floorFenPerKg: Fen
  deductions: readonly NamedDeduction[]
}

/** The four prices people compare, in fen per kg, rounded down; null where there is none yet or it may not be told. */
export type TracePrices = {
  goodsFloor: Fen
  householdFloor: Fen
  reference: Fen | null
  paid: Fen | null
  householdsPaid: Fen | null
}

/** What anyone may see of a lot. `total` and everything about its sales are null for fewer than five households. */
export type PublicTrace = {
  total: (GroupFigures & { soldGrams: Grams; lostGrams: Grams; proceedsFen: Fen; householdsFen: Fen }) | null
  origin: PublicOrigin
  prices: TracePrices
  yuan: YuanDivision
}

/**
 * The public part of a lot. The contract's own figures (floors, how a yuan divides) are always told; whatever was weighed
 * or sold only for five households or more. Law: design 2.4 and 4.
 */
export function publicTrace(lot: LotMoney, villages: readonly VillageFigures[]): PublicTrace {
  const { goodsFenPerKg, householdFenPerKg } = bothFloors(lot.floorFenPerKg, basisBp(lot.floorBasis, lot.householdBp))
  const told = lot.households >= leastHouseholds
  const sold = told && lot.soldGrams > 0 && lot.proceedsFen > 0
  const householdsFen = splitProceeds(lot.proceedsFen, lot.soldGrams, lot, lot.deductions).poolFen
  return {
    total: told
      ? {
          households: lot.households,
          grams: lot.grams,
          soldGrams: lot.soldGrams,
          lostGrams: lot.lostGrams,
          proceedsFen: lot.proceedsFen,
          householdsFen,
        }
      : null,
    origin: publicOrigin(villages),
    prices: {
      goodsFloor: goodsFenPerKg,
      householdFloor: householdFenPerKg,
      reference: told && lot.referenceGrams > 0 ? fenPerKg(lot.referenceFen, lot.referenceGrams) : null,
      paid: sold ? fenPerKg(lot.proceedsFen, lot.soldGrams) : null,
      householdsPaid: sold ? fenPerKg(householdsFen, lot.soldGrams) : null,
    },
    // Before a sale, the yuan of a sale at the floor price.
    yuan: sold
      ? divideYuan(lot.proceedsFen, lot.soldGrams, lot, lot.deductions)
      : divideYuan(lot.floorFenPerKg * 100, 100_000, lot, lot.deductions),
  }
}
