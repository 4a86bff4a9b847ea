import { assert } from './result.ts'

/** UTC milliseconds. */
export type Ms = number
/** Calendar day in China, "2026-06-18". */
export type LocalDate = string
/** Calendar month in China, "2026-06". */
export type Month = string

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
// China keeps one offset all year, and has since 1991.
const chinaOffsetMs = 8 * hourMs

export function localDate(at: Ms): LocalDate {
  return new Date(at + chinaOffsetMs).toISOString().slice(0, 10)
}

/** "2026-06-18 14:05" in China. */
export function localMinute(at: Ms): string {
  return new Date(at + chinaOffsetMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** The first millisecond of a day in China. */
export function startOfDay(date: LocalDate): Ms {
  const at = Date.parse(`${date}T00:00:00Z`)
  assert(Number.isFinite(at), `${date} is not a date`)
  return at - chinaOffsetMs
}

/** A day of the calendar between 1000 and 2999, which is what the tables take. */
export function isLocalDate(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate(startOfDay(date) + days * dayMs)
}

export function monthOf(date: LocalDate): Month {
  return date.slice(0, 7)
}

export function lastDayOf(month: Month): LocalDate {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
}

export function monthAfter(month: Month): Month {
  return monthOf(addDays(lastDayOf(month), 1))
}

export function monthBefore(month: Month): Month {
  return monthOf(addDays(`${month}-01`, -1))
}
