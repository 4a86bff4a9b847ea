import { ok, refuse, type Result } from '../kernel/result.ts'
import type { LocalDate } from '../kernel/time.ts'
import { parseAnswerCsv } from './answer-csv.ts'
import { parseReport } from './answer-report.ts'
import type { AnswerFile } from './answer.ts'

const maxBytes = 4 * 1024 * 1024

/** An answer's text: UTF-8, or GBK (as GB18030) where it is a sheet. XML must be UTF-8. */
export function answerText(bytes: Uint8Array): Result<string> {
  if (bytes.byteLength > maxBytes) return refuse('answer_too_large', {}, 'answer')
  if (bytes.includes(0) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse('answer_encoding', {}, 'answer')
  }
  const utf8 = decode(bytes, 'utf-8')
  if (utf8 !== null) return ok(utf8)
  const chinese = decode(bytes, 'gb18030')
  return chinese === null || isXml(chinese) ? refuse('answer_encoding', {}, 'answer') : ok(chinese)
}

/** Reads an answer, whichever kind it is. */
export function readAnswer(text: string, today: LocalDate): Result<AnswerFile> {
  if (text.length > maxBytes) return refuse('answer_too_large', {}, 'answer')
  return isXml(text) ? parseReport(text, today) : parseAnswerCsv(text, today)
}

function isXml(text: string): boolean {
  return /^[\uFEFF\s]*</.test(text)
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
