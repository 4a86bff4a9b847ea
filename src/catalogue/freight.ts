import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'

/** What a parcel costs to send. `provinces` are 12-digit codes; nothing is sent anywhere else. */
export type FreightRule = {
  provinces: readonly string[]
  firstGrams: Grams
  firstFen: Fen
  stepGrams: Grams
  stepFen: Fen
  /** Goods money from which the parcel is free; null when it never is. */
  freeFromFen: Fen | null
}

/**
 * Freight of one parcel: the first weight, then each begun step above it. Free from the rule's goods amount on; null when
 * nothing is sent to the province.
 */
export function freightFen(rule: FreightRule, grams: Grams, goodsFen: Fen, province: string): Fen | null {
  if (!rule.provinces.includes(province)) return null
  if (rule.freeFromFen !== null && goodsFen >= rule.freeFromFen) return 0
  const above = Math.max(0, grams - rule.firstGrams)
  const steps = Math.ceil(above / rule.stepGrams)
  return fen(BigInt(rule.firstFen) + BigInt(steps) * BigInt(rule.stepFen))
}

/** What is missing to free freight; null when the rule never frees it or it is free already. */
export function freeFreightGapFen(rule: FreightRule, goodsFen: Fen): Fen | null {
  if (rule.freeFromFen === null || goodsFen >= rule.freeFromFen) return null
  return rule.freeFromFen - goodsFen
}
