import { codeInput, monthInput } from '../../src/bookkeeping/input.ts'
import { localDate, monthOf, type Month } from '../../src/kernel/time.ts'
import type { AccountCode } from '../../src/ledger/account.ts'
import { Refusal } from '../../src/platform/api.ts'
import type { Context } from '../../src/platform/context.ts'

/** What a page of the ledger needs of its request; every console's Hono context fits. */
type LedgerRequest = {
  req: { param(name: string): string | undefined; query(name: string): string | undefined }
  var: { context: Context }
}

export function codeAsked({ req }: LedgerRequest): AccountCode {
  const code = codeInput.safeParse(req.param('code'))
  if (!code.success) throw new Refusal({ code: 'account_unknown', facts: {} })
  return code.data
}

/** The month asked for, or this one. */
export function monthAsked({ req, var: { context } }: LedgerRequest): Month {
  const asked = monthInput.safeParse(req.query('month'))
  return asked.success ? asked.data : monthOf(localDate(context.clock.now()))
}

/** The number of the last transfer of the page before, 0 on the first. */
export function transferAsked({ req }: LedgerRequest): number {
  return Math.max(0, Math.trunc(Number(req.query('after'))) || 0)
}
