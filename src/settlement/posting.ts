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

/** What a household's line gave for inputs it took on credit, in fen. */
export type InputPart = { householdId: string; amountFen: Fen }

/**
 * The transfers of an approved settlement: lots to parties and pools, guarantee money in or out, pools to households, and
 * from households to the organisation what they pay for inputs. What adds to an account comes before what takes from it,
 * and a lot whose money has shrunk comes last, so that as little as possible must be fronted on the way.
 */
export function settlementTransfers(
  organisationId: string,
  {
    lots,
    guarantees,
    households,
    inputs,
  }: {
    lots: readonly LotGrowth[]
    guarantees: readonly GuaranteeMove[]
    households: readonly HouseholdPart[]
    inputs: readonly InputPart[]
  },
): Transfer[] {
  const of = (code: Account['code'], subject: string) => account(organisationId, code, subject)
  const ofLots = (list: readonly LotGrowth[]) =>
    list.flatMap((lot) => {
      const source = of('lot_final', lot.lotId)
      return [
        ...difference(source, of('party', lot.enterpriseId ?? organisationId), lot.enterpriseFen),
        ...difference(source, of('party', lot.cooperativeId), lot.cooperativeFen),
        ...difference(source, of('party', organisationId), lot.deductedFen),
        ...difference(source, of('pool', lot.contractId), lot.poolFen),
      ]
    })
  const moved = guarantees.flatMap((move) => difference(of('guarantee', move.contractId), of('pool', move.contractId), move.intoPoolFen))
  const repaid = guarantees.flatMap((move) => difference(of('guarantee', move.contractId), of('party', move.guarantorId), move.repaidFen))
  const intoPool = (transfer: Transfer) => transfer.credit.code === 'pool'
  const paid = households
    .toSorted((a, b) => b.amountFen - a.amountFen)
    .flatMap((part) => difference(of('pool', part.contractId), of('household', part.householdId), part.amountFen))
  const shrinks = (lot: LotGrowth) => lot.enterpriseFen + lot.cooperativeFen + lot.deductedFen + lot.poolFen < 0
  const grown = ofLots(lots.filter((lot) => !shrinks(lot)))
  // A cooperative's odd fen that a later sale takes back comes first; it was never paid out.
  const grows = (transfer: Transfer) => transfer.debit.code === 'lot_final'
  return [
    ...grown.filter((t) => !grows(t)),
    ...grown.filter(grows),
    ...moved.filter(intoPool),
    ...paid,
    ...inputs.flatMap((part) => inputTransfers(organisationId, part)),
    ...moved.filter((transfer) => !intoPool(transfer)),
    ...repaid,
    ...ofLots(lots.filter(shrinks)),
  ]
}

// The organisation gets the money, and what it supplied on credit is no longer owed.
function inputTransfers(organisationId: string, { householdId, amountFen }: InputPart): Transfer[] {
  const of = (code: Account['code'], subject?: string) => account(organisationId, code, subject)
  return [
    { debit: of('household', householdId), credit: of('party', organisationId), amountFen },
    { debit: of('supplied'), credit: of('inputs', householdId), amountFen },
  ]
}

/** What the bank's answer posts: paid lines leave the books. */
export function paidTransfers(organisationId: string, lines: readonly { party: string; partyId: string; amountFen: Fen }[]): Transfer[] {
  return lines.map(({ party, partyId, amountFen }) => ({
    debit: account(organisationId, party === 'household' ? 'household' : 'party', partyId),
    credit: account(organisationId, 'bank'),
    amountFen,
  }))
}

/** What a failed or released line posts: a household's money back to its pools, a guarantor's back to its guarantee, inputs owed again. */
export function returnedTransfers(
  organisationId: string,
  {
    households,
    guarantees,
    inputs,
  }: { households: readonly HouseholdPart[]; guarantees: readonly GuaranteeMove[]; inputs: readonly InputPart[] },
): Transfer[] {
  const of = (code: Account['code'], subject: string) => account(organisationId, code, subject)
  return [
    ...inputs.flatMap((part) =>
      inputTransfers(organisationId, part).map(({ debit, credit, amountFen }) => ({ debit: credit, credit: debit, amountFen })),
    ),
    ...households
      .toSorted((a, b) => a.amountFen - b.amountFen)
      .flatMap((part) => difference(of('household', part.householdId), of('pool', part.contractId), part.amountFen)),
    ...guarantees.flatMap((move) => difference(of('party', move.guarantorId), of('guarantee', move.contractId), move.repaidFen)),
  ]
}
