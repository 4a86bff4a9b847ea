import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { largestRemainder } from '../kernel/share.ts'

/** What one slip has in a lot. */
export type Origin = { deliveryId: string; grams: Grams }

/**
 * A slip's entitlement X from one open lot: floor(P x grams / lot grams), P the households' pool in fen.
 * Never above the exact share, and within 1 fen of it. Law: design 2.3.
 */
export function entitlementFen(poolFen: Fen, grams: Grams, lotGrams: Grams): Fen {
  return fen((BigInt(poolFen) * BigInt(grams)) / BigInt(lotGrams))
}

/**
 * What every slip of a lot is entitled to, by slip id, and the remainder of the pool that stays visible while the lot
 * is open (fewer fen than slips). A closed lot gives the remainder out once by largest remainder, ties by slip id.
 */
export function entitlements(poolFen: Fen, origins: readonly Origin[], closed: boolean): { bySlip: Map<string, Fen>; remainderFen: Fen } {
  const ordered = [...origins].sort((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1))
  const lotGrams = ordered.reduce((sum, { grams }) => sum + grams, 0)
  const shares = closed
    ? largestRemainder(
        BigInt(poolFen),
        ordered.map(({ grams }) => BigInt(grams)),
      ).map(fen)
    : ordered.map(({ grams }) => entitlementFen(poolFen, grams, lotGrams))
  const bySlip = new Map(ordered.map(({ deliveryId }, index) => [deliveryId, shares[index]!]))
  return { bySlip, remainderFen: poolFen - shares.reduce((sum, share) => sum + share, 0) }
}
