import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { sumFen, yuan } from '../../kernel/money.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate, monthOf } from '../../kernel/time.ts'
import { account } from '../../ledger/account.ts'
import { balanceFen, postEntry } from '../../ledger/queries.ts'
import { findOrganisation } from '../../organisation/queries.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, must } from '../../platform/database.ts'
import { sql } from 'drizzle-orm'
import type { NewCapital, NewSurplus, NewSurplusDeposit } from './input.ts'
import { insertSurplus, loadAllotted, loadYear, yearRecords } from './queries.ts'
import { distributeSurplus, surplusLines, type Allotted, type Distribution, type SurplusLine } from './surplus.ts'
import { memberCapitals, surplusDeposits } from './tables.ts'

/** Records what a member's capital of one kind is from a day on; 0 when it was given back. Answers the record's id. */
export async function recordCapital(context: Context, input: NewCapital): Promise<Result<string>> {
  const refused = permit(context.actor, 'surplus.record', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const now = context.clock.now()
  if (input.fromOn > localDate(now)) return refuse('capital_in_future', {}, 'fromOn')
  const id = newId('cap', context.clock)
  const row = { ...input, id, recordedBy: actorKey(context.actor), atMs: now }
  const detail = { organisationId: input.organisationId, shareFen: input.shareFen }
  const written = await commit(context, 'county', [build.insert(memberCapitals).values(row)], {
    action: 'capital.record',
    subject: id,
    detail,
  })
  return written.ok ? written : { ok: false, problem: { ...written.problem, facts: { date: input.fromOn }, field: 'fromOn' } }
}

/** Records surplus the cooperative paid into its payout account; each bank reference counts once. Answers the deposit's id. */
export async function depositSurplus(context: Context, input: NewSurplusDeposit): Promise<Result<string>> {
  const { organisationId, amountFen } = input
  const organisation = await findOrganisation(context.county, organisationId)
  const refused = permit(context.actor, 'surplus.record', organisation ? { organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  const now = context.clock.now()
  if (input.paidOn > localDate(now)) return refuse('paid_in_future', {}, 'paidOn')
  const id = newId('sur', context.clock)
  const statements = [
    build.insert(surplusDeposits).values({ ...input, id, recordedBy: actorKey(context.actor), atMs: now }),
    ...postEntry(context, {
      id: `surplus:${id}`,
      organisationId,
      kind: 'surplus',
      subject: id,
      reason: 'surplus paid in',
      evidence: input.bankReference,
      aboutOn: input.paidOn,
      transfers: [{ debit: account(organisationId, 'bank'), credit: account(organisationId, 'surplus'), amountFen }],
    }),
  ]
  const kept = await commit(context, 'county', statements, {
    action: 'surplus.deposit',
    subject: id,
    detail: { organisationId, amountFen },
  })
  return kept.ok ? kept : { ok: false, problem: { ...kept.problem, field: 'bankReference' } }
}

/** What a draft would pay: the distribution, the lines it makes, and how much is missing in the surplus account. */
export type SurplusPlan = {
  distribution: Distribution | null
  lines: SurplusLine[]
  totalFen: number
  missingFen: number
  records: number
}

/** Works a year's distribution out without writing anything; the same refusals as drafting, but for missing money. */
export async function planSurplus(context: Context, input: NewSurplus): Promise<Result<SurplusPlan>> {
  const { organisationId, year } = input
  const allowed = await mayDraft(context, organisationId)
  if (!allowed.ok) return allowed
  if (year >= localDate(context.clock.now()).slice(0, 4)) return refuse('surplus_year_running', { year }, 'year')
  const { members, allotted, records } = await loadYear(context.county, organisationId, year)
  const distributed = distributeSurplus({ ...input, members })
  if (!distributed.ok) return { ok: false, problem: { ...distributed.problem, facts: { year } } }
  const villages = new Map(members.map(({ householdId, villageCode }) => [householdId, villageCode]))
  const all = withParts(allotted, distributed.value, villages)
  return ok(await planOf(context, organisationId, { distribution: distributed.value, lines: surplusLines(all), records }))
}

function withParts(allotted: readonly Allotted[], { parts }: Distribution, villages: ReadonlyMap<string, string>): Allotted[] {
  const sums = new Map(allotted.map((row) => [row.householdId, row]))
  for (const { householdId, byVolumeFen, byCapitalFen } of parts) {
    const none = {
      householdId,
      villageCode: villages.get(householdId)!,
      volumeFen: 0,
      capitalFen: 0,
      volumeCarriedFen: 0,
      capitalCarriedFen: 0,
    }
    const had = sums.get(householdId) ?? none
    sums.set(householdId, { ...had, volumeFen: had.volumeFen + byVolumeFen, capitalFen: had.capitalFen + byCapitalFen })
  }
  return [...sums.values()]
}

async function planOf(
  context: Context,
  organisationId: string,
  plan: Pick<SurplusPlan, 'distribution' | 'lines' | 'records'>,
): Promise<SurplusPlan> {
  const totalFen = sumFen(plan.lines.map((line) => line.amountFen))
  const held = await balanceFen(context.county, account(organisationId, 'surplus'))
  return { ...plan, totalFen, missingFen: Math.max(0, totalFen - held) }
}

async function mayDraft(context: Context, organisationId: string): Promise<Result<null>> {
  const organisation = await findOrganisation(context.county, organisationId)
  const refused = permit(context.actor, 'settlement.write', organisation ? { organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  return organisation.kind === 'cooperative' ? ok(null) : refuse('surplus_only_cooperative')
}

/**
 * Drafts the distribution of a year's surplus as a settlement of its own kind, which then takes the same way as any
 * other: notice, approval by another person, bank, answer. What came back unpaid from earlier years is in it. Answers its id.
 */
export async function draftSurplus(context: Context, input: NewSurplus): Promise<Result<string>> {
  for (let tries = 1; ; tries++) {
    const planned = await planSurplus(context, input)
    if (!planned.ok) return planned
    const drafted = await writeDraft(context, input.organisationId, planned.value, input)
    if (drafted.ok || drafted.problem.code !== 'busy_try_again' || tries === 3) return drafted
  }
}

/** Drafts a settlement of nothing but what earlier surplus settlements could not pay. Answers its id. */
export async function draftUnpaidSurplus(context: Context, organisationId: string): Promise<Result<string>> {
  const allowed = await mayDraft(context, organisationId)
  if (!allowed.ok) return allowed
  const { allotted, records } = await loadAllotted(context.county, organisationId)
  const lines = surplusLines(allotted)
  if (lines.length === 0) return refuse('surplus_all_paid')
  return writeDraft(context, organisationId, await planOf(context, organisationId, { distribution: null, lines, records }), null)
}

async function writeDraft(
  context: Context,
  organisationId: string,
  { distribution, lines, totalFen, missingFen, records }: SurplusPlan,
  terms: NewSurplus | null,
): Promise<Result<string>> {
  if (missingFen > 0) return refuse('surplus_short', { short: yuan(missingFen) })
  const now = context.clock.now()
  const today = localDate(now)
  const id = newId('stl', context.clock)
  const made = { id, organisationId, month: monthOf(today), asOfOn: today, madeBy: actorKey(context.actor), madeAtMs: now }
  const distributed = distribution && terms ? { ...terms, ...distribution } : null
  const statements = [must(sql`${yearRecords(organisationId)} = ${records}`, 'busy_try_again'), ...insertSurplus(made, lines, distributed)]
  const detail = { lines: lines.length, totalFen, ...(terms ? { year: terms.year } : {}) }
  const written = await commit(context, 'county', statements, { action: 'surplus.draft', subject: id, detail })
  return written.ok ? written : { ok: false, problem: { ...written.problem, facts: terms ? { year: terms.year } : {} } }
}
