import { refuse, type Result, ok } from '../kernel/result.ts'
import type { LocalDate } from '../kernel/time.ts'

export const grades = ['premium', 'first', 'second', 'processing'] as const
export type Grade = (typeof grades)[number]

/** A slip waits for a lot, is in one, or was reversed; it never goes back. */
export type SlipState = 'waiting' | 'pooled' | 'reversed'

/** The day's part of a slip number: "2026-06-18" -> "20260618-"; four digits follow, counted per organisation and day. */
export function slipNumberPrefix(deliveredOn: LocalDate): string {
  return `${deliveredOn.replaceAll('-', '')}-`
}

/** Only a slip that waits can be reversed; once in a lot it stands behind goods that may be sold. */
export function mayReverse({ number, state }: { number: string; state: SlipState }): Result<null> {
  if (state === 'reversed') return refuse('slip_reversed', { number })
  if (state === 'pooled') return refuse('slip_in_lot', { number })
  return ok(null)
}
