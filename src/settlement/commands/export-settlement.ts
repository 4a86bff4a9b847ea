import { sql } from 'drizzle-orm'
import { keepPayees } from '../../household/vault/account/queries.ts'
import { actorKey } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must, type Statement } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { canonicalFile, controlTotals, inFileOrder, payoutFileId } from '../payout-file.ts'
import { headOf, payerOf, withPayees, type KeptParties, type PayableLine } from '../payout/queries.ts'
import { findPayoutFile, listLines, type SettlementRow } from '../queries.ts'
import { settlementAt, stillAt } from './step.ts'

const mostLines = 20_000
// A bound value holds at most 2 MB; a row takes some 200 bytes.
const rowsAStatement = 5000

/**
 * Makes the one payout file of an approved settlement: canonical, without names, kept under its own hash. Lines that are
 * held, go out in cash, or whose payee has no account stay behind. Each line carries the hash of the account in force now.
 * Made once: asked again, it answers the same file. Answers the payout file's id.
 */
export async function exportSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['approved', 'exported'])
  if (!found.ok) return found
  const settlement = found.value
  const made = await findPayoutFile(context.county, settlementId)
  if (made) return ok(made.id)
  const now = context.clock.now()
  const drafts = await listLines(context.county, settlementId, { status: 'draft', limit: mostLines })
  const lines = await withPayees(
    context,
    drafts.filter(({ channel }) => channel === 'bank'),
    now,
  )
  const payable = inFileOrder(lines.filter(({ payee }) => payee !== null))
  if (payable.length === 0) return refuse(lines.length > 0 ? 'accounts_missing' : 'nothing_to_export')
  const id = payoutFileId(settlementId)
  const text = canonicalFile(headOf(settlement, id), payable)
  const hash = await sha256(text)
  await context.files.put(hash, text, { httpMetadata: { contentType: 'application/json' } })
  const parties: KeptParties = [await payerOf(context, settlement.organisationId), ...payable.map(({ payee }) => payee!)]
  const problem = await context.vault.run(await keepPayees(context, hash, parties))
  if (problem) return refuse(problem)
  const bytes = new TextEncoder().encode(text).byteLength
  const statements = fileStatements(context, settlement, payable, { id, hash, bytes })
  return commit(context, 'county', statements, { action: 'settlement.export', subject: id, detail: controlTotals(payable) })
}

type File = { id: string; hash: string; bytes: number }

function fileStatements(
  context: Context,
  settlement: SettlementRow,
  payable: readonly PayableLine[],
  { id, hash, bytes }: File,
): Statement[] {
  const now = context.clock.now()
  const { lines, totalFen } = controlTotals(payable)
  const rows = payable.map((line, index) => ({ id: line.id, n: index + 1, amountFen: line.amountFen, account: line.account }))
  const inFile = sql`SELECT line_id FROM payout_lines WHERE file_id = ${id}`
  return [
    stillAt(settlement),
    sql`INSERT INTO files (id, media_type, bytes, purpose, owner, at_ms) VALUES (${hash}, 'application/json', ${bytes}, 'payout_file', ${settlement.organisationId}, ${now}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO payout_files (id, settlement_id, lines, total_fen, file_sha256, made_by, made_at_ms)
      VALUES (${id}, ${settlement.id}, ${lines}, ${totalFen}, ${hash}, ${actorKey(context.actor)}, ${now})`,
    ...chunks(rows).map(
      (part) => sql`INSERT INTO payout_lines (line_id, file_id, n, amount_fen, account_hmac)
        SELECT value ->> 'id', ${id}, value ->> 'n', value ->> 'amountFen', value ->> 'account' FROM ${jsonRows(part)}`,
    ),
    // The very lines of the file: one may have been held or turned into cash meanwhile.
    must(
      sql`(SELECT count(*) || ':' || sum(l.amount_fen) FROM settlement_lines l WHERE l.id IN (${inFile}) AND l.status = 'draft') = ${`${lines}:${totalFen}`}`,
      'line_held',
    ),
    sql`UPDATE settlement_lines SET status = 'exported', payout_file_id = ${id} WHERE id IN (${inFile})`,
    sql`UPDATE settlements SET status = 'exported', exported_at_ms = ${now} WHERE id = ${settlement.id}`,
  ]
}

function chunks<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAStatement) }, (_, index) =>
    rows.slice(index * rowsAStatement, (index + 1) * rowsAStatement),
  )
}
