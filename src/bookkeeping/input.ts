import { z } from '@hono/zod-openapi'
import type { Month } from '../kernel/time.ts'
import { assetCodes, liabilityCodes } from '../ledger/account.ts'

export const monthInput = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, '请选择月份，如 2026-06|Choose a month such as 2026-06')
export const codeInput = z.enum([...assetCodes, ...liabilityCodes])

/** Closes a month of an organisation's books. */
export const newPeriodInput = z.object({ organisationId: z.string().min(1).max(64), month: monthInput }).openapi('NewPeriod')
/** The same from a page, where the manager ticks that it cannot be undone. */
export const newPeriodForm = newPeriodInput.extend({ sure: z.literal('yes', '请先核对并勾选|Check the books and tick this first') })

export type NewPeriod = z.infer<typeof newPeriodInput>

/** Where a page of a ledger ended. */
export type LedgerCursor = { month: Month; seq: number; n: number }

/** The last line of the page before, as "month.entry.transfer". */
export const cursorInput = z
  .string()
  .regex(/^[12]\d{3}-\d{2}\.\d{1,15}\.\d{1,9}$/)
  .optional()

export function cursorOf(text: string | undefined): LedgerCursor | null {
  const [month, seq, n] = text?.split('.') ?? []
  return month && seq && n ? { month, seq: Number(seq), n: Number(n) } : null
}

export function cursorText({ month, seq, n }: LedgerCursor): string {
  return `${month}.${seq}.${n}`
}
