import { sql } from 'drizzle-orm'
import type { Fen } from '../../kernel/money.ts'
import type { Ms } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'

export type SentFile = { id: string; lines: number; totalFen: Fen; fileSha256: string; madeBy: string; madeAtMs: Ms }
export type BroughtAnswer = {
  format: 'csv' | 'pain002'
  paid: number
  failed: number
  paidFen: Fen
  answerSha256: string
  importedBy: string
  atMs: Ms
}

/** Who sent a settlement to the bank and who brought in its answers; the caller has found it within its scope. */
export async function payoutTrail(county: Database, settlementId: string): Promise<{ file: SentFile | null; answers: BroughtAnswer[] }> {
  const [files, answers] = await county.allOf<[SentFile, BroughtAnswer]>(
    sql`SELECT id, lines, total_fen AS totalFen, file_sha256 AS fileSha256, made_by AS madeBy, made_at_ms AS madeAtMs
      FROM payout_files WHERE settlement_id = ${settlementId}`,
    sql`SELECT a.format AS format, a.paid AS paid, a.failed AS failed, a.paid_fen AS paidFen, a.answer_sha256 AS answerSha256,
        a.imported_by AS importedBy, a.at_ms AS atMs
      FROM payout_files f JOIN payout_answers a ON a.file_id = f.id WHERE f.settlement_id = ${settlementId} ORDER BY a.at_ms LIMIT 50`,
  )
  return { file: files[0] ?? null, answers }
}
