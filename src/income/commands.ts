import { sql } from 'drizzle-orm'
import { sumFen } from '../kernel/money.ts'
import { actorKey } from '../kernel/actor.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { localDate } from '../kernel/time.ts'
import { commit, retried } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, jsonRows, must, type Statement } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import { readAnswer } from '../settlement/answer-text.ts'
import { matchAnswer, type Answer } from '../settlement/answer.ts'
import { settlementAt, stillAt } from '../settlement/commands/step.ts'
import { postAnswer } from '../settlement/posting/queries.ts'
import { findPayoutFile, sentLines, type SettlementRow } from '../settlement/queries.ts'
import type { BankAnswer } from './input.ts'
import { receiveIncome } from './queries.ts'
import { payoutAnswers } from './tables.ts'

/**
 * Imports the bank's answer to a payout file: each line is paid or failed, what households received becomes income, and
 * a failed line's money goes back to be due again. Sheet or status report.
 * All or nothing; the same answers again change nothing, and a later one may answer the rest.
 */
export function importAnswer(context: Context, settlementId: string, answer: BankAnswer): Promise<Result<string>> {
  return retried(() => readIn(context, settlementId, answer))
}

async function readIn(context: Context, settlementId: string, { answer }: BankAnswer): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['exported'])
  if (!found.ok) return found
  const read = readAnswer(answer, localDate(context.clock.now()))
  if (!read.ok) return read
  const file = await findPayoutFile(context.county, settlementId)
  if (!file) return refuse('settlement_status_moved')
  const matched = matchAnswer(read.value, await sentLines(context.county, file.id), file)
  if (!matched.ok) return matched
  if (matched.value.length === 0) return ok(settlementId)
  const paid = matched.value.filter(({ result }) => result === 'paid')
  const detail = { paid: paid.length, failed: matched.value.length - paid.length, paidFen: sumFen(paid.map(({ amountFen }) => amountFen)) }
  const kept = await keepAnswer(context, file.id, answer, { ...detail, format: read.value.format })
  const statements = await answerStatements(context, found.value, matched.value, { id: file.id, hash: kept.hash })
  return commit(context, 'county', [stillAt(found.value), ...statements, ...kept.statements], {
    action: 'settlement.answer',
    subject: settlementId,
    detail,
  })
}

type Counted = { paid: number; failed: number; paidFen: number; format: 'csv' | 'pain002' }

// Whoever brings an answer in says that money was received: its bytes stay, under their hash, with who it was.
async function keepAnswer(context: Context, fileId: string, answer: string, { format, paid, failed, paidFen }: Counted) {
  const bytes = new TextEncoder().encode(answer)
  const hash = await sha256(bytes)
  const mediaType = format === 'csv' ? 'text/csv' : 'application/xml'
  const now = context.clock.now()
  await context.files.put(hash, bytes, { httpMetadata: { contentType: mediaType } })
  const statements = [
    sql`INSERT INTO files (id, media_type, bytes, purpose, owner, at_ms)
      VALUES (${hash}, ${mediaType}, ${bytes.byteLength}, 'payout_answer', ${fileId}, ${now}) ON CONFLICT (id) DO NOTHING`,
    build.insert(payoutAnswers).values({
      fileId,
      answerSha256: hash,
      format,
      paid,
      failed,
      paidFen,
      importedBy: actorKey(context.actor),
      atMs: now,
    }),
  ]
  return { hash, statements }
}

async function answerStatements(
  context: Context,
  settlement: SettlementRow,
  answers: readonly Answer[],
  file: { id: string; hash: string },
): Promise<Statement[]> {
  const idsOf = (result: Answer['result']) => answers.filter((answer) => answer.result === result).map((answer) => answer.lineId)
  const firstDay = answers.map(({ on }) => on).toSorted()[0]
  const fact = (prefix: string) => ({
    id: `${prefix}:${file.id}:${file.hash.slice(0, 12)}`,
    evidence: `${file.id} sha256:${file.hash}`,
    aboutOn: firstDay,
  })
  const lineIds = jsonRows(answers.map(({ lineId }) => lineId))
  return [
    // Another file may have answered a line since it was read: nothing is paid twice.
    must(
      sql`(SELECT count(*) FROM ${lineIds} a JOIN settlement_lines l ON l.id = a.value WHERE l.status = 'exported') = ${answers.length}`,
      'line_status_moved',
    ),
    sql`UPDATE settlement_lines SET status = a.value ->> 'result', failure = nullif(a.value ->> 'reason', ''), answered_on = a.value ->> 'on'
      FROM ${jsonRows(answers)} a WHERE settlement_lines.id = a.value ->> 'lineId'`,
    ...receiveIncome(idsOf('paid')),
    ...(await postAnswer(context, settlement, {
      paid: { answered: fact('paid'), lineIds: idsOf('paid') },
      failed: { answered: fact('failed'), lineIds: idsOf('failed') },
    })),
    sql`UPDATE payout_files SET answered_at_ms = ${context.clock.now()}, answer_sha256 = ${file.hash} WHERE id = ${file.id}`,
  ]
}
