import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { account } from '../../ledger/account.ts'
import { postEntry } from '../../ledger/queries.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import type { NewGuaranteePayment } from '../input.ts'
import { guaranteePayments } from '../tables.ts'

type ContractOwner = { organisationId: string; divisionCode: string; guarantorId: string }

/** Records money the guarantor paid into the organisation's account for a contract; each bank reference counts once. */
export async function recordGuaranteePayment(context: Context, input: NewGuaranteePayment): Promise<Result<string>> {
  const contract = await context.county
    .first<ContractOwner>(sql`SELECT c.organisation_id AS organisationId, o.division_code AS divisionCode,
    c.guarantor_id AS guarantorId FROM contracts c JOIN organisations o ON o.id = c.organisation_id WHERE c.id = ${input.contractId}`)
  const refused = permit(context.actor, 'guarantee.record', contract ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!contract) return refuse('not_found')
  const now = context.clock.now()
  if (input.paidOn > localDate(now)) return refuse('paid_in_future', {}, 'paidOn')
  const { organisationId, guarantorId } = contract
  const id = newId('gua', context.clock)
  const transfer = {
    debit: account(organisationId, 'bank'),
    credit: account(organisationId, 'guarantee', input.contractId),
    amountFen: input.amountFen,
  }
  const statements = [
    build.insert(guaranteePayments).values({ ...input, id, organisationId, guarantorId, recordedBy: actorKey(context.actor), atMs: now }),
    ...postEntry(context, {
      id: `guarantee:${id}`,
      organisationId,
      kind: 'guarantee',
      subject: id,
      reason: 'guarantee paid in',
      evidence: input.bankReference,
      aboutOn: input.paidOn,
      transfers: [transfer],
    }),
  ]
  return commit(context, 'county', statements, { action: 'guarantee.record', subject: id, detail: { amountFen: input.amountFen } })
}
