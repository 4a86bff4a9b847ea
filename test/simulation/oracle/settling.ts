import { judgeDraft } from './draft.ts'
import { hold } from './exact.ts'
import type { Terms } from './law.ts'
import type { Touched } from './look.ts'
import type { Oracle } from './oracle.ts'
import { checkSettlement, readSettlements, type Line, type Settlement } from './settlements.ts'
import { checkLotFinal, checkStanding } from './standing.ts'

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
    const standing = { oracle: this.#oracle, settlements: [...this.settlements.values()], paidIn: this.#paidIn }
    const orgs = new Set(settlements.map(({ org }) => org))
    for (const org of orgs) checkStanding(standing, org)
    const lots = touched ? (touched.get('lot') ?? new Set<string>()) : new Set(this.#oracle.lots.keys())
    if (lots.size === 0 && orgs.size === 0) return
    for (const id of touched?.get('account') ?? []) orgs.add(id.split('/')[0]!)
    for (const org of orgs) checkLotFinal(standing, org, settlements.length > 0 ? this.#oracle.lots.keys() : lots)
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
}
