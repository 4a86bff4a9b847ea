import { fen, sumFen, type Fen } from '../kernel/money.ts'
import { largestRemainder } from '../kernel/share.ts'
import { guaranteeInUseFen, guaranteeNeedFen, type ValuedSlip } from './slip.ts'

/** A contract's guarantee account before a settlement: paid in by the guarantor, and already repaid to it, in fen. */
export type GuaranteeAccount = { contractId: string; guarantorId: string; paidInFen: Fen; repaidFen: Fen }

export type GuaranteePlan = { positionFen: Fen; repayFen: Fen; claimFen: Fen; bySlip: Map<string, Fen> }

/**
 * Divides a contract's guarantee money. What the guarantor has paid in and is not in use goes to the slips that need it,
 * in proportion; what the position does not need goes back; what it lacks is a claim. Law: design 2.5.
 */
export function planGuarantee({ paidInFen, repaidFen }: GuaranteeAccount, slips: readonly ValuedSlip[]): GuaranteePlan {
  const heldFen = paidInFen - repaidFen
  const positionFen = sumFen(slips.map((slip) => slip.positionFen))
  const availableFen = Math.max(0, heldFen - sumFen(slips.map(guaranteeInUseFen)))
  return {
    positionFen,
    repayFen: Math.max(0, heldFen - positionFen),
    claimFen: Math.max(0, positionFen - heldFen),
    bySlip: allot(availableFen, slips),
  }
}

// Ties go to the earlier slip id; no slip gets more than it needs, because no more than all needs together is divided.
function allot(availableFen: Fen, slips: readonly ValuedSlip[]): Map<string, Fen> {
  const needy = slips
    .map((slip) => ({ id: slip.deliveryId, needFen: guaranteeNeedFen(slip) }))
    .filter(({ needFen }) => needFen > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const total = Math.min(availableFen, sumFen(needy.map(({ needFen }) => needFen)))
  const parts = largestRemainder(
    BigInt(total),
    needy.map(({ needFen }) => BigInt(needFen)),
  )
  return new Map(needy.map(({ id }, index) => [id, fen(parts[index]!)]))
}
