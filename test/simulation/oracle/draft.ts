import { hold, same } from './exact.ts'
import { checkParts, cooperativePayable, entitledOf, hamilton, type Terms } from './law.ts'
import type { Oracle } from './oracle.ts'
import { sum } from './orders.ts'
import { stands, type Line, type Settlement } from './settlements.ts'
import type { Slip } from './slips.ts'

/** A slip on the settlement's day: X, g, what is due, what earlier lines carry (R). */
type Valued = { slip: Slip; X: number; g: number; due: number; R: number; given: number; add: number }

export type Earlier = { settlements: readonly Settlement[]; paidIn: ReadonlyMap<string, number>; terms: ReadonlyMap<string, Terms> }

/**
 * Judges a draft against the law: every lot's parts, every slip's due, every line, from the facts of this moment. Answers
 * what each slip is due. Law: design 2.2 to 2.6; invariants I2, I3, I10.
 */
export function judgeDraft(oracle: Oracle, settlement: Settlement, earlier: Earlier): Map<string, number> {
  const { org, asOf } = settlement
  const parts = new Map(settlement.lots.map((part) => [part.lotId, part]))
  const X = new Map<string, number>()
  for (const lot of oracle.lots.values()) {
    if (lot.org !== org) continue
    const part = parts.get(lot.id)
    if (!part) {
      hold(lot.finalFen === 0 && lot.closedAtMs === null, 'a settlement sees every lot with money', { lot: lot.id })
      continue
    }
    checkParts(part, lot, earlier.terms.get(lot.versionId)!)
    const shares = entitledOf(lot, part.poolFen)
    for (const [id, fen] of shares) X.set(id, fen)
    same(part.remainderFen, part.poolFen - sum(shares.values(), (fen) => fen), 'what no slip has stays visible', { lot: lot.id })
  }
  const carried = carriedBySlip(settlement, earlier.settlements)
  const valued = [...oracle.slips.values()]
    .filter((slip) => slip.org === org && (slip.reversed === 0 || (carried.get(slip.id) ?? 0) !== 0))
    .map((slip) => value(oracle, slip, { X: X.get(slip.id) ?? 0, R: carried.get(slip.id) ?? 0, asOf }))
  guarantees(settlement, earlier, valued)
  households(settlement, valued)
  others(oracle, settlement, earlier)
  return new Map(valued.map(({ slip, due }) => [slip.id, due]))
}

function carriedBySlip(settlement: Settlement, settlements: readonly Settlement[]): Map<string, number> {
  const carried = new Map<string, number>()
  for (const before of settlements) {
    if (before.org !== settlement.org || before.id === settlement.id) continue
    for (const line of before.lines.filter(stands)) {
      for (const part of line.slips) carried.set(part.deliveryId, (carried.get(part.deliveryId) ?? 0) + part.shareFen + part.guaranteeFen)
    }
  }
  return carried
}

function value(oracle: Oracle, slip: Slip, { X, R, asOf }: { X: number; R: number; asOf: string }): Valued {
  const lot = oracle.lotOf.get(slip.id)
  const closed = lot !== undefined && oracle.lots.get(lot)!.closedAtMs !== null
  const g = slip.reversed ? 0 : asOf >= slip.guaranteeOn || closed ? slip.floorDueFen : slip.advanceFen
  const entitled = slip.reversed ? 0 : X
  return { slip, X: entitled, g, due: Math.max(g, entitled), R, given: 0, add: 0 }
}

const inUse = ({ R, due, X }: Valued, R2 = R) => Math.max(0, Math.min(R2, due) - X)

// Guarantee money: no more than was paid in, in proportion to need; the rest goes back or is asked for. Law: design 2.5; I10.
function guarantees(settlement: Settlement, { settlements, paidIn }: Earlier, valued: readonly Valued[]): void {
  for (const part of settlement.contracts) {
    const own = valued.filter(({ slip }) => slip.contractId === part.contractId)
    const repaid = sum(settlements, (before) =>
      before.org === settlement.org && before.id !== settlement.id ? repaidBy(before, part.contractId) : 0,
    )
    const held = (paidIn.get(part.contractId) ?? 0) - repaid
    const position = sum(own, ({ g, X }) => Math.max(0, g - X))
    same(part.positionFen, position, 'the guarantor answers for max(0, g - X), slip by slip (I10)', {
      id: settlement.id,
      contract: part.contractId,
    })
    same(part.paidInFen, held, 'a settlement knows what the guarantor paid in', { id: settlement.id, contract: part.contractId })
    same(part.repaidFen, Math.max(0, held - position), 'what the position does not need goes back', { contract: part.contractId })
    same(part.claimFen, Math.max(0, position - held), 'what is missing is claimed', { contract: part.contractId })
    const needs = own
      .map((each) => ({ id: each.slip.id, weight: BigInt(Math.max(0, each.due - Math.max(each.R, each.X))) }))
      .filter(({ weight }) => weight > 0n)
    needs.sort((a, b) => (a.id < b.id ? -1 : 1))
    const free = Math.max(0, held - sum(own, (each) => inUse(each)))
    const total = Math.min(free, Number(needs.reduce((all, { weight }) => all + weight, 0n)))
    const given = hamilton(BigInt(total), needs)
    for (const each of own) each.given = given.get(each.slip.id) ?? 0
  }
}

function repaidBy({ contracts, lines }: Settlement, contractId: string): number {
  const part = contracts.find((contract) => contract.contractId === contractId)
  if (!part) return 0
  return lines.some((line) => line.party === 'guarantor' && line.partyId === part.guarantorId && stands(line)) ? part.repaidFen : 0
}

// A household is due what its slips are due, less what earlier lines carry; what was given beyond due is set off, never claimed.
function households(settlement: Settlement, valued: readonly Valued[]): void {
  const lines = new Map(settlement.lines.filter(({ party }) => party === 'household').map((line) => [line.partyId, line]))
  for (const each of valued) each.add = Math.max(0, each.X - each.R) - Math.max(0, each.R - each.due) + each.given
  const byHousehold = Map.groupBy(valued, ({ slip }) => slip.household)
  for (const [household, own] of byHousehold) {
    const line = lines.get(household)
    const total = sum(own, ({ add }) => add)
    const figures = { id: settlement.id, household }
    hold((line !== undefined) === total > 0, 'whoever has money coming has a line', { ...figures, total })
    if (!line) {
      for (const each of own) each.add = 0
      continue
    }
    same(line.amountFen + line.creditFen, total, 'a household gets what it is due, to the fen', figures)
    same(
      line.dueFen,
      sum(own, ({ due }) => due),
      'a line says what is due',
      figures,
    )
    same(
      line.beforeFen,
      sum(own, ({ R }) => R),
      'a line says what earlier lines carry',
      figures,
    )
    for (const each of own) slipPart(line, each)
    credits(line, own)
    lines.delete(household)
  }
  same(lines.size, 0, 'nobody else has a line', { id: settlement.id })
  for (const part of settlement.contracts) {
    const own = valued.filter(({ slip }) => slip.contractId === part.contractId)
    same(
      part.usedFen,
      sum(own, (each) => inUse(each, each.R + each.add)),
      'guarantee money in use is what slips hold beyond X',
      { contract: part.contractId },
    )
    hold(
      part.usedFen <= Math.max(part.paidInFen - part.repaidFen, 0) || part.usedFen <= sum(own, (each) => inUse(each)),
      'guarantee money is paid only out of what was paid in',
      part,
    )
  }
}

function slipPart(line: Line, { slip, X, g, given, add }: Valued): void {
  const part = line.slips.find(({ deliveryId }) => deliveryId === slip.id)
  const figures = { line: line.id, slip: slip.id, X, g, part }
  if (!part) return hold(add === 0 && given === 0, 'a slip with money coming is on its line', figures)
  same(part.entitledFen, X, 'X on the line is the exact one (I3)', figures)
  same(part.guaranteedFen, g, 'g on the line is the contract’s', figures)
  same(part.guaranteeFen, given, 'guarantee money goes by need', figures)
  same(part.shareFen + part.guaranteeFen, add, 'a slip gets what it has coming', figures)
}

// Inputs never take a fen below what the slips are guaranteed, and leave something to be paid. Law: design 2.4.
function credits(line: Line, own: readonly Valued[]): void {
  hold(line.amountFen > 0, 'a fen is left to be paid', { line: line.id })
  for (const { contractId, creditFen } of line.credits) {
    const slips = own.filter(({ slip }) => slip.contractId === contractId)
    const money = sum(slips, ({ R, add }) => R + add)
    hold(money - creditFen >= sum(slips, ({ g }) => g) || creditFen === 0, 'inputs never take from the floor', {
      line: line.id,
      contractId,
      creditFen,
      money,
    })
  }
}

// The enterprise, the cooperative and the guarantor: their parts so far less their lines so far.
function others(oracle: Oracle, settlement: Settlement, { settlements, terms }: Earlier): void {
  const { org } = settlement
  const due = new Map<string, number>()
  const add = (party: string, id: string, fen: number) => due.set(`${party} ${id}`, (due.get(`${party} ${id}`) ?? 0) + fen)
  for (const part of settlement.lots) {
    const each = terms.get(oracle.lots.get(part.lotId)!.versionId)!
    add('enterprise', each.enterpriseId ?? org, part.enterpriseFen)
    add('cooperative', each.cooperativeId, cooperativePayable(part, each))
    add('cooperative', org, part.deductedFen)
  }
  const before = settlements.filter((other) => other.org === org && other.id !== settlement.id && other.kind === 'proceeds')
  const all = [...before, settlement]
  const credited = sum(all, ({ lines }) =>
    sum(
      lines.filter((line) => stands(line)),
      ({ creditFen }) => creditFen,
    ),
  )
  if (credited > 0) add('cooperative', org, credited)
  for (const part of settlement.contracts) add('guarantor', part.guarantorId, part.repaidFen)
  const lined = (party: string, id: string) =>
    sum(before, ({ lines }) =>
      sum(
        lines.filter((line) => stands(line) && line.party === party && line.partyId === id),
        ({ amountFen }) => amountFen,
      ),
    )
  for (const [key, fen] of due) {
    const [party, id] = key.split(' ') as [string, string]
    const line = settlement.lines.find((each) => each.party === party && each.partyId === id)
    const expected = party === 'guarantor' ? fen : fen - lined(party, id)
    same(line?.amountFen ?? 0, Math.max(0, expected), 'a party gets its part less what it was given', {
      id: settlement.id,
      party,
      partyId: id,
    })
  }
}
