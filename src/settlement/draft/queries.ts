import { sql, type SQL } from 'drizzle-orm'
import { jsonRows, type Statement } from '../../platform/database.ts'
import type { Line } from '../line.ts'
import type { Settlement } from '../settlement.ts'

type Made = { id: string; organisationId: string; month: string; asOfOn: string; madeBy: string; madeAtMs: number }

// D1 takes a bound value of at most 2 MB; rows are well under 400 bytes each.
const rowsAStatement = 1000

/** The statements that write a draft: head, snapshot of the lots, lines, their slips, and the sums per contract and floor. */
export function insertSettlement(made: Made, { lots, lines, contracts, floors, totalFen }: Settlement): Statement[] {
  const named = lines.map(({ slips, credits, ...line }) => ({ line: { ...line, id: lineId(made.id, line) }, slips, credits }))
  const withMoney = lots
    .filter((lot) => lot.finalFen > 0 || lot.closed || lot.settled)
    .map((lot) => ({ ...lot, closed: Number(lot.closed) }))
  const parts = named.flatMap(({ line, slips }) => slips.map((slip) => ({ ...slip, lineId: line.id })))
  const credits = named.flatMap(({ line, credits: own }) => own.map((credit) => ({ ...credit, lineId: line.id })))
  return [
    sql`INSERT INTO settlements (id, organisation_id, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms)
      SELECT ${made.id}, ${made.organisationId}, ${made.month}, 'draft', ${made.asOfOn}, coalesce(max(seq), 0), ${lines.length}, ${totalFen}, ${made.madeBy}, ${made.madeAtMs} FROM entries`,
    ...chunks(withMoney, (rows) => insertLots(made.id, rows)),
    ...chunks(
      named.map(({ line }) => line),
      (rows) => insertLines(made.id, rows),
    ),
    ...chunks(parts, insertSlips),
    ...chunks(credits, insertCredits),
    ...chunks(contracts, (rows) => insertContracts(made.id, rows)),
    ...chunks(floors, (rows) => insertFloors(made.id, rows)),
  ]
}

function lineId(settlementId: string, { party, partyId }: Pick<Line, 'party' | 'partyId'>): string {
  return `${settlementId}.${party.slice(0, 1)}.${partyId}`
}

function chunks(rows: readonly unknown[], statement: (rows: SQL) => Statement): Statement[] {
  const parts = Array.from({ length: Math.ceil(rows.length / rowsAStatement) }, (_, index) =>
    rows.slice(index * rowsAStatement, (index + 1) * rowsAStatement),
  )
  return parts.map((part) => statement(jsonRows(part)))
}

function insertLots(id: string, rows: SQL): Statement {
  return sql`INSERT INTO settlement_lots (settlement_id, lot_id, final_fen, final_grams, closed, deducted_fen, enterprise_fen, cooperative_fen, pool_fen, remainder_fen)
    SELECT ${id}, value ->> 'lotId', value ->> 'finalFen', value ->> 'finalGrams', value ->> 'closed', value ->> 'deductedFen',
      value ->> 'enterpriseFen', value ->> 'cooperativeFen', value ->> 'poolFen', value ->> 'remainderFen' FROM ${rows}`
}

function insertLines(id: string, rows: SQL): Statement {
  return sql`INSERT INTO settlement_lines (id, settlement_id, party, party_id, village_code, due_fen, before_fen, share_fen, guarantee_fen, credit_fen, amount_fen, status)
    SELECT value ->> 'id', ${id}, value ->> 'party', value ->> 'partyId', value ->> 'villageCode', value ->> 'dueFen', value ->> 'beforeFen',
      value ->> 'shareFen', value ->> 'guaranteeFen', value ->> 'creditFen', value ->> 'amountFen', 'draft' FROM ${rows}`
}

function insertSlips(rows: SQL): Statement {
  return sql`INSERT INTO settlement_slips (line_id, delivery_id, entitled_fen, guaranteed_fen, share_fen, guarantee_fen)
    SELECT value ->> 'lineId', value ->> 'deliveryId', value ->> 'entitledFen', value ->> 'guaranteedFen', value ->> 'shareFen',
      value ->> 'guaranteeFen' FROM ${rows}`
}

function insertCredits(rows: SQL): Statement {
  return sql`INSERT INTO settlement_credits (line_id, contract_id, credit_fen)
    SELECT value ->> 'lineId', value ->> 'contractId', value ->> 'creditFen' FROM ${rows}`
}

function insertContracts(id: string, rows: SQL): Statement {
  return sql`INSERT INTO settlement_contracts (settlement_id, contract_id, guarantor_id, position_fen, paid_in_fen, repaid_fen, used_fen, claim_fen, overdue_fen)
    SELECT ${id}, value ->> 'contractId', value ->> 'guarantorId', value ->> 'positionFen', value ->> 'paidInFen', value ->> 'repaidFen',
      value ->> 'usedFen', value ->> 'claimFen', value ->> 'overdueFen' FROM ${rows}`
}

function insertFloors(id: string, rows: SQL): Statement {
  return sql`INSERT INTO settlement_floors (settlement_id, contract_id, product_id, month, slips, floor_fen, guaranteed_fen, entitled_fen, position_fen, covered_fen)
    SELECT ${id}, value ->> 'contractId', value ->> 'productId', value ->> 'month', value ->> 'slips', value ->> 'floorFen',
      value ->> 'guaranteedFen', value ->> 'entitledFen', value ->> 'positionFen', value ->> 'coveredFen' FROM ${rows}`
}
