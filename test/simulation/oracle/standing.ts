import { hold, same } from './exact.ts'
import type { Oracle } from './oracle.ts'
import { sum } from './orders.ts'
import { isPosted, stands, type Line, type Settlement } from './settlements.ts'

export type Settled = { oracle: Oracle; settlements: readonly Settlement[]; paidIn: ReadonlyMap<string, number> }

/** What settlements have moved and what has not been paid yet is what stands in the accounts. Invariants I2, I9, I10. */
export function checkStanding({ oracle, settlements, paidIn }: Settled, org: string): void {
  const posted = settlements.filter((settlement) => settlement.org === org && isPosted(settlement))
  const own = posted.filter(({ kind }) => kind === 'proceeds')
  const last = lastPosted(own)
  if (last) {
    pools(oracle, own, last)
    guarantees(oracle, own, { last, paidIn })
  }
  households(oracle, posted, org)
  inputs(oracle, posted, org)
  bank(oracle, posted, org)
}

/** What is final and not settled stands in lot_final, less what the organisation had to lay out for it. Invariant I2; law: design 2.6. */
export function checkLotFinal({ oracle, settlements }: Settled, org: string, lotIds: Iterable<string>): void {
  const last = lastPosted(settlements.filter((each) => each.org === org && each.kind === 'proceeds' && isPosted(each)))
  for (const id of lotIds) {
    const lot = oracle.lots.get(id)
    if (lot?.org !== org) continue
    const held = oracle.books.balance(org, 'lot_final', id) - fronted(oracle, org, `lot:${id}`)
    const settledFen = last?.lots.find(({ lotId }) => lotId === id)?.finalFen ?? 0
    same(held, lot.finalFen - settledFen, 'what is final and not settled stands in lot_final (I2)', { lot: id })
  }
}

function lastPosted(settlements: readonly Settlement[]): Settlement | undefined {
  return settlements.toSorted((a, b) => a.approvedAtMs! - b.approvedAtMs! || (a.id < b.id ? -1 : 1)).at(-1)
}

function fronted({ books }: Oracle, org: string, subject: string): number {
  return -books.balance(org, 'fronted', subject)
}

// A pool: the households' parts and guarantee money in use, less what lines that stand have taken.
function pools(oracle: Oracle, own: readonly Settlement[], last: Settlement): void {
  const { books, lots, slips } = oracle
  const expected = new Map(last.contracts.map(({ contractId, usedFen }) => [contractId, usedFen]))
  const add = (deliveryId: string, fen: number) => {
    const { contractId } = slips.get(deliveryId)!
    expected.set(contractId, expected.get(contractId)! + fen)
  }
  for (const part of last.lots) add(lots.get(part.lotId)!.origins[0]!.deliveryId, part.poolFen)
  for (const line of own.flatMap(({ lines }) => lines).filter(stands)) {
    for (const { deliveryId, shareFen, guaranteeFen } of line.slips) add(deliveryId, -shareFen - guaranteeFen)
  }
  for (const [id, fen] of expected) {
    const held = books.balance(last.org, 'pool', id) - fronted(oracle, last.org, `pool:${id}`)
    same(held, fen, 'a pool holds what is neither paid nor on its way (I2)', { contract: id })
  }
}

function guarantees(
  { books }: Oracle,
  own: readonly Settlement[],
  { last, paidIn }: { last: Settlement; paidIn: ReadonlyMap<string, number> },
): void {
  for (const { contractId, usedFen } of last.contracts) {
    const repaid = sum(own, ({ contracts, lines }) => {
      const part = contracts.find((each) => each.contractId === contractId)
      const stood = lines.some((line) => line.party === 'guarantor' && line.partyId === part?.guarantorId && stands(line))
      return part && stood ? part.repaidFen : 0
    })
    const expected = (paidIn.get(contractId) ?? 0) - repaid - usedFen
    same(books.balance(last.org, 'guarantee', contractId), expected, 'guarantee money is paid in, in use or paid back (I10)', {
      contractId,
    })
  }
}

const onItsWay = ({ status }: Line) => status === 'draft' || status === 'held' || status === 'exported'

function householdsOf({ slips }: Oracle, posted: readonly Settlement[]): Set<string> {
  const lines = posted.flatMap((settlement) => settlement.lines).filter(({ party }) => party === 'household')
  return new Set([...[...slips.values()].map((slip) => slip.household), ...lines.map(({ partyId }) => partyId)])
}

function households(oracle: Oracle, posted: readonly Settlement[], org: string): void {
  const waiting = posted.flatMap(({ lines }) => lines).filter((line) => line.party === 'household' && onItsWay(line))
  const byHousehold = Map.groupBy(waiting, ({ partyId }) => partyId)
  for (const household of householdsOf(oracle, posted)) {
    const expected = sum(byHousehold.get(household) ?? [], ({ amountFen }) => amountFen)
    same(oracle.books.balance(org, 'household', household), expected, 'a household’s account is what is on its way to it', { household })
  }
}

// What households took on credit and have not paid by their lines stands on both sides of the books.
function inputs({ books }: Oracle, posted: readonly Settlement[], org: string): void {
  const lines = posted.flatMap((settlement) => settlement.lines).filter(stands)
  const credited = sum(lines, ({ creditFen }) => creditFen)
  const handed = sum(books.subjects(org, 'inputs'), (household) => books.flow('input', `${org}/inputs/${household}`))
  for (const household of books.subjects(org, 'inputs')) {
    const own = lines.filter(({ partyId }) => partyId === household)
    const expected = books.flow('input', `${org}/inputs/${household}`) - sum(own, ({ creditFen }) => creditFen)
    same(-books.balance(org, 'inputs', household), expected, 'inputs owed are those handed out less those deducted', { household })
    hold(expected >= 0, 'no more is deducted than was handed out', { household, expected })
  }
  same(books.balance(org, 'supplied'), handed - credited, 'what was supplied on credit is what is owed for it', { org })
}

function bank({ books }: Oracle, posted: readonly Settlement[], org: string): void {
  const lines = posted.flatMap((settlement) => settlement.lines)
  const paidFen = sum(
    lines.filter(({ status }) => status === 'paid'),
    ({ amountFen }) => amountFen,
  )
  same(-books.flow('paid', `${org}/bank/-`), paidFen, 'what left the bank is the lines that were paid, once', { org })
  const surplus = posted.filter(({ kind }) => kind === 'surplus').flatMap((settlement) => settlement.lines.filter(stands))
  const given = sum(surplus, ({ amountFen }) => amountFen)
  same(
    books.balance(org, 'surplus'),
    -books.flow('surplus', `${org}/surplus/-`) - given,
    'surplus is what was paid in less what was given',
    { org },
  )
}
