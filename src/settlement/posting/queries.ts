import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must, type Database, type Statement } from '../../platform/database.ts'
import { account } from '../../ledger/account.ts'
import type { Entry, Transfer } from '../../ledger/entry.ts'
import { postEntry } from '../../ledger/queries.ts'
import { balancesAfter, withFronting, type Balances } from '../fronting.ts'
import type { Party } from '../line.ts'
import { repaidByContract } from '../books/queries.ts'
import { surplusReturned, surplusTransfers } from '../surplus/queries.ts'
import {
  paidTransfers,
  returnedTransfers,
  settlementTransfers,
  type GuaranteeMove,
  type HouseholdPart,
  type InputPart,
  type LotGrowth,
} from '../posting.ts'
import { postedSettlements } from '../status.ts'

type Fact = Answered & { kind: Entry['kind']; transfers: Transfer[] }
type Settled = { id: string; organisationId: string; kind: 'proceeds' | 'surplus'; month: string }

const posted = (status: SQL) => sql`${status} IN (SELECT value FROM json_each(${JSON.stringify(postedSettlements)}))`

/** The statements that post an approved settlement to the ledger, under `settle:<id>`. */
export async function postSettlement(context: Context, settlement: Settled): Promise<Statement[]> {
  if (settlement.kind === 'surplus') {
    const transfers = await surplusTransfers(context.county, settlement)
    return postEntry(context, entryOf(settlement, { id: `settle:${settlement.id}`, kind: 'settle', transfers }))
  }
  const lines = sql`l.settlement_id = ${settlement.id} AND l.status IN ('draft', 'held')`
  const [lots, guarantees, households, inputs] = await context.county.allOf<[LotGrowth, GuaranteeMove, HouseholdPart, InputPart]>(
    lotGrowth(settlement),
    guaranteeMoves(settlement),
    householdParts(lines),
    inputParts(lines),
  )
  const transfers = settlementTransfers(settlement.organisationId, { lots, guarantees, households, inputs })
  return frontedEntries(context, [entryOf(settlement, { id: `settle:${settlement.id}`, kind: 'settle', transfers })])
}

/** Entries, one after the other, before which the organisation lays out what is short; written against the balances that were read. */
async function frontedEntries(context: Context, entries: readonly [Entry, ...Entry[]]): Promise<Statement[]> {
  const { organisationId } = entries[0]
  const read = await context.county.all<{ id: string; balanceFen: number }>(
    sql`SELECT id, credit_fen - debit_fen AS balanceFen FROM accounts WHERE ${mayBeShort(organisationId)}`,
  )
  const unmoved = must(
    sql`(SELECT count(*) FROM chart WHERE ${mayBeShort(organisationId)}) = ${read.length}
      AND (SELECT count(*) FROM ${jsonRows(read)} b JOIN accounts a ON a.id = b.value ->> 'id'
        WHERE a.credit_fen - a.debit_fen = b.value ->> 'balanceFen') = ${read.length}`,
    'busy_try_again',
  )
  let balances: Balances = new Map(read.map(({ id, balanceFen }) => [id, balanceFen]))
  const statements = entries.flatMap((entry) => {
    const transfers = withFronting(entry.transfers, balances)
    balances = balancesAfter(transfers, balances)
    return postEntry(context, { ...entry, transfers })
  })
  return statements.length === 0 ? [] : [unmoved, ...statements]
}

const mayBeShort = (organisationId: string) =>
  sql`organisation_id = ${organisationId} AND code IN ('lot_final', 'pool', 'party', 'fronted')`

/** The statements that make a contract's pool whole from the reserve, under `writeoff:<id>`; what was fronted for it comes back. */
export async function postWriteOff(
  context: Context,
  {
    id,
    organisationId,
    contractId,
    amountFen,
    reason,
  }: { id: string; organisationId: string; contractId: string; amountFen: number; reason: string },
): Promise<Statement[]> {
  const transfer = { debit: account(organisationId, 'reserve'), credit: account(organisationId, 'pool', contractId), amountFen }
  const entry = { id: `writeoff:${id}`, organisationId, kind: 'writeoff' as const, subject: contractId, reason }
  return frontedEntries(context, [{ ...entry, transfers: [transfer] }])
}

/** Holds while the organisation's reserve covers all it has laid out. Law: design 2.6. */
export function reserveCovers(organisationId: string): Statement {
  return must(sql`${frontedFen(organisationId)} <= ${reserveFen(organisationId)}`, 'reserve_short')
}

/** What the organisation has laid out and what it holds in reserve for that, in fen. */
export async function reserveStanding(county: Database, organisationId: string): Promise<{ frontedFen: number; reserveFen: number }> {
  const row = await county.first<{ frontedFen: number; reserveFen: number }>(
    sql`SELECT ${frontedFen(organisationId)} AS frontedFen, ${reserveFen(organisationId)} AS reserveFen`,
  )
  return row!
}

const frontedFen = (organisationId: string) =>
  sql`(SELECT coalesce(sum(debit_fen - credit_fen), 0) FROM accounts WHERE organisation_id = ${organisationId} AND code = 'fronted')`
const reserveFen = (organisationId: string) =>
  sql`(SELECT coalesce(sum(credit_fen - debit_fen), 0) FROM accounts WHERE organisation_id = ${organisationId} AND code = 'reserve')`

/** The entry of an answer: its id, and the proof and the day of what it records. */
export type Answered = Pick<Entry, 'id' | 'evidence' | 'aboutOn'>

type Lines = { answered: Answered; lineIds: readonly string[] }

/** The statements by which lines the bank has paid leave the books, in one entry. */
export async function postPaid(
  context: Context,
  settlement: Settled,
  answered: Answered,
  lineIds: readonly string[],
): Promise<Statement[]> {
  return frontedEntries(context, [entryOf(settlement, await paidFact(context, settlement, { answered, lineIds }))])
}

/** The statements that give back what the given lines carried, in one entry. */
export async function postReturned(
  context: Context,
  settlement: Settled,
  answered: Answered,
  lineIds: readonly string[],
): Promise<Statement[]> {
  return frontedEntries(context, [entryOf(settlement, await returnedFact(context, settlement, { answered, lineIds }))])
}

/** Both for one answer of the bank. */
export async function postAnswer(context: Context, settlement: Settled, answer: { paid: Lines; failed: Lines }): Promise<Statement[]> {
  const facts = [await paidFact(context, settlement, answer.paid), await returnedFact(context, settlement, answer.failed)] as const
  return frontedEntries(context, [entryOf(settlement, facts[0]), entryOf(settlement, facts[1])])
}

async function paidFact(context: Context, { organisationId }: Settled, { answered, lineIds }: Lines): Promise<Fact> {
  const lines = await context.county.all<{ party: Party; partyId: string; amountFen: number }>(
    sql`SELECT party, party_id AS partyId, amount_fen AS amountFen FROM settlement_lines WHERE id IN (SELECT value FROM json_each(${JSON.stringify(lineIds)})) ORDER BY id`,
  )
  return { ...answered, kind: 'paid', transfers: paidTransfers(organisationId, lines) }
}

async function returnedFact(context: Context, settlement: Settled, { answered, lineIds }: Lines): Promise<Fact> {
  const { organisationId, kind } = settlement
  if (kind === 'surplus') return { ...answered, kind: 'returned', transfers: await surplusReturned(context.county, settlement, lineIds) }
  const among = sql`l.id IN (SELECT value FROM json_each(${JSON.stringify(lineIds)}))`
  const [households, guarantees, inputs] = await context.county.allOf<[HouseholdPart, GuaranteeMove, InputPart]>(
    householdParts(among),
    sql`SELECT k.contract_id AS contractId, k.guarantor_id AS guarantorId, 0 AS intoPoolFen, k.repaid_fen AS repaidFen
      FROM settlement_lines l JOIN settlement_contracts k ON k.settlement_id = l.settlement_id AND k.guarantor_id = l.party_id
      WHERE l.party = 'guarantor' AND ${among}`,
    inputParts(among),
  )
  return { ...answered, kind: 'returned', transfers: returnedTransfers(organisationId, { households, guarantees, inputs }) }
}

function entryOf(settlement: Settled, fact: Fact): Entry {
  return { ...fact, organisationId: settlement.organisationId, subject: settlement.id, reason: `settlement ${settlement.month}` }
}

function lotGrowth({ id, organisationId }: Settled): SQL {
  return sql`SELECT s.lot_id AS lotId, v.contract_id AS contractId, c.enterprise_id AS enterpriseId, c.cooperative_id AS cooperativeId,
      s.enterprise_fen - coalesce(b.enterprise_fen, 0) AS enterpriseFen, s.cooperative_fen - coalesce(b.cooperative_fen, 0) AS cooperativeFen,
      s.deducted_fen - coalesce(b.deducted_fen, 0) AS deductedFen, s.pool_fen - coalesce(b.pool_fen, 0) AS poolFen
    FROM settlement_lots s JOIN lots o ON o.id = s.lot_id JOIN contract_versions v ON v.id = o.contract_version_id JOIN contracts c ON c.id = v.contract_id
      LEFT JOIN settlement_lots b ON b.lot_id = s.lot_id AND b.settlement_id = (SELECT t.id FROM settlements t
        WHERE t.organisation_id = ${organisationId} AND t.kind = 'proceeds' AND ${posted(sql`t.status`)} ORDER BY t.approved_at_ms DESC, t.id DESC LIMIT 1)
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

function inputParts(condition: SQL): SQL {
  return sql`SELECT l.party_id AS householdId, l.credit_fen AS amountFen FROM settlement_lines l WHERE l.credit_fen > 0 AND ${condition} ORDER BY l.id`
}
