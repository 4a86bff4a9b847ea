import { sql, type SQL } from 'drizzle-orm'
import { checkPin } from '../household/card/commands.ts'
import { permit } from '../identity/permission.ts'
import { actorKey } from '../kernel/actor.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { massText, type Grams } from '../kernel/quantity.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { must, type Statement } from '../platform/database.ts'
import { keepFile } from '../platform/files.ts'
import type { NewDelivery } from './input.ts'
import { findDelivery, insertDelivery, insertReversal } from './queries.ts'
import { quoteDelivery, seasonSum, type Quote } from './quote/queries.ts'
import { mayReverse, slipNumberPrefix } from './slip.ts'

/**
 * Records a weighed slip and fixes on it what the floor makes due. The slip's number is drawn inside the batch, so two
 * scales never draw the same one. A PIN of the household confirms it; a photo is kept with it.
 */
export async function recordDelivery(context: Context, input: NewDelivery, photo: Blob | null = null): Promise<Result<string>> {
  const refused = permit(context.actor, 'delivery.record', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const quote = await quoteDelivery(context, input)
  if (!quote.ok) return quote
  const wrongPin = input.pin ? await checkPin(context, input.householdId, input.pin) : null
  if (wrongPin) return { ok: false, problem: { ...wrongPin, field: 'pin' } }
  return writeSlip(context, input, quote.value, photo)
}

async function writeSlip(
  context: Context,
  input: NewDelivery,
  { seasonLimitGrams, ...valued }: Quote,
  photo: Blob | null,
): Promise<Result<string>> {
  const id = newId('dlv', context.clock)
  const kept = photo ? await keepFile(context, photo, 'slip_photo', id) : ok(null)
  if (!kept.ok) return kept
  const { pin, priceFenPerKg: _asked, ...weighed } = input
  const { organisationId, deliveredOn } = weighed
  const slip = {
    id,
    ...weighed,
    ...valued,
    number: nextSlipNumber(organisationId, slipNumberPrefix(deliveredOn)),
    photoFileId: kept.value?.id ?? null,
    confirmedBy: pin ? ('pin' as const) : ('none' as const),
    recordedBy: actorKey(context.actor),
    recordedAtMs: context.clock.now(),
  }
  const statements: Statement[] = [
    ...(kept.value ? [kept.value.statement] : []),
    ...(seasonLimitGrams === null ? [] : [withinSeason(slip, seasonLimitGrams)]),
    insertDelivery(slip),
  ]
  const detail = { organisationId, netGrams: slip.netGrams }
  const written = await commit(context, 'county', statements, { action: 'delivery.record', subject: id, detail })
  // What a guard of the database refuses at the last moment is told with the same facts as before.
  const facts = { date: deliveredOn, limit: massText(seasonLimitGrams ?? 0, 'kg') }
  return written.ok ? written : { ok: false, problem: { ...written.problem, facts } }
}

// Judged again as the slip is written: another scale may have weighed for the same household meanwhile.
function withinSeason(
  { householdId, productId, deliveredOn, netGrams }: Pick<NewDelivery, 'householdId' | 'productId' | 'deliveredOn'> & { netGrams: Grams },
  limit: Grams,
): Statement {
  return must(sql`(${seasonSum(householdId, productId, deliveredOn)}) + ${netGrams} <= ${limit}`, 'weight_beyond_land')
}

/** The next free number of the day, computed by the database as it writes the slip; past 9999 it collides and is refused. */
function nextSlipNumber(organisationId: string, prefix: string): SQL<string> {
  return sql<string>`(SELECT ${prefix} || printf('%04d', coalesce((SELECT substr(number, 10) FROM deliveries
    WHERE organisation_id = ${organisationId} AND number >= ${prefix} AND number < ${`${prefix}:`} ORDER BY number DESC LIMIT 1), 0) + 1))`
}

/** Takes a slip back by a counter-record with its reason; the slip itself stays. Refused once it is in a lot. */
export async function reverseDelivery(context: Context, id: string, reason: string): Promise<Result<string>> {
  const slip = await findDelivery(context, id)
  const refused = permit(context.actor, 'delivery.record', slip ? { organisationId: slip.organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  if (!slip) return refuse('not_found')
  const allowed = mayReverse(slip)
  if (!allowed.ok) return allowed
  const once = must(sql`NOT EXISTS (SELECT 1 FROM delivery_reversals WHERE delivery_id = ${id})`, 'slip_reversed')
  const written = await commit(context, 'county', [once, insertReversal(context, { deliveryId: id, reason })], {
    action: 'delivery.reverse',
    subject: id,
  })
  return written.ok ? written : { ok: false, problem: { ...written.problem, facts: { number: slip.number } } }
}

/** Notes that a slip is printed: the first print is the household's own, later ones are marked as copies. */
export async function printDelivery(context: Context, id: string): Promise<Result<string>> {
  const slip = await findDelivery(context, id)
  const refused = permit(context.actor, 'delivery.record', slip ? { organisationId: slip.organisationId } : {})
  if (refused) return { ok: false, problem: refused }
  const print = sql`INSERT INTO delivery_prints (delivery_id, copy, printed_by, at_ms)
    SELECT ${id}, count(*) + 1, ${actorKey(context.actor)}, ${context.clock.now()} FROM delivery_prints WHERE delivery_id = ${id}`
  return slip ? commit(context, 'county', [print], { action: 'delivery.print', subject: id }) : refuse('not_found')
}
