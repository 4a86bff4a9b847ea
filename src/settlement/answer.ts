import { parseCsv } from '../kernel/csv.ts'
import { parseYuan, type Fen } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { isLocalDate, type LocalDate } from '../kernel/time.ts'
import type { LineStatus } from './status.ts'

export type Answer = { lineId: string; amountFen: Fen; result: 'paid' | 'failed'; reason: string; on: LocalDate }
export type SentLine = { id: string; amountFen: Fen; status: LineStatus; failure: string | null; answeredOn: LocalDate | null }

const results: Record<string, Answer['result']> = { paid: 'paid', 成功: 'paid', failed: 'failed', 失败: 'failed' }

/** Reads the bank's answer: columns line, amount (yuan), result, reason, date. The first row that cannot be read refuses the file. */
export function parseAnswer(text: string, today: LocalDate): Result<Answer[]> {
  const [, ...rows] = parseCsv(text) ?? []
  if (rows.length === 0) return refuse('answer_unreadable', { row: 1, what: '—' }, 'answer')
  const answers: Answer[] = []
  for (const { line: row, cells } of rows) {
    const [lineId = '', amount = '', resultWord = '', reason = '', on = ''] = cells.map((cell) => cell.trim())
    const amountFen = parseYuan(amount)
    const result = results[resultWord.toLowerCase()]
    if (amountFen === null) return refuse('answer_unreadable', { row, what: amount }, 'answer')
    if (!result) return refuse('answer_unreadable', { row, what: resultWord }, 'answer')
    if (!isLocalDate(on) || on > today) return refuse('answer_unreadable', { row, what: on }, 'answer')
    if (result === 'failed' && reason === '') return refuse('answer_unreadable', { row, what: 'reason' }, 'answer')
    answers.push({ lineId, amountFen, result, reason: result === 'failed' ? reason.slice(0, 200) : '', on })
  }
  return ok(answers)
}

/**
 * Checks an answer against the lines that were sent. Answers the rows that are news; a row that says again what is known
 * is passed over, and one that is unknown, repeated or says something else refuses the whole file.
 */
export function matchAnswer(answers: readonly Answer[], sent: readonly SentLine[]): Result<Answer[]> {
  const lines = new Map(sent.map((line) => [line.id, line]))
  const news: Answer[] = []
  const seen = new Set<string>()
  for (const [index, answer] of answers.entries()) {
    const row = index + 2
    const line = lines.get(answer.lineId)
    if (!line) return refuse('answer_unknown_line', { row }, 'answer')
    if (line.amountFen !== answer.amountFen || seen.has(answer.lineId)) return refuse('answer_altered', { row }, 'answer')
    seen.add(answer.lineId)
    if (line.status === 'exported') news.push(answer)
    else if (!sameResult(line, answer)) return refuse('answer_altered', { row }, 'answer')
  }
  return ok(news)
}

function sameResult(line: SentLine, answer: Answer): boolean {
  return line.status === answer.result && line.answeredOn === answer.on && (line.failure ?? '') === answer.reason
}
