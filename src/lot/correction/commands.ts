import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import type { NewDelivery } from '../../intake/input.ts'
import { findDelivery, insertDelivery, insertReversal, type Slip } from '../../intake/queries.ts'
import { quoteDelivery, type Quote } from '../../intake/quote/queries.ts'
import { correctedNumber } from '../../intake/slip.ts'
import { actorKey } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, must, type Statement } from '../../platform/database.ts'
import { keepFile } from '../../platform/files.ts'
import { lotOfSlip } from '../listing/queries.ts'
import { recompose, type PoolSlip } from '../lot.ts'
import type { CorrectionDecision, NewCorrection } from './input.ts'
import { findCorrection, rewriteSums, standingSlips, type Correction } from './queries.ts'
import { slipCorrections } from './tables.ts'

/**
 * Says what a slip should have said - weight, grade, member, price - or that nothing was delivered at all. Nothing changes
 * until somebody else approves it. Refused for a slip that is reversed, or already has a correction; valued like a new slip.
 * Answers the correction's id.
 */
export async function proposeCorrection(
  context: Context,
  deliveryId: string,
  { corrected, reason }: NewCorrection,
  evidence: Blob | null = null,
): Promise<Result<string>> {
  const slip = await findDelivery(context, deliveryId)
  const forbidden = permit(context.actor, 'delivery.record', slip ? { organisationId: slip.organisationId } : {})
  if (forbidden) return { ok: false, problem: forbidden }
  if (!slip) return refuse('not_found')
  if (slip.state === 'reversed') return refuse('slip_reversed', { number: slip.number })
  const quote = corrected ? await quoteDelivery(context, asDelivery(slip, corrected), slip) : null
  if (quote && !quote.ok) return quote
  if (quote && corrected && saysTheSame(slip, corrected, quote.value)) return refuse('correction_changes_nothing')
  const id = newId('cor', context.clock)
  const kept = evidence ? await keepFile(context, evidence, 'correction_proof', id) : ok(null)
  if (!kept.ok) return kept
  const row = {
    id,
    deliveryId,
    ...(corrected && {
      ...corrected,
      priceFenPerKg: quote!.value.guaranteedFenPerKg,
      replacementId: newId('dlv', context.clock),
    }),
    reason,
    evidenceFileId: kept.value?.id ?? null,
    proposedBy: actorKey(context.actor),
    proposedAtMs: context.clock.now(),
  }
  const statements = [...(kept.value ? [kept.value.statement] : []), build.insert(slipCorrections).values(row)]
  return commit(context, 'county', statements, { action: 'correction.propose', subject: id, detail: { deliveryId } })
}

/**
 * A second person's decision. Approved, the slip is reversed and the corrected one takes its place, in the same lot, in one
 * batch; what every household of the lot has earned follows from the new weights, and what was already received beyond it
 * is set off later. Law: design 2.3, 2.6. Answers the correction's id.
 */
export function decideCorrection(context: Context, id: string, input: CorrectionDecision): Promise<Result<string>> {
  return retried(() => decide(context, id, input))
}

async function decide(context: Context, id: string, { decision, words }: CorrectionDecision): Promise<Result<string>> {
  const correction = await findCorrection(context.county, context.actor, id)
  const forbidden = permit(context.actor, 'correction.decide', correction ?? {})
  if (forbidden) return { ok: false, problem: forbidden }
  if (!correction) return refuse('not_found')
  if (correction.status !== 'proposed') return refuse('correction_decided')
  if (correction.proposedBy === actorKey(context.actor)) return refuse('correction_by_proposer')
  const decided = decisionStatements(context, correction, decision === 'approve' ? 'approved' : 'refused', words)
  const deed = { action: `correction.${decision}`, subject: id, detail: { deliveryId: correction.deliveryId } }
  if (decision === 'refuse') return commit(context, 'county', decided, deed)
  const change = await replacement(context, correction)
  return change.ok ? commit(context, 'county', [...decided, ...change.value], deed) : change
}

function decisionStatements(context: Context, { id }: Correction, status: 'approved' | 'refused', words: string): Statement[] {
  return [
    sql`UPDATE slip_corrections SET status = ${status}, decided_by = ${actorKey(context.actor)}, decided_at_ms = ${context.clock.now()},
      decision_words = ${words} WHERE id = ${id}`,
  ]
}

async function replacement(context: Context, correction: Correction): Promise<Result<Statement[]>> {
  const slip = await findDelivery({ ...context, actor: { kind: 'system', job: 'correction' } }, correction.deliveryId)
  if (!slip || slip.state === 'reversed') return refuse('slip_reversed', { number: correction.number })
  const reversal = insertReversal(context, { deliveryId: slip.id, correctionId: correction.id, reason: correction.reason })
  // A slip that waits for a lot may be reversed meanwhile by whoever weighed it; then it is read again.
  const standing = must(sql`NOT EXISTS (SELECT 1 FROM delivery_reversals WHERE delivery_id = ${slip.id})`, 'busy_try_again')
  const corrected = await correctedSlip(context, correction, slip)
  if (!corrected.ok) return corrected
  const slips = corrected.value ? [insertDelivery(corrected.value)] : []
  const lot = await lotOfSlip(context.county, slip.id)
  if (!lot) return ok([standing, stillWaiting(slip.id), reversal, ...slips])
  const before = await standingSlips(context.county, lot.id)
  const after = before.filter(({ id }) => id !== slip.id).concat(corrected.value ? [asPoolSlip(corrected.value)] : [])
  if (after.length === 0) return refuse('lot_without_weight')
  return ok([
    standing,
    sameSlips(lot.id, before),
    reversal,
    ...slips,
    ...originOf(lot.id, corrected.value),
    ...rewriteSums(lot.id, recompose(after)),
  ])
}

// Pooled meanwhile, the slip's place is in that lot.
function stillWaiting(deliveryId: string): Statement {
  return must(sql`NOT EXISTS (SELECT 1 FROM lot_origins WHERE delivery_id = ${deliveryId})`, 'busy_try_again')
}

type Corrected = ReturnType<typeof slipRow>

async function correctedSlip(context: Context, correction: Correction, slip: Slip): Promise<Result<Corrected | null>> {
  const { replacementId, householdId, grade, grossGrams, tareGrams, deductedGrams, priceFenPerKg } = correction
  if (replacementId === null) return ok(null)
  const said = {
    householdId: householdId!,
    grade: grade!,
    grossGrams: grossGrams!,
    tareGrams: tareGrams!,
    deductedGrams: deductedGrams!,
    priceFenPerKg,
  }
  const delivery = asDelivery(slip, said)
  const quote = await quoteDelivery(context, delivery, slip)
  return quote.ok ? ok(slipRow(context, replacementId, slip, delivery, quote.value)) : quote
}

function slipRow(context: Context, id: string, slip: Slip, delivery: NewDelivery, { seasonLimitGrams: _limit, ...valued }: Quote) {
  const { pin: _pin, priceFenPerKg: _price, ...weighed } = delivery
  return {
    id,
    ...weighed,
    ...valued,
    number: correctedNumber(slip.number),
    photoFileId: slip.photoFileId,
    confirmedBy: 'none' as const,
    correctsId: slip.id,
    recordedBy: actorKey(context.actor),
    recordedAtMs: context.clock.now(),
  }
}

function originOf(lotId: string, corrected: Corrected | null): Statement[] {
  if (!corrected) return []
  return [
    sql`INSERT INTO lot_origins (lot_id, delivery_id, household_id, grams)
      VALUES (${lotId}, ${corrected.id}, ${corrected.householdId}, ${corrected.netGrams})`,
  ]
}

// Another correction in the same lot meanwhile would make the sums stale.
function sameSlips(lotId: string, slips: readonly PoolSlip[]): Statement {
  const ids = JSON.stringify(slips.map(({ id }) => id))
  return must(
    sql`(SELECT count(*) FROM lot_origins o JOIN json_each(${ids}) j ON j.value = o.delivery_id WHERE o.lot_id = ${lotId}
        AND NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = o.delivery_id)) = ${slips.length}
      AND (SELECT slips FROM lots WHERE id = ${lotId}) = ${slips.length}`,
    'busy_try_again',
  )
}

function asDelivery(slip: Slip, said: NonNullable<NewCorrection['corrected']>): NewDelivery {
  const { organisationId, contractVersionId, productId, deliveredOn } = slip
  return { organisationId, contractVersionId, productId, deliveredOn, ...said, pin: null }
}

function asPoolSlip({ id, ...slip }: Corrected): PoolSlip {
  return { ...slip, id, state: 'waiting' }
}

function saysTheSame(slip: Slip, said: NonNullable<NewCorrection['corrected']>, { guaranteedFenPerKg }: Quote): boolean {
  const figures = [said.householdId, said.grade, said.grossGrams, said.tareGrams, said.deductedGrams, guaranteedFenPerKg]
  const before = [slip.householdId, slip.grade, slip.grossGrams, slip.tareGrams, slip.deductedGrams, slip.guaranteedFenPerKg]
  return figures.join() === before.join()
}
