import { ok, refuse, type Result } from '../kernel/result.ts'
import { monthAfter, type Month } from '../kernel/time.ts'

/** Where an organisation's books stand; months are null before the first posting and the first closing. */
export type Standing = { firstMonth: Month | null; closedThrough: Month | null; thisMonth: Month }

/** The month that is closed next, null while nothing was ever posted. */
export function nextToClose({ firstMonth, closedThrough }: Standing): Month | null {
  return closedThrough ? monthAfter(closedThrough) : firstMonth
}

/** Months are closed one after the other, each once it is over; answers the month that is open after it. */
export function closing(month: Month, standing: Standing): Result<Month> {
  const next = nextToClose(standing)
  if (next === null) return refuse('books_empty', {}, 'month')
  if (standing.closedThrough !== null && month <= standing.closedThrough) return refuse('month_closed', {}, 'month')
  if (month >= standing.thisMonth) return refuse('month_not_over', { month }, 'month')
  if (month !== next) return refuse('month_out_of_order', { next }, 'month')
  return ok(monthAfter(month))
}
