import { refuse, type Result, ok } from '../kernel/result.ts'
import { hourMs, type LocalDate, type Ms } from '../kernel/time.ts'

export const grades = ['premium', 'first', 'second', 'processing'] as const
export type Grade = (typeof grades)[number]

/** A slip waits for a lot, is in one, or was reversed; it never goes back. */
export type SlipState = 'waiting' | 'pooled' | 'reversed'

/** The day's part of a slip number: "2026-06-18" -> "20260618-"; four digits follow, counted per organisation and day. */
export function slipNumberPrefix(deliveredOn: LocalDate): string {
  return `${deliveredOn.replaceAll('-', '')}-`
}

/** The number of the slip that stands for this one once it is corrected: 20260618-0007 -> 20260618-0007-2 -> 20260618-0007-3. */
export function correctedNumber(number: string): string {
  const [, base, version = '1'] = /^(.*?-\d{4})(?:-(\d+))?$/.exec(number) ?? [number, number]
  return `${base}-${Number(version) + 1}`
}

/** Only a slip that waits can be reversed; once in a lot it stands behind goods that may be sold. */
export function mayReverse({ number, state }: { number: string; state: SlipState }): Result<null> {
  if (state === 'reversed') return refuse('slip_reversed', { number })
  if (state === 'pooled') return refuse('slip_in_lot', { number })
  return ok(null)
}

type Cursor = { deliveredOn: LocalDate; id: string }

/** Where a list of slips goes on: after this slip. */
export function afterSlip({ deliveredOn, id }: Cursor): string {
  return `${deliveredOn}~${id}`
}

/** Reads it back; nothing for a first page or a text that is none. */
export function parseAfterSlip(text: string | undefined): Cursor | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})~(\w+)$/.exec(text ?? '')
  return match ? { deliveredOn: match[1]!, id: match[2]! } : undefined
}

/**
 * Which print of a slip this is: the household's own or a copy by its number. A page that is opened again long after
 * its first print was noted prints a copy, too.
 */
export function copyNumber(print: { copy: number; atMs: Ms } | null, now: Ms): number | null {
  if (!print) return null
  return print.copy === 1 && now - print.atMs > hourMs / 4 ? 2 : print.copy
}
