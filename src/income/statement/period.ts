import { lastDayOf, type LocalDate } from '../../kernel/time.ts'

/** A month or a year of a statement, as it stands in an address: "2026-06" or "2026". */
export type Period = { text: string; from: LocalDate; until: LocalDate }

export function parsePeriod(text: string): Period | null {
  if (/^[12]\d{3}$/.test(text)) return { text, from: `${text}-01-01`, until: `${text}-12-31` }
  if (!/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text)) return null
  return { text, from: `${text}-01`, until: lastDayOf(text) }
}

/** The period before and the one after, of the same length. */
export function besides({ text }: Period): { before: string; after: string } {
  const year = Number(text.slice(0, 4))
  if (text.length === 4) return { before: String(year - 1), after: String(year + 1) }
  const month = Number(text.slice(5))
  const name = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}`
  return {
    before: month === 1 ? name(year - 1, 12) : name(year, month - 1),
    after: month === 12 ? name(year + 1, 1) : name(year, month + 1),
  }
}
