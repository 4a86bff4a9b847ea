import { sql, type SQL } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { Database } from '../../platform/database.ts'

/** What the floor came to for one product, month of delivery and guarantor. Due: beyond what was earned; paid: guarantee money given. */
export type FloorRow = {
  organisationZh: string
  organisationEn: string
  guarantorZh: string
  guarantorEn: string
  productZh: string
  productEn: string
  month: string
  slips: number
  floorFen: Fen
  guaranteedFen: Fen
  entitledFen: Fen
  dueFen: Fen
  paidFen: Fen
}

/** A guarantor's account with an organisation: position, paid in, what is still claimed, and what of it is overdue. */
export type GuarantorRow = {
  settlementId: string
  month: string
  asOfOn: string
  title: string
  organisationZh: string
  organisationEn: string
  guarantorZh: string
  guarantorEn: string
  positionFen: Fen
  paidInFen: Fen
  claimFen: Fen
  overdueFen: Fen
}

const names = sql`o.name_zh AS organisationZh, o.name_en AS organisationEn, g.name_zh AS guarantorZh, g.name_en AS guarantorEn`

// The latest settlement of each organisation in reach that was not rejected.
function latest(actor: Actor): SQL {
  const scope = scopeOf(actor, 'oversight.read')
  const reach = scope ? within(scope, { divisionCode: sql`o.division_code` }) : sql`0`
  return sql`organisations o JOIN settlements t ON t.id = (SELECT x.id FROM settlements x WHERE x.organisation_id = o.id AND x.kind = 'proceeds' AND x.status <> 'rejected'
    ORDER BY x.made_at_ms DESC, x.id DESC LIMIT 1) AND ${reach}`
}

/** The floor by organisation, product, month and guarantor, as of the latest settlements; at most 500 rows. */
export async function floorRows(county: Database, actor: Actor): Promise<FloorRow[]> {
  return county.all(sql`SELECT ${names}, p.name_zh AS productZh, p.name_en AS productEn, f.month AS month, f.slips AS slips, f.floor_fen AS floorFen,
      f.guaranteed_fen AS guaranteedFen, f.entitled_fen AS entitledFen, f.position_fen AS dueFen, f.covered_fen AS paidFen
    FROM ${latest(actor)} JOIN settlement_floors f ON f.settlement_id = t.id JOIN products p ON p.id = f.product_id
      JOIN contracts c ON c.id = f.contract_id JOIN organisations g ON g.id = c.guarantor_id
    ORDER BY f.month DESC, o.id, f.product_id LIMIT 500`)
}

/** Every guarantor's account, the largest overdue claim first; at most 200. */
export async function guarantorRows(county: Database, actor: Actor): Promise<GuarantorRow[]> {
  return county.all(sql`SELECT ${names}, t.id AS settlementId, t.month AS month, t.as_of_on AS asOfOn, c.title AS title, k.position_fen AS positionFen,
      k.paid_in_fen - k.repaid_fen AS paidInFen, k.claim_fen AS claimFen, k.overdue_fen AS overdueFen
    FROM ${latest(actor)} JOIN settlement_contracts k ON k.settlement_id = t.id JOIN contracts c ON c.id = k.contract_id
      JOIN organisations g ON g.id = k.guarantor_id
    ORDER BY k.overdue_fen DESC, k.claim_fen DESC, c.id LIMIT 200`)
}
