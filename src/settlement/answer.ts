import type { Fen } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { LineStatus } from './status.ts'

/** What became of a line: received, or not and why, and on which day the bank says so. */
export type Outcome = { result: 'paid' | 'failed'; reason: string; on: LocalDate }

/** One row of the bank's answer. `line`: a line's id or its reference in the file; the amount where the bank repeats it. */
export type AnswerRow = Outcome & { row: number; line: string; amountFen: Fen | null }

/**
 * A bank's answer as it was read: final results only. `rest` is what it says of every line it does not name. Where
 * the bank repeats whose answer it is, how many payments and what sum, those must be ours.
 */
export type AnswerFile = {
  format: 'csv' | 'pain002'
  messageId: string | null
  lines: number | null
  totalFen: Fen | null
  rows: AnswerRow[]
  rest: Outcome | null
}

/** A line of the file that went out, and what is known of it. */
export type SentLine = {
  id: string
  reference: string
  amountFen: Fen
  status: LineStatus
  failure: string | null
  answeredOn: LocalDate | null
}

export type SentFile = { id: string; lines: number; totalFen: Fen }

/** News about one line. */
export type Answer = Outcome & { lineId: string; amountFen: Fen }

/**
 * Checks an answer against the lines that were sent. Answers what is news; a row that says again what is known is passed
 * over, and one that is unknown, repeated or says something else refuses the whole file.
 */
export function matchAnswer(answer: AnswerFile, sent: readonly SentLine[], file: SentFile): Result<Answer[]> {
  if (answer.messageId !== null && answer.messageId !== file.id) return refuse('answer_other_file', { id: answer.messageId }, 'answer')
  if ((answer.lines ?? file.lines) !== file.lines || (answer.totalFen ?? file.totalFen) !== file.totalFen)
    return refuse('answer_totals_differ', { lines: file.lines }, 'answer')
  const lines = new Map(sent.flatMap((line) => [[line.id, line] as const, [line.reference, line] as const]))
  const news: Answer[] = []
  const seen = new Set<string>()
  for (const { row, line: name, amountFen, ...outcome } of answer.rows) {
    const line = lines.get(name)
    if (!line) return refuse('answer_unknown_line', { row }, 'answer')
    if ((amountFen ?? line.amountFen) !== line.amountFen || seen.has(line.id)) return refuse('answer_altered', { row }, 'answer')
    seen.add(line.id)
    if (line.status === 'exported') news.push({ ...outcome, lineId: line.id, amountFen: line.amountFen })
    else if (!saysTheSame(line, outcome, answer.format)) return refuse('answer_altered', { row }, 'answer')
  }
  for (const line of answer.rest ? sent.filter(({ id }) => !seen.has(id)) : []) {
    if (line.status === 'exported') news.push({ ...answer.rest!, lineId: line.id, amountFen: line.amountFen })
    else if (line.status !== answer.rest!.result) return refuse('answer_altered', { row: line.reference }, 'answer')
  }
  return ok(news)
}

// A report repeats earlier results under the date and words of the new report; a sheet repeats them as they were.
function saysTheSame(line: SentLine, { result, on, reason }: Outcome, format: AnswerFile['format']): boolean {
  if (line.status !== result) return false
  return format === 'pain002' || (line.answeredOn === on && (line.failure ?? '') === reason)
}
