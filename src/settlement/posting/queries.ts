import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Statement } from '../../platform/database.ts'
import type { Entry, Transfer } from '../../ledger/entry.ts'
import { postEntry } from '../../ledger/queries.ts'
import type { Party } from '../line.ts'
import { repaidByContract } from '../books/queries.ts'
import {
  paidTransfers,
  returnedTransfers,
  settlementTransfers,
  type GuaranteeMove,
  type HouseholdPart,
  type LotGrowth,
} from '../posting.ts'
import { postedSettlements } from '../status.ts'

type Settled = { id: string; organisationId: string; month: string }

const posted = (status: SQL) => sql`${status} IN (SELECT value FROM json_each(${JSON.stringify(postedSettlements)}))`

/** The statements that post an approved settlement to the ledger, under `settle:<id>`. */
export async function postSettlement(context: Context, settlement: Settled): Promise<Statement[]> {
  const [lots, guarantees, households] = await context.county.allOf<[LotGrowth, GuaranteeMove, HouseholdPart]>(
    lotGrowth(settlement),
    guaranteeMoves(settlement),
    householdParts(sql`l.settlement_id = ${settlement.id} AND l.status IN ('draft', 'held')`),
  )
  const transfers = settlementTransfers(settlement.organisationId, { lots, guarantees, households })
  return postEntry(context, entryOf(settlement, { id: `settle:${settlement.id}`, kind: 'settle', transfers }))
}

/** The entry of an answer: its id, and the proof and the day of what it records. */
export type Answered = Pick<Entry, 'id' | 'evidence' | 'aboutOn'>

/** The statements by which lines the bank has paid leave the books, in one entry. */
export async function postPaid(
  context: Context,
  settlement: Settled,
  answered: Answered,
  lineIds: readonly string[],
): Promise<Statement[]> {
  const lines = await context.county.all<{ party: Party; partyId: string; amountFen: number }>(
    sql`SELECT party, party_id AS partyId, amount_fen AS amountFen FROM settlement_lines WHERE id IN (SELECT value FROM json_each(${JSON.stringify(lineIds)})) ORDER BY id`,
  )
  return postEntry(context, entryOf(settlement, { ...answered, kind: 'paid', transfers: paidTransfers(settlement.organisationId, lines) }))
}

/** The statements that give back what the given lines carried, in one entry. */
export async function postReturned(
  context: Context,
  settlement: Settled,
  answered: Answered,
  lineIds: readonly string[],
): Promise<Statement[]> {
  const among = sql`l.id IN (SELECT value FROM json_each(${JSON.stringify(lineIds)}))`
  const [households, guarantees] = await context.county.allOf<[HouseholdPart, GuaranteeMove]>(
    householdParts(among),
    sql`SELECT k.contract_id AS contractId, k.guarantor_id AS guarantorId, 0 AS intoPoolFen, k.repaid_fen AS repaidFen
      FROM settlement_lines l JOIN settlement_contracts k ON k.settlement_id = l.settlement_id AND k.guarantor_id = l.party_id
      WHERE l.party = 'guarantor' AND ${among}`,
  )
  const transfers = returnedTransfers(settlement.organisationId, { households, guarantees })
  return postEntry(context, entryOf(settlement, { ...answered, kind: 'returned', transfers }))
}

function entryOf(settlement: Settled, fact: Answered & { kind: string; transfers: Transfer[] }): Entry {
  return { ...fact, organisationId: settlement.organisationId, subject: settlement.id, reason: `settlement ${settlement.month}` }
}

function lotGrowth({ id, organisationId }: Settled): SQL {
  return sql`SELECT s.lot_id AS lotId, v.contract_id AS contractId, c.enterprise_id AS enterpriseId, c.cooperative_id AS cooperativeId,
      s.enterprise_fen - coalesce(b.enterprise_fen, 0) AS enterpriseFen, s.cooperative_fen - coalesce(b.cooperative_fen, 0) AS cooperativeFen,
      s.deducted_fen - coalesce(b.deducted_fen, 0) AS deductedFen, s.pool_fen - coalesce(b.pool_fen, 0) AS poolFen
    FROM settlement_lots s JOIN lots o ON o.id = s.lot_id JOIN contract_versions v ON v.id = o.contract_version_id JOIN contracts c ON c.id = v.contract_id
      LEFT JOIN settlement_lots b ON b.lot_id = s.lot_id AND b.settlement_id = (SELECT t.id FROM settlements t
        WHERE t.organisation_id = ${organisationId} AND ${posted(sql`t.status`)} ORDER BY t.approved_at_ms DESC, t.id DESC LIMIT 1)
    WHERE s.settlement_id = ${id} ORDER BY s.lot_id`
}

// What the account holds beyond paid in - repaid - in use moves into the pool; a shortfall moves back out of it.
function guaranteeMoves({ id, organisationId }: Settled): SQL {
  return sql`SELECT k.contract_id AS contractId, k.guarantor_id AS guarantorId, k.repaid_fen AS repaidFen,
      coalesce(a.credit_fen - a.debit_fen, 0) - (coalesce(p.paidInFen, 0) - coalesce(b.repaidFen, 0) - k.used_fen) AS intoPoolFen
    FROM settlement_contracts k
      LEFT JOIN accounts a ON a.organisation_id = ${organisationId} AND a.code = 'guarantee' AND a.subject = k.contract_id
      LEFT JOIN (SELECT contract_id, sum(amount_fen) AS paidInFen FROM guarantee_payments WHERE organisation_id = ${organisationId} GROUP BY contract_id) p ON p.contract_id = k.contract_id
      LEFT JOIN (${repaidByContract(organisationId, posted(sql`t.status`))}) b ON b.contractId = k.contract_id
    WHERE k.settlement_id = ${id}`
}

function householdParts(condition: SQL): SQL {
  return sql`SELECT l.party_id AS householdId, v.contract_id AS contractId, sum(s.share_fen + s.guarantee_fen) AS amountFen
    FROM settlement_lines l JOIN settlement_slips s ON s.line_id = l.id JOIN deliveries d ON d.id = s.delivery_id
      JOIN contract_versions v ON v.id = d.contract_version_id
    WHERE ${condition} GROUP BY l.party_id, v.contract_id`
}
