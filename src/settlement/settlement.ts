import { sumFen, type Fen } from '../kernel/money.ts'
import type { LocalDate } from '../kernel/time.ts'
import { sumFloors, type FloorSum } from './floor-sum.ts'
import { planGuarantee, type GuaranteeAccount } from './guarantee-money.ts'
import type { InputDebt } from './input-credit.ts'
import { guarantorLine, householdLine, partyLines, type EarlierLine, type Line } from './line.ts'
import { divideLots, type LotMoney, type LotParts } from './lot-money.ts'
import { excessFen, guaranteeInUseFen, valueSlip, type Slip, type ValuedSlip } from './slip.ts'

/** Everything a settlement is computed from: one organisation's books on one day. */
export type Books = {
  organisationId: string
  asOf: LocalDate
  lots: readonly LotMoney[]
  slips: readonly Slip[]
  guarantees: readonly GuaranteeAccount[]
  earlier: readonly EarlierLine[]
  inputs: readonly InputDebt[]
  /** What standing lines have deducted for inputs, in all. */
  creditedFen: Fen
  /** How many records of slips and inputs there were when this was read. */
  slipRecords: number
}

/** A contract's guarantee after the settlement: position, paid in net, repaid now, in use, still owed and overdue. */
export type ContractSum = {
  contractId: string
  guarantorId: string
  positionFen: Fen
  paidInFen: Fen
  repaidFen: Fen
  usedFen: Fen
  claimFen: Fen
  overdueFen: Fen
}

export type Settlement = { lots: LotParts[]; lines: Line[]; contracts: ContractSum[]; floors: FloorSum[]; totalFen: Fen }

/**
 * Settles an organisation's books: what every party is due less what earlier lines carry, guarantee money only as far
 * as it was paid in. A pure function of the books, so the order of sales, payments and earlier settlements is irrelevant
 * to the end state. Law: design 2.2 to 2.6.
 */
export function settle(books: Books): Settlement {
  const { parts, slips } = valueBooks(books)
  const byContract = Map.groupBy(slips, (slip) => slip.contractId)
  const plans = books.guarantees.map((guarantee) => ({
    ...guarantee,
    ...planGuarantee(guarantee, byContract.get(guarantee.contractId) ?? []),
  }))
  const given = new Map(plans.flatMap((plan) => [...plan.bySlip]))
  const debts = Map.groupBy(books.inputs, ({ householdId }) => householdId)
  const households = [...Map.groupBy(slips, (slip) => slip.householdId)].flatMap(
    ([householdId, own]) => householdLine(own, given, debts.get(householdId) ?? []) ?? [],
  )
  const creditedFen = books.creditedFen + sumFen(households.map(({ creditFen }) => creditFen))
  const after = slipsAfter(slips, households)
  const guarantors = [...Map.groupBy(plans, (plan) => plan.guarantorId)].flatMap(([guarantorId, own]) =>
    guarantorLine(guarantorId, sumFen(own.map((plan) => plan.repayFen)), books.earlier),
  )
  const lines = [...households, ...partyLines(books.organisationId, parts, books.earlier, creditedFen), ...guarantors]
  const afterByContract = Map.groupBy(after, (slip) => slip.contractId)
  return {
    lots: parts,
    lines,
    contracts: plans.map((plan) => contractSum(plan, afterByContract.get(plan.contractId) ?? [])),
    floors: sumFloors(after),
    totalFen: sumFen(lines.map((line) => line.amountFen)),
  }
}

/** Every lot's parts and every slip's value on the day of the books. */
function valueBooks({ lots, slips, asOf }: Books): { parts: LotParts[]; slips: ValuedSlip[] } {
  const { parts, entitledBySlip } = divideLots(lots)
  const closed = new Set(parts.filter((lot) => lot.closed).map((lot) => lot.lotId))
  return { parts, slips: slips.map((slip) => valueSlip(slip, entitledBySlip.get(slip.deliveryId) ?? 0, closed, asOf)) }
}

/** What the slips of a contract were given beyond their due, in fen; only those that were. */
export function excesses(books: Books, contractId: string): { deliveryId: string; forgivenFen: Fen }[] {
  return valueBooks(books)
    .slips.filter((slip) => slip.contractId === contractId)
    .map((slip) => ({ deliveryId: slip.deliveryId, forgivenFen: excessFen(slip) }))
    .filter(({ forgivenFen }) => forgivenFen > 0)
}

function slipsAfter(slips: readonly ValuedSlip[], lines: readonly Line[]): ValuedSlip[] {
  const added = new Map(lines.flatMap((line) => line.slips.map((slip) => [slip.deliveryId, slip.shareFen + slip.guaranteeFen] as const)))
  return slips.map((slip) => ({ ...slip, linedFen: slip.linedFen + (added.get(slip.deliveryId) ?? 0) }))
}

type Plan = GuaranteeAccount & { positionFen: Fen; repayFen: Fen; claimFen: Fen }

function contractSum(plan: Plan, slips: readonly ValuedSlip[]): ContractSum {
  const late = slips.filter((slip) => slip.overdue)
  const uncoveredFen = sumFen(late.map((slip) => slip.positionFen - guaranteeInUseFen(slip)))
  return {
    contractId: plan.contractId,
    guarantorId: plan.guarantorId,
    positionFen: plan.positionFen,
    paidInFen: plan.paidInFen - plan.repaidFen,
    repaidFen: plan.repayFen,
    usedFen: sumFen(slips.map(guaranteeInUseFen)),
    claimFen: plan.claimFen,
    overdueFen: Math.min(plan.claimFen, uncoveredFen),
  }
}
