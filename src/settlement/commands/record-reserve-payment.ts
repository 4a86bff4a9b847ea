import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { account } from '../../ledger/account.ts'
import { postEntry } from '../../ledger/queries.ts'
import { findOrganisation } from '../../organisation/queries.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import type { NewReservePayment } from '../input.ts'
import { reservePayments } from '../tables.ts'

/** Records money the organisation set aside in its refund reserve; each bank reference counts once. Law: design 2.6. */
export async function recordReservePayment(context: Context, input: NewReservePayment): Promise<Result<string>> {
  const organisation = await findOrganisation(context.county, input.organisationId)
  const refused = permit(context.actor, 'guarantee.record', organisation ? { organisationId: organisation.id } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  const now = context.clock.now()
  if (input.paidOn > localDate(now)) return refuse('paid_in_future', {}, 'paidOn')
  const { organisationId, amountFen, bankReference, paidOn } = input
  const id = newId('res', context.clock)
  const transfer = { debit: account(organisationId, 'bank'), credit: account(organisationId, 'reserve'), amountFen }
  const entry = { id: `reserve:${id}`, organisationId, kind: 'reserve' as const, subject: id, reason: 'refund reserve paid in' }
  const statements = [
    build.insert(reservePayments).values({ ...input, id, recordedBy: actorKey(context.actor), atMs: now }),
    ...postEntry(context, { ...entry, evidence: bankReference, aboutOn: paidOn, transfers: [transfer] }),
  ]
  return commit(context, 'county', statements, { action: 'reserve.record', subject: id, detail: { amountFen } })
}
