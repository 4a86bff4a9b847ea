import { sql } from 'drizzle-orm'
import { actorKey } from '../../kernel/actor.ts'
import { sumFen } from '../../kernel/money.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import { canonicalFile } from '../payout-file.ts'
import { listLines } from '../queries.ts'
import { settlementAt, stillAt } from './step.ts'

const mostLines = 20_000

/**
 * Makes the one payout file of an approved settlement from every line that is not held: canonical, without names, kept
 * under its own hash. Held lines stay behind. Answers the payout file's id.
 */
export async function exportSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['approved'])
  if (!found.ok) return found
  const settlement = found.value
  const lines = await listLines(context.county, settlementId, { status: 'draft', limit: mostLines })
  if (lines.length === 0) return refuse('nothing_to_export')
  const id = newId('pay', context.clock)
  const now = context.clock.now()
  const text = canonicalFile({ id, settlementId, organisationId: settlement.organisationId, month: settlement.month }, lines)
  const hash = await sha256(text)
  await context.files.put(hash, text, { httpMetadata: { contentType: 'application/json' } })
  const totalFen = sumFen(lines.map((line) => line.amountFen))
  const bytes = new TextEncoder().encode(text).byteLength
  const statements = [
    stillAt(settlement),
    // The very lines of the file: one may have been held and another let go of the same amount meanwhile.
    must(
      sql`(SELECT count(*) FROM settlement_lines WHERE settlement_id = ${settlementId} AND status = 'draft') = ${lines.length}
        AND (SELECT count(*) FROM ${jsonRows(lines.map((line) => line.id))} f JOIN settlement_lines l ON l.id = f.value WHERE l.status = 'draft') = ${lines.length}`,
      'line_held',
    ),
    sql`INSERT INTO files (id, media_type, bytes, purpose, owner, at_ms) VALUES (${hash}, 'application/json', ${bytes}, 'payout_file', ${settlement.organisationId}, ${now}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO payout_files (id, settlement_id, lines, total_fen, file_sha256, made_by, made_at_ms)
      VALUES (${id}, ${settlementId}, ${lines.length}, ${totalFen}, ${hash}, ${actorKey(context.actor)}, ${now})`,
    sql`UPDATE settlement_lines SET status = 'exported', payout_file_id = ${id} WHERE settlement_id = ${settlementId} AND status = 'draft'`,
    sql`UPDATE settlements SET status = 'exported', exported_at_ms = ${now} WHERE id = ${settlementId}`,
  ]
  return commit(context, 'county', statements, { action: 'settlement.export', subject: id, detail: { lines: lines.length, totalFen } })
}
