import type { LocalDate } from '../kernel/time.ts'

/** A season repeats each year between two "MM-DD" days, both included; one that begins late may end in the next year. */
export type Season = { seasonFrom: string; seasonUntil: string }

export function isInSeason({ seasonFrom, seasonUntil }: Season, on: LocalDate): boolean {
  const day = on.slice(5)
  if (seasonFrom <= seasonUntil) return seasonFrom <= day && day <= seasonUntil
  return day >= seasonFrom || day <= seasonUntil
}

export function isAllYear({ seasonFrom, seasonUntil }: Season): boolean {
  return seasonFrom === '01-01' && seasonUntil === '12-31'
}
