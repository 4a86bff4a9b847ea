import { judgeDraft } from './draft.ts'
import { hold, same } from './exact.ts'
import type { Terms } from './law.ts'
import type { Touched } from './look.ts'
import type { Oracle } from './oracle.ts'
import { sum } from './orders.ts'
import { checkSettlement, isPosted, readSettlements, stands, type Line, type Settlement } from './settlements.ts'

/** Follows settlements from draft to bank, and what stands in the accounts between them. */
export class Settling {
  readonly settlements = new Map<string, Settlement>()
  /** The most each slip was ever due: nobody receives more. Invariant I9. */
  readonly #most = new Map<string, number>()
  readonly #paidIn = new Map<string, number>()
  readonly #oracle: Oracle

  constructor(oracle: Oracle) {
    this.#oracle = oracle
  }

  async after(touched: Touched): Promise<void> {
    const ids = touched ? (touched.get('settlement') ?? new Set<string>()) : null
    if (touched === null || touched.has('contract')) await this.#readPaidIn()
    const settlements = ids?.size === 0 ? [] : await readSettlements(this.#oracle.look, ids)
    for (const settlement of settlements) await this.#take(settlement)
    const orgs = new Set(settlements.map(({ org }) => org))
    if (touched?.has('account') || orgs.size > 0) {
      for (const id of touched?.get('account') ?? []) orgs.add(id.split('/')[0]!)
      for (const org of orgs) this.#accounts(org, touched)
    }
  }

  async #readPaidIn(): Promise<void> {
    const rows = await this.#oracle.look<{ id: string; fen: number }>(
      'county',
      'SELECT contract_id AS id, sum(amount_fen) AS fen FROM guarantee_payments GROUP BY contract_id',
    )
    for (const { id, fen } of rows) this.#paidIn.set(id, fen)
  }

  async #take(settlement: Settlement): Promise<void> {
    const old = this.settlements.get(settlement.id)
    checkSettlement(settlement, old)
    if (!old && settlement.kind === 'proceeds') await this.#judge(settlement)
    this.settlements.set(settlement.id, settlement)
    for (const line of settlement.lines) if (line.status === 'paid') this.#received(line)
  }

  async #judge(settlement: Settlement): Promise<void> {
    const terms = await this.#terms(settlement.org)
    const settlements = [...this.settlements.values()]
    const due = judgeDraft(this.#oracle, settlement, { settlements, paidIn: this.#paidIn, terms })
    for (const [slip, fen] of due) this.#most.set(slip, Math.max(fen, this.#most.get(slip) ?? 0))
  }

  async #terms(org: string): Promise<Map<string, Terms>> {
    const rows = await this.#oracle.look<Terms>(
      'county',
      `SELECT v.id AS versionId, c.id AS contractId, c.enterprise_id AS enterpriseId, c.cooperative_id AS cooperativeId, c.guarantor_id AS guarantorId,
        v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.deduction_cap_bp AS capBp,
        (SELECT coalesce(sum(proceeds_bp), 0) FROM contract_deductions d WHERE d.contract_version_id = v.id) AS deductedBp,
        (SELECT coalesce(sum(fen_per_kg), 0) FROM contract_deductions d WHERE d.contract_version_id = v.id) AS deductedFenPerKg
       FROM contracts c JOIN contract_versions v ON v.contract_id = c.id WHERE c.organisation_id = ?`,
      [org],
    )
    return new Map(rows.map((row) => [row.versionId, row]))
  }

  #received(paid: Line): void {
    if (paid.party !== 'household') return
    for (const { deliveryId } of paid.slips) {
      let received = 0
      for (const { lines } of this.settlements.values()) {
        for (const line of lines) {
          if (line.status !== 'paid' || line.partyId !== paid.partyId) continue
          for (const part of line.slips) if (part.deliveryId === deliveryId) received += part.shareFen + part.guaranteeFen
        }
      }
      hold(received <= (this.#most.get(deliveryId) ?? 0), 'nobody receives more than was ever due (I9)', { slip: deliveryId, received })
    }
  }

  // What settlements have moved and what has not been paid yet is what stands in the accounts. Invariants I2, I9, I10.
  #accounts(org: string, touched: Touched): void {
    const { books, lots, slips } = this.#oracle
    const own = [...this.settlements.values()].filter(
      (settlement) => settlement.org === org && settlement.kind === 'proceeds' && isPosted(settlement),
    )
    const last = own.toSorted((a, b) => a.approvedAtMs! - b.approvedAtMs! || (a.id < b.id ? -1 : 1)).at(-1)
    const fronted = (subject: string) => -books.balance(org, 'fronted', subject)
    const settled = new Map(last?.lots.map((part) => [part.lotId, part]))
    const touchedLots = touched?.get('lot') ?? new Set(last ? [...lots.keys()] : [])
    for (const id of touchedLots) {
      const lot = lots.get(id)
      if (lot?.org !== org) continue
      const held = books.balance(org, 'lot_final', id) - fronted(`lot:${id}`)
      same(held, lot.finalFen - (settled.get(id)?.finalFen ?? 0), 'what is final and not settled stands in lot_final (I2)', { lot: id })
    }
    const lines = own.flatMap((settlement) => settlement.lines)
    if (!last || !(touched === null || touched.has('settlement'))) return
    for (const [id, fen] of this.#pools(own, last)) {
      same(books.balance(org, 'pool', id) - fronted(`pool:${id}`), fen, 'a pool holds what is neither paid nor on its way (I2)', {
        contract: id,
      })
    }
    for (const part of last.contracts) {
      const repaid = sum(own, (each) =>
        sum(each.contracts, (row) => (row.contractId === part.contractId && this.#repaidStands(each, row.guarantorId) ? row.repaidFen : 0)),
      )
      const expected = (this.#paidIn.get(part.contractId) ?? 0) - repaid - part.usedFen
      same(books.balance(org, 'guarantee', part.contractId), expected, 'guarantee money is paid in, in use or paid back (I10)', {
        contract: part.contractId,
      })
    }
    const waiting = lines.filter(({ status }) => status === 'draft' || status === 'held' || status === 'exported')
    for (const household of new Set([...slips.values()].map((slip) => slip.household))) {
      const onTheWay = sum(
        waiting.filter(({ party, partyId }) => party === 'household' && partyId === household),
        ({ amountFen }) => amountFen,
      )
      same(
        books.balance(org, 'household', household) - this.#surplusOf(org, household),
        onTheWay,
        'a household’s account is what is on its way to the bank',
        { household },
      )
    }
    this.#bank(org)
  }

  #pools(own: readonly Settlement[], last: Settlement): Map<string, number> {
    const { lots, slips } = this.#oracle
    const pools = new Map(last.contracts.map(({ contractId, usedFen }) => [contractId, usedFen]))
    for (const part of last.lots) {
      const origin = lots.get(part.lotId)!.origins[0]!
      const { contractId } = slips.get(origin.deliveryId)!
      pools.set(contractId, (pools.get(contractId) ?? 0) + part.poolFen)
    }
    for (const line of own.flatMap(({ lines }) => lines).filter(stands)) {
      for (const { deliveryId, shareFen, guaranteeFen } of line.slips) {
        const { contractId } = slips.get(deliveryId)!
        pools.set(contractId, pools.get(contractId)! - shareFen - guaranteeFen)
      }
    }
    return pools
  }

  #repaidStands({ lines }: Settlement, guarantorId: string): boolean {
    return lines.some((line) => line.party === 'guarantor' && line.partyId === guarantorId && stands(line))
  }

  #surplusOf(org: string, household: string): number {
    const surplus = [...this.settlements.values()].filter((each) => each.org === org && each.kind === 'surplus' && isPosted(each))
    const waiting = surplus
      .flatMap(({ lines }) => lines)
      .filter((line) => stands(line) && line.status !== 'paid' && line.partyId === household)
    return sum(waiting, ({ amountFen }) => amountFen)
  }

  // Whatever came in by other ways is in the entries that say so; what went out is the lines that were paid.
  #bank(org: string): void {
    const { books } = this.#oracle
    let cameIn = 0
    for (const { kind, transfers } of books.entries.values()) {
      if (kind === 'paid') continue
      for (const { debit, credit, amountFen } of transfers)
        cameIn += debit === `${org}/bank/-` ? amountFen : credit === `${org}/bank/-` ? -amountFen : 0
    }
    const paid = [...this.settlements.values()]
      .filter((each) => each.org === org)
      .flatMap(({ lines }) => lines.filter(({ status }) => status === 'paid'))
    same(-books.balance(org, 'bank'), cameIn - sum(paid, ({ amountFen }) => amountFen), 'the bank holds what came in less what was paid', {
      org,
    })
  }
}
