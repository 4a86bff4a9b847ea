import { entitlements, type Origin } from '../contract/entitlement.ts'
import { splitProceeds, type Deduction, type Parts, type Split } from '../contract/split.ts'
import { fen, type Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { wholeBp } from '../kernel/share.ts'

/** A lot's final money and the contract terms it is divided by. */
export type LotMoney = {
  lotId: string
  contractId: string
  enterpriseId: string | null
  cooperativeId: string
  split: Split
  deductions: readonly Deduction[]
  finalFen: Fen
  finalGrams: Grams
  closed: boolean
  /** An earlier settlement had money of this lot. */
  settled: boolean
  origins: readonly Origin[]
}

/**
 * The four parts of a lot's final money, cumulative since its first sale, and what of the pool no slip has yet.
 * `cooperativePayableFen` never falls as the lot sells on, though the cooperative's part may by 1 fen: the odd fen waits
 * for the lot's closing, so that nobody is paid what a later sale takes back.
 */
export type LotParts = Omit<LotMoney, 'origins' | 'split' | 'deductions'> & Parts & { remainderFen: Fen; cooperativePayableFen: Fen }

/** Divides each lot's final money, and adds up what every slip is entitled to over all its lots. */
export function divideLots(lots: readonly LotMoney[]): { parts: LotParts[]; entitledBySlip: Map<string, Fen> } {
  const entitledBySlip = new Map<string, Fen>()
  const parts = lots.map(({ origins, split, deductions, ...lot }) => {
    const divided = splitProceeds(lot.finalFen, lot.finalGrams, split, deductions)
    const { bySlip, remainderFen } = entitlements(divided.poolFen, origins, lot.closed)
    for (const [deliveryId, amount] of bySlip) entitledBySlip.set(deliveryId, (entitledBySlip.get(deliveryId) ?? 0) + amount)
    const surelyFen = fen((BigInt(lot.finalFen - divided.deductedFen) * BigInt(split.cooperativeBp)) / BigInt(wholeBp))
    return { ...lot, ...divided, remainderFen, cooperativePayableFen: lot.closed ? divided.cooperativeFen : surelyFen }
  })
  return { parts, entitledBySlip }
}
