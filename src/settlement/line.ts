import { sumFen, type Fen } from '../kernel/money.ts'
import { creditInputs, type Credit, type InputDebt } from './input-credit.ts'
import { excessFen, newShareFen, type ValuedSlip } from './slip.ts'
import type { LotParts } from './lot-money.ts'

export type Party = 'household' | 'enterprise' | 'cooperative' | 'guarantor'

/** What one slip adds to its household's line; negative when it sets off what the slip was given beyond its due. */
export type SlipPart = {
  deliveryId: string
  contractId: string
  entitledFen: Fen
  guaranteedFen: Fen
  shareFen: Fen
  guaranteeFen: Fen
}

/** One payable line: due in all, carried by earlier lines, and the amount now (share + guarantee money - inputs), in fen. */
export type Line = {
  party: Party
  partyId: string
  villageCode: string | null
  dueFen: Fen
  beforeFen: Fen
  shareFen: Fen
  guaranteeFen: Fen
  /** Inputs taken on credit, deducted from it, by contract. */
  creditFen: Fen
  amountFen: Fen
  slips: SlipPart[]
  credits: Credit[]
}

/** What earlier lines that still stand carry for an enterprise, a cooperative or a guarantor. */
export type EarlierLine = { party: Exclude<Party, 'household'>; partyId: string; linedFen: Fen }

/** A household's line over all its slips in the organisation; none when nothing is left to pay after setting off. */
export function householdLine(
  slips: readonly ValuedSlip[],
  guaranteeBySlip: ReadonlyMap<string, Fen>,
  inputs: readonly InputDebt[],
): Line | null {
  const parts = slips.map((slip) => slipPart(slip, guaranteeBySlip.get(slip.deliveryId) ?? 0))
  const shareFen = sumFen(parts.map((part) => part.shareFen))
  const guaranteeFen = sumFen(parts.map((part) => part.guaranteeFen))
  if (shareFen + guaranteeFen <= 0) return null
  const credits = creditInputs(inputs, slips, parts)
  const creditFen = sumFen(credits.map((credit) => credit.creditFen))
  return {
    party: 'household',
    partyId: slips[0]!.householdId,
    villageCode: slips[0]!.villageCode,
    dueFen: sumFen(slips.map((slip) => slip.dueFen)),
    beforeFen: sumFen(slips.map((slip) => slip.linedFen)),
    shareFen,
    guaranteeFen,
    creditFen,
    amountFen: shareFen + guaranteeFen - creditFen,
    slips: parts.filter((part) => part.shareFen !== 0 || part.guaranteeFen !== 0),
    credits,
  }
}

function slipPart(slip: ValuedSlip, guaranteeFen: Fen): SlipPart {
  const { deliveryId, contractId, entitledFen, guaranteedFen } = slip
  return { deliveryId, contractId, entitledFen, guaranteedFen, shareFen: newShareFen(slip) - excessFen(slip), guaranteeFen }
}

/**
 * The lines of the enterprise and the cooperative; what the contract takes off, and what households paid for inputs
 * (`creditedFen`, cumulative), goes to the organisation itself.
 */
export function partyLines(organisationId: string, lots: readonly LotParts[], earlier: readonly EarlierLine[], creditedFen: Fen): Line[] {
  const sums = new Map<string, { party: 'enterprise' | 'cooperative'; partyId: string; dueFen: Fen; payableFen: Fen }>()
  const add = (party: 'enterprise' | 'cooperative', partyId: string, dueFen: Fen, payableFen = dueFen) => {
    const sum = sums.get(`${party}:${partyId}`) ?? { party, partyId, dueFen: 0, payableFen: 0 }
    sums.set(`${party}:${partyId}`, { ...sum, dueFen: sum.dueFen + dueFen, payableFen: sum.payableFen + payableFen })
  }
  for (const lot of lots) {
    add('enterprise', lot.enterpriseId ?? organisationId, lot.enterpriseFen)
    add('cooperative', lot.cooperativeId, lot.cooperativeFen, lot.cooperativePayableFen)
    add('cooperative', organisationId, lot.deductedFen)
  }
  if (creditedFen > 0) add('cooperative', organisationId, creditedFen)
  return [...sums.values()].flatMap(({ party, partyId, dueFen, payableFen }) => {
    const beforeFen = linedOf(earlier, party, partyId)
    return otherLine({ party, partyId, dueFen, beforeFen, shareFen: payableFen - beforeFen, guaranteeFen: 0 })
  })
}

/** The guarantor's line: guarantee money going back, on top of what went back before. */
export function guarantorLine(guarantorId: string, repayFen: Fen, earlier: readonly EarlierLine[]): Line[] {
  const beforeFen = linedOf(earlier, 'guarantor', guarantorId)
  return otherLine({
    party: 'guarantor',
    partyId: guarantorId,
    dueFen: beforeFen + repayFen,
    beforeFen,
    shareFen: 0,
    guaranteeFen: repayFen,
  })
}

function otherLine(line: Omit<Line, 'villageCode' | 'amountFen' | 'slips' | 'creditFen' | 'credits'>): Line[] {
  const amountFen = line.shareFen + line.guaranteeFen
  return amountFen <= 0 ? [] : [{ ...line, villageCode: null, creditFen: 0, amountFen, slips: [], credits: [] }]
}

function linedOf(earlier: readonly EarlierLine[], party: Party, partyId: string): Fen {
  return sumFen(earlier.filter((line) => line.party === party && line.partyId === partyId).map((line) => line.linedFen))
}
