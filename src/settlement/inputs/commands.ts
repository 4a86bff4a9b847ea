import { checkPin } from '../../household/card/commands.ts'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { account } from '../../ledger/account.ts'
import { postEntry } from '../../ledger/queries.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import { keepFile } from '../../platform/files.ts'
import { mayAdvance, mayReverseAdvance } from './advance.ts'
import type { NewInput } from './input.ts'
import { advanceTerms, findInput, standingBalance } from './queries.ts'
import { inputAdvances, inputReversals } from './tables.ts'

/**
 * Records inputs handed to a household on credit, confirmed by its own PIN or by a photo of its signature. What is
 * deducted for them later is the contract's `inputCapBp` at most, and never touches the floor. Answers its id.
 */
export async function recordInput(context: Context, input: NewInput, evidence: Blob | null = null): Promise<Result<string>> {
  const refused = permit(context.actor, 'input.record', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const { pin, ...handed } = input
  const terms = await advanceTerms(context.county, { ...handed, on: handed.handedOn })
  if (!terms) return refuse('not_found', {}, 'contractVersionId')
  const allowed = mayAdvance(handed.handedOn, localDate(context.clock.now()), terms)
  if (!allowed.ok) return allowed
  if (!pin && !evidence) return refuse('signed_list_missing', {}, 'pin')
  const wrongPin = pin ? await checkPin(context, handed.householdId, pin) : null
  if (wrongPin) return { ok: false, problem: { ...wrongPin, field: 'pin' } }
  return writeAdvance(context, handed, pin ? 'pin' : 'signature', evidence)
}

async function writeAdvance(
  context: Context,
  handed: Omit<NewInput, 'pin'>,
  confirmedBy: 'pin' | 'signature',
  evidence: Blob | null,
): Promise<Result<string>> {
  const id = newId('inp', context.clock)
  const kept = evidence ? await keepFile(context, evidence, 'input_evidence', id) : ok(null)
  if (!kept.ok) return { ok: false, problem: { ...kept.problem, field: 'evidence' } }
  const evidenceFileId = kept.value?.id ?? null
  const { organisationId, householdId, amountFen } = handed
  const row = { ...handed, id, evidenceFileId, confirmedBy, recordedBy: actorKey(context.actor), atMs: context.clock.now() }
  const statements = [
    ...(kept.value ? [kept.value.statement] : []),
    build.insert(inputAdvances).values(row),
    ...postEntry(context, {
      id: `input:${id}`,
      organisationId,
      kind: 'input',
      subject: id,
      reason: 'inputs handed out on credit',
      ...(evidenceFileId ? { evidence: evidenceFileId } : {}),
      aboutOn: handed.handedOn,
      transfers: [{ debit: account(organisationId, 'inputs', householdId), credit: account(organisationId, 'supplied'), amountFen }],
    }),
  ]
  const written = await commit(context, 'county', statements, {
    action: 'input.record',
    subject: id,
    detail: { organisationId, amountFen },
  })
  return written.ok ? written : { ok: false, problem: { ...written.problem, facts: { date: handed.handedOn } } }
}

/** Takes a hand-out back by a counter-record, by another person than its recorder; refused once lines deduct for it. */
export async function reverseInput(context: Context, id: string, reason: string): Promise<Result<string>> {
  const advance = await findInput(context.county, context.actor, id)
  const refused = permit(context.actor, 'input.record', advance ? { organisationId: advance.organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  if (!advance) return refuse('not_found')
  const by = actorKey(context.actor)
  const allowed = mayReverseAdvance(
    { ...advance, isReversed: advance.reversedAtMs !== null },
    await standingBalance(context.county, advance),
    by,
  )
  if (!allowed.ok) return allowed
  const { organisationId, householdId, amountFen } = advance
  const statements = [
    build.insert(inputReversals).values({ advanceId: id, reason, reversedBy: by, atMs: context.clock.now() }),
    ...postEntry(context, {
      id: `input-back:${id}`,
      organisationId,
      kind: 'input',
      subject: id,
      reason,
      transfers: [{ debit: account(organisationId, 'supplied'), credit: account(organisationId, 'inputs', householdId), amountFen }],
    }),
  ]
  return commit(context, 'county', statements, { action: 'input.reverse', subject: id, detail: { organisationId, amountFen } })
}
