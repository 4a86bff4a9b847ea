import type { Fen } from '../kernel/money.ts'
import { guaranteeInUseFen, type ValuedSlip } from './slip.ts'

/** What the floor came to for one contract, product and month of delivery. `coveredFen`: guarantee money in use. */
export type FloorSum = {
  contractId: string
  productId: string
  month: string
  slips: number
  floorFen: Fen
  guaranteedFen: Fen
  entitledFen: Fen
  positionFen: Fen
  coveredFen: Fen
}

/** Adds the slips up as they stand after the settlement's own lines. */
export function sumFloors(slips: readonly ValuedSlip[]): FloorSum[] {
  const sums = new Map<string, FloorSum>()
  for (const slip of slips.filter(({ struck }) => !struck)) {
    const key = [slip.contractId, slip.productId, slip.month].join()
    const sum = sums.get(key) ?? emptySum(slip)
    sums.set(key, {
      ...sum,
      slips: sum.slips + 1,
      floorFen: sum.floorFen + slip.floorDueFen,
      guaranteedFen: sum.guaranteedFen + slip.guaranteedFen,
      entitledFen: sum.entitledFen + slip.entitledFen,
      positionFen: sum.positionFen + slip.positionFen,
      coveredFen: sum.coveredFen + guaranteeInUseFen(slip),
    })
  }
  return [...sums.values()]
}

function emptySum({ contractId, productId, month }: ValuedSlip): FloorSum {
  return { contractId, productId, month, slips: 0, floorFen: 0, guaranteedFen: 0, entitledFen: 0, positionFen: 0, coveredFen: 0 }
}
