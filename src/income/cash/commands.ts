import { sql } from 'drizzle-orm'
import { checkPin } from '../../household/card/commands.ts'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, must, type Statement } from '../../platform/database.ts'
import { keepFile } from '../../platform/files.ts'
import { postPaid } from '../../settlement/posting/queries.ts'
import { receiveIncome } from '../queries.ts'
import { cashReceipts } from '../tables.ts'
import type { ChannelChoice, HandOut } from './input.ts'
import { findHouseholdLine, type CashLine } from './queries.ts'

/** Takes a household's line out of the bank's file, to be paid in cash, or back again; only before it has gone anywhere. */
export async function chooseChannel(context: Context, lineId: string, { channel }: ChannelChoice): Promise<Result<string>> {
  const line = await findHouseholdLine(context.county, context.actor, lineId, 'settlement.write')
  const refused = permit(context.actor, 'settlement.write', line ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!line) return refuse('not_found')
  if (line.status !== 'draft' || line.settlementStatus === 'rejected') return refuse('line_status_moved')
  const statements = [
    must(sql`(SELECT status FROM settlement_lines WHERE id = ${lineId}) = 'draft'`, 'line_status_moved'),
    sql`UPDATE settlement_lines SET channel = ${channel} WHERE id = ${lineId}`,
  ]
  return commit(context, 'county', statements, { action: `line.${channel}`, subject: lineId, detail: { amountFen: line.amountFen } })
}

/**
 * Hands a line out in cash. It counts as received by the household's own PIN, typed on the spot, or by its signature on a
 * scanned sheet; whoever hands it out is written down. A wrong PIN counts against the card. Law: design 2.6.
 */
export async function handOutCash(
  context: Context,
  lineId: string,
  input: HandOut,
  signature: Blob | null = null,
): Promise<Result<string>> {
  const line = await findHouseholdLine(context.county, context.actor, lineId, 'cash.hand_out')
  const refused = permit(context.actor, 'cash.hand_out', line ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!line) return refuse('not_found')
  if (line.channel !== 'cash') return refuse('line_not_cash')
  if (line.status !== 'draft') return refuse('line_status_moved')
  if (line.settlementStatus !== 'approved' && line.settlementStatus !== 'exported') return refuse('settlement_status_moved')
  const proved = await prove(context, line, input.pin ?? null, signature)
  if (!proved.ok) return proved
  return retried(async () =>
    commit(context, 'county', await receiptStatements(context, line, proved.value), {
      action: 'cash.hand_out',
      subject: lineId,
      detail: { amountFen: line.amountFen, proof: proved.value.proof },
    }),
  )
}

type Proved = { proof: 'pin' | 'signature'; fileId: string | null; statements: Statement[] }

async function prove(context: Context, line: CashLine, pin: string | null, signature: Blob | null): Promise<Result<Proved>> {
  if (pin !== null) {
    const wrong = await checkPin(context, line.householdId, pin)
    return wrong ? { ok: false, problem: { ...wrong, field: 'pin' } } : ok({ proof: 'pin', fileId: null, statements: [] })
  }
  if (signature === null) return refuse('cash_proof_missing', {}, 'pin')
  const kept = await keepFile(context, signature, 'cash_signature', line.id)
  if (!kept.ok) return { ok: false, problem: { ...kept.problem, field: 'signature' } }
  return ok({ proof: 'signature', fileId: kept.value.id, statements: [kept.value.statement] })
}

async function receiptStatements(context: Context, line: CashLine, { proof, fileId, statements }: Proved): Promise<Statement[]> {
  const now = context.clock.now()
  const settlement = { id: line.settlementId, organisationId: line.organisationId, kind: line.kind, month: line.month }
  const receipt = {
    lineId: line.id,
    proof,
    evidenceFileId: fileId,
    amountFen: line.amountFen,
    handedBy: actorKey(context.actor),
    atMs: now,
  }
  const fact = { id: `paid:cash:${line.id}`, evidence: fileId === null ? 'pin' : `sha256:${fileId}` }
  return [
    ...statements,
    build.insert(cashReceipts).values(receipt),
    sql`UPDATE settlement_lines SET status = 'paid', answered_on = ${localDate(now)} WHERE id = ${line.id}`,
    ...receiveIncome([line.id]),
    ...(await postPaid(context, settlement, fact, [line.id])),
  ]
}
