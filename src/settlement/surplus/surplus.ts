import { fen, sumFen, type Fen } from '../../kernel/money.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { largestRemainder, wholeBp } from '../../kernel/share.ts'

/** 出资额, 公积金份额, 国家财政直接补助和他人捐赠平均量化到成员的份额. */
export const capitalKinds = ['contribution', 'reserve_share', 'grant_share'] as const
export type CapitalKind = (typeof capitalKinds)[number]

/** The least part of the distributable surplus that goes back by trade volume. 农民专业合作社法 (2017), art. 44. */
export const leastVolumeBp = 6000

/** A member's year: `volume` of trade with the cooperative in any one unit (here fen of goods), and capital in fen. */
export type SurplusMember = { householdId: string; volume: number; capitalFen: Fen }

export type SurplusPart = SurplusMember & { byVolumeFen: Fen; byCapitalFen: Fen }

/** surplus = reserve + by volume + by capital, to the fen; the parts of members add up to the last two. */
export type Distribution = { reserveFen: Fen; distributableFen: Fen; byVolumeFen: Fen; byCapitalFen: Fen; parts: SurplusPart[] }

export type SurplusTerms = { surplusFen: Fen; reserveBp: number; volumeBp: number }

/**
 * Distributes a cooperative's surplus of a year. The reserve 公积金 comes first (rounded down); of what is left,
 * `volumeBp` goes back by trade volume (rounded up, so that the law's 60 % is never missed by a fen) and the rest on
 * capital; by volume, too, if nobody has capital. Odd fen by largest remainder, ties by household id.
 * This 60 % has nothing to do with a contract's split: one divides a sale, the other a year's profit.
 * Law: 农民专业合作社法 (2017), art. 42 to 44.
 */
export function distributeSurplus({
  surplusFen,
  reserveBp,
  volumeBp,
  members,
}: SurplusTerms & { members: readonly SurplusMember[] }): Result<Distribution> {
  if (volumeBp < leastVolumeBp) return refuse('surplus_below_law', {}, 'volumeBp')
  const reserveFen = fen((BigInt(surplusFen) * BigInt(reserveBp)) / BigInt(wholeBp))
  const distributableFen = surplusFen - reserveFen
  if (distributableFen <= 0) return refuse('surplus_nothing', {}, 'reserveBp')
  const sorted = members.toSorted((a, b) => (a.householdId < b.householdId ? -1 : 1))
  if (sorted.every(({ volume }) => volume === 0)) return refuse('surplus_without_trade')
  const hasCapital = sorted.some(({ capitalFen }) => capitalFen > 0)
  const byVolumeFen = hasCapital ? ceilShare(distributableFen, volumeBp) : distributableFen
  const byCapitalFen = distributableFen - byVolumeFen
  const volumeParts = largestRemainder(
    BigInt(byVolumeFen),
    sorted.map(({ volume }) => BigInt(volume)),
  )
  const capitalParts = largestRemainder(
    BigInt(byCapitalFen),
    sorted.map(({ capitalFen }) => BigInt(capitalFen)),
  )
  const parts = sorted.map((member, n) => ({ ...member, byVolumeFen: fen(volumeParts[n]!), byCapitalFen: fen(capitalParts[n]!) }))
  return ok({ reserveFen, distributableFen, byVolumeFen, byCapitalFen, parts })
}

function ceilShare(amountFen: Fen, bp: number): Fen {
  return fen((BigInt(amountFen) * BigInt(bp) + BigInt(wholeBp) - 1n) / BigInt(wholeBp))
}

/** What a household was ever allotted from surpluses, and what lines that still stand carry of it, by kind. */
export type Allotted = {
  householdId: string
  villageCode: string
  volumeFen: Fen
  capitalFen: Fen
  volumeCarriedFen: Fen
  capitalCarriedFen: Fen
}

export type SurplusLine = {
  householdId: string
  villageCode: string
  dueFen: Fen
  beforeFen: Fen
  volumeFen: Fen
  capitalFen: Fen
  amountFen: Fen
}

/** Lines for what households are still owed: a part whose payment failed is owed again, as in any settlement. */
export function surplusLines(allotted: readonly Allotted[]): SurplusLine[] {
  return allotted.flatMap(({ householdId, villageCode, ...sums }) => {
    const volumeFen = sums.volumeFen - sums.volumeCarriedFen
    const capitalFen = sums.capitalFen - sums.capitalCarriedFen
    const amountFen = volumeFen + capitalFen
    if (amountFen <= 0) return []
    const beforeFen = sumFen([sums.volumeCarriedFen, sums.capitalCarriedFen])
    return [{ householdId, villageCode, dueFen: beforeFen + amountFen, beforeFen, volumeFen, capitalFen, amountFen }]
  })
}
