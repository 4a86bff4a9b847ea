import { permit } from '../identity/permission.ts'
import { actorKey } from '../kernel/actor.ts'
import { refuse, type Result } from '../kernel/result.ts'
import { lastSeq, nothingPosted, recordPeriod } from '../ledger/queries.ts'
import { findOrganisation } from '../organisation/queries.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { sha256 } from '../platform/digest.ts'
import type { NewPeriod } from './input.ts'
import { closing } from './period.ts'
import { accountTurnovers, standingOf } from './queries.ts'
import { trialSheet } from './sheet.ts'
import { sumOf } from './trial-balance.ts'

/**
 * Closes a month of the books for good: what is posted later stands in an open month. Kept with it are the totals and
 * the sha256 of its trial balance as a file. Answers "organisation/month".
 */
export async function closePeriod(context: Context, { organisationId, month }: NewPeriod): Promise<Result<string>> {
  const { county, clock } = context
  const organisation = await findOrganisation(county, organisationId)
  const refused = permit(context.actor, 'ledger.close', organisation ? { organisationId, divisionCode: organisation.divisionCode } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  const next = closing(month, await standingOf(county, organisationId, clock.now()))
  if (!next.ok) return next
  const seq = await lastSeq(county)
  const rows = await accountTurnovers(county, { organisationId, month })
  const { debitFen, creditFen } = sumOf(rows)
  const period = {
    organisationId,
    month,
    nextMonth: next.value,
    accounts: rows.length,
    debitFen,
    creditFen,
    trialSha256: await sha256(trialSheet(rows)),
    closedBy: actorKey(context.actor),
    closedAtMs: clock.now(),
  }
  const statements = [nothingPosted(organisationId, month, seq), recordPeriod(period)]
  return commit(context, 'county', statements, {
    action: 'ledger.close',
    subject: `${organisationId}/${month}`,
    detail: { sha256: period.trialSha256 },
  })
}
