import type { Fen } from '../kernel/money.ts'
import { account, type Account } from '../ledger/account.ts'
import { difference, type Transfer } from '../ledger/entry.ts'

/** How much each part of a lot has grown since the last posted settlement, in fen. */
export type LotGrowth = {
  lotId: string
  contractId: string
  enterpriseId: string | null
  cooperativeId: string
  enterpriseFen: Fen
  cooperativeFen: Fen
  deductedFen: Fen
  poolFen: Fen
}

/** `intoPoolFen`: guarantee money moving into the households' pool; negative when share money has replaced it. */
export type GuaranteeMove = { contractId: string; guarantorId: string; intoPoolFen: Fen; repaidFen: Fen }

/** A household's line, as far as one contract's pool pays it; negative for what is set off there. */
export type HouseholdPart = { householdId: string; contractId: string; amountFen: Fen }

/**
 * The transfers of an approved settlement: lots to parties and pools, guarantee money in or out, pools to households.
 * What adds to an account comes before what takes from it, so that no account passes below zero on the way.
 */
export function settlementTransfers(
  organisationId: string,
  {
    lots,
    guarantees,
    households,
  }: { lots: readonly LotGrowth[]; guarantees: readonly GuaranteeMove[]; households: readonly HouseholdPart[] },
): Transfer[] {
  const of = (code: Account['code'], subject: string) => account(organisationId, code, subject)
  const fromLots = lots.flatMap((lot) => {
    const source = of('lot_final', lot.lotId)
    return [
      ...difference(source, of('party', lot.enterpriseId ?? organisationId), lot.enterpriseFen),
      ...difference(source, of('party', lot.cooperativeId), lot.cooperativeFen),
      ...difference(source, of('party', organisationId), lot.deductedFen),
      ...difference(source, of('pool', lot.contractId), lot.poolFen),
    ]
  })
  const guarantee = guarantees.flatMap(({ contractId, guarantorId, intoPoolFen, repaidFen }) => [
    ...difference(of('guarantee', contractId), of('pool', contractId), intoPoolFen),
    ...difference(of('guarantee', contractId), of('party', guarantorId), repaidFen),
  ])
  const paid = households
    .toSorted((a, b) => b.amountFen - a.amountFen)
    .flatMap((part) => difference(of('pool', part.contractId), of('household', part.householdId), part.amountFen))
  // A cooperative's odd fen that a later sale takes back comes first; it was never paid out.
  const grows = (transfer: Transfer) => transfer.debit.code === 'lot_final'
  return [...fromLots.filter((t) => !grows(t)), ...fromLots.filter(grows), ...guarantee, ...paid]
}

/** What the bank's answer posts: paid lines leave the books. */
export function paidTransfers(organisationId: string, lines: readonly { party: string; partyId: string; amountFen: Fen }[]): Transfer[] {
  return lines.map(({ party, partyId, amountFen }) => ({
    debit: account(organisationId, party === 'household' ? 'household' : 'party', partyId),
    credit: account(organisationId, 'bank'),
    amountFen,
  }))
}

/** What a failed or released line posts: a household's money back to its pools, a guarantor's back to its guarantee. */
export function returnedTransfers(
  organisationId: string,
  { households, guarantees }: { households: readonly HouseholdPart[]; guarantees: readonly GuaranteeMove[] },
): Transfer[] {
  const of = (code: Account['code'], subject: string) => account(organisationId, code, subject)
  return [
    ...households
      .toSorted((a, b) => a.amountFen - b.amountFen)
      .flatMap((part) => difference(of('household', part.householdId), of('pool', part.contractId), part.amountFen)),
    ...guarantees.flatMap((move) => difference(of('party', move.guarantorId), of('guarantee', move.contractId), move.repaidFen)),
  ]
}
