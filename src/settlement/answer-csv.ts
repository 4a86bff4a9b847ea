import { parseCsv } from '../kernel/csv.ts'
import { parseYuan } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { isLocalDate, type LocalDate } from '../kernel/time.ts'
import type { AnswerFile, AnswerRow, Outcome } from './answer.ts'

const results: Record<string, Outcome['result']> = { paid: 'paid', 成功: 'paid', failed: 'failed', 失败: 'failed' }

/** Reads a sheet: columns line, amount (yuan), result, reason, date. The first row that cannot be read refuses the file. */
export function parseAnswerCsv(text: string, today: LocalDate): Result<AnswerFile> {
  const [, ...records] = parseCsv(text) ?? []
  if (records.length === 0) return refuse('answer_unreadable', { row: 1, what: '—' }, 'answer')
  const rows: AnswerRow[] = []
  for (const { line: row, cells } of records) {
    const [line = '', amount = '', resultWord = '', reason = '', on = ''] = cells.map((cell) => cell.trim())
    const amountFen = parseYuan(amount)
    const result = results[resultWord.toLowerCase()]
    if (amountFen === null) return refuse('answer_unreadable', { row, what: amount }, 'answer')
    if (!result) return refuse('answer_unreadable', { row, what: resultWord }, 'answer')
    if (!isLocalDate(on) || on > today) return refuse('answer_unreadable', { row, what: on }, 'answer')
    if (result === 'failed' && reason === '') return refuse('answer_unreadable', { row, what: 'reason' }, 'answer')
    rows.push({ row, line, amountFen, result, reason: result === 'failed' ? reason.slice(0, 200) : '', on })
  }
  return ok({ format: 'csv', messageId: null, lines: null, totalFen: null, rows, rest: null })
}
