import { sql } from 'drizzle-orm'
import { sumFen } from '../kernel/money.ts'
import { ok, type Result } from '../kernel/result.ts'
import { localDate } from '../kernel/time.ts'
import { commit, retried } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { jsonRows, must, type Statement } from '../platform/database.ts'
import { sha256 } from '../platform/digest.ts'
import { matchAnswer, parseAnswer, type Answer } from '../settlement/answer.ts'
import { settlementAt, stillAt } from '../settlement/commands/step.ts'
import { postAnswer } from '../settlement/posting/queries.ts'
import { findPayoutFile, sentLines, type SettlementRow } from '../settlement/queries.ts'
import { incomeClass } from './income-kind.ts'
import type { BankAnswer } from './input.ts'

/**
 * Imports the bank's answer to a payout file: each line is paid or failed, what households received becomes income, and
 * a failed line's money goes back to be due again. All or nothing; the same answers again change nothing.
 */
export function importAnswer(context: Context, settlementId: string, answer: BankAnswer): Promise<Result<string>> {
  return retried(() => readAnswer(context, settlementId, answer))
}

async function readAnswer(context: Context, settlementId: string, { answer }: BankAnswer): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['exported'])
  if (!found.ok) return found
  const parsed = parseAnswer(answer, localDate(context.clock.now()))
  if (!parsed.ok) return parsed
  const matched = matchAnswer(parsed.value, await sentLines(context.county, settlementId))
  if (!matched.ok) return matched
  if (matched.value.length === 0) return ok(settlementId)
  const hash = await sha256(answer)
  const statements = await answerStatements(context, found.value, matched.value, hash)
  const paid = matched.value.filter(({ result }) => result === 'paid')
  const detail = { paid: paid.length, failed: matched.value.length - paid.length, paidFen: sumFen(paid.map(({ amountFen }) => amountFen)) }
  return commit(context, 'county', [stillAt(found.value), ...statements], { action: 'settlement.answer', subject: settlementId, detail })
}

async function answerStatements(
  context: Context,
  settlement: SettlementRow,
  answers: readonly Answer[],
  hash: string,
): Promise<Statement[]> {
  const file = await findPayoutFile(context.county, settlement.id)
  const idsOf = (result: Answer['result']) => answers.filter((answer) => answer.result === result).map((answer) => answer.lineId)
  const firstDay = answers.map(({ on }) => on).toSorted()[0]
  const fact = (prefix: string) => ({
    id: `${prefix}:${file!.id}:${hash.slice(0, 12)}`,
    evidence: `${file!.id} sha256:${hash}`,
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
    sql`INSERT INTO incomes (line_id, household_id, village_code, organisation_id, received_on, kind, class, amount_fen)
      SELECT l.id, l.party_id, l.village_code, ${settlement.organisationId}, l.answered_on, 'sale', ${incomeClass('sale')}, l.amount_fen
      FROM json_each(${JSON.stringify(idsOf('paid'))}) a JOIN settlement_lines l ON l.id = a.value WHERE l.party = 'household'`,
    ...(await postAnswer(context, settlement, {
      paid: { answered: fact('paid'), lineIds: idsOf('paid') },
      failed: { answered: fact('failed'), lineIds: idsOf('failed') },
    })),
    sql`UPDATE payout_files SET answered_at_ms = ${context.clock.now()}, answer_sha256 = ${hash} WHERE id = ${file!.id}`,
  ]
}
