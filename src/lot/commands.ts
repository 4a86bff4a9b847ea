import { sql, type SQL } from 'drizzle-orm'
import { findProduct } from '../contract/queries.ts'
import { permit } from '../identity/permission.ts'
import { actorKey } from '../kernel/actor.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { localDate } from '../kernel/time.ts'
import { account } from '../ledger/account.ts'
import { openAccounts } from '../ledger/queries.ts'
import { findOrganisation } from '../organisation/queries.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, jsonRows, must, type Statement } from '../platform/database.ts'
import { keepFile } from '../platform/files.ts'
import { countyOf } from '../region/division.ts'
import type { NewLoss, NewLot, NewPack, NewPackLot } from './input.ts'
import { composeLot, type Composition } from './lot.ts'
import { loseGrams, loseUnits } from './loss.ts'
import { lotNumberPrefix } from './number.ts'
import { bestBefore, packUnits } from './pack.ts'
import { findLot, findPack, findPackLot, slipsToPool } from './queries.ts'
import { lotLosses, lots, packLots, packs } from './tables.ts'

/** Runs a command again when another one changed the same stock between its reading and its writing, so that the refusal tells today's figures. */
async function settled(attempt: () => Promise<Result<string>>): Promise<Result<string>> {
  const first = await attempt()
  const moved = !first.ok && ['slip_pooled', 'slip_reversed', 'lot_overdrawn', 'pack_lot_oversold'].includes(first.problem.code)
  return moved && Object.keys(first.problem.facts).length === 0 ? attempt() : first
}

/** Pools waiting slips into an origin lot and freezes its composition: origins, villages, days and sums, in one batch. */
export async function poolLot(context: Context, { organisationId, deliveryIds }: NewLot): Promise<Result<string>> {
  const refused = permit(context.actor, 'lot.write', { organisationId })
  if (refused) return { ok: false, problem: refused }
  const organisation = await findOrganisation(context.county, organisationId)
  if (!organisation) return refuse('not_found')
  const wanted = [...new Set(deliveryIds)]
  return settled(async () => {
    const slips = await slipsToPool(context.county, organisationId, wanted)
    if (slips.length < wanted.length) return refuse('not_found', {}, 'deliveryIds')
    const composed = composeLot(slips)
    if (!composed.ok) return composed
    const id = newId('lot', context.clock)
    const { villages: _villages, days: _days, ...frozen } = composed.value
    const row = {
      id,
      organisationId,
      ...frozen,
      countyCode: countyOf(organisation.divisionCode),
      number: nextLotNumber(organisationId, lotNumberPrefix(localDate(context.clock.now()))),
      pooledBy: actorKey(context.actor),
      pooledAtMs: context.clock.now(),
    }
    const statements = [
      build.insert(lots).values(row),
      ...compositionStatements(id, wanted, composed.value),
      openAccounts(saleAccounts(organisationId, id)),
    ]
    const detail = { organisationId, slips: frozen.slips, grams: frozen.grams }
    return commit(context, 'county', statements, { action: 'lot.pool', subject: id, detail })
  })
}

// The accounts a sale moves: opened here, so that the first order of a lot costs what every later one does.
function saleAccounts(organisationId: string, lotId: string) {
  const ofLot = [account(organisationId, 'lot_sold', lotId), account(organisationId, 'lot_final', lotId)]
  return [account(organisationId, 'clearing'), account(organisationId, 'freight'), ...ofLot]
}

function compositionStatements(lotId: string, deliveryIds: readonly string[], { villages, days }: Composition): Statement[] {
  return [
    sql`INSERT INTO lot_origins (lot_id, delivery_id, household_id, grams)
      SELECT ${lotId}, d.id, d.household_id, d.net_grams FROM ${jsonRows(deliveryIds)} j JOIN deliveries d ON d.id = j.value`,
    sql`INSERT INTO lot_villages (lot_id, village_code, households, slips, grams)
      SELECT ${lotId}, value ->> 'villageCode', value ->> 'households', value ->> 'slips', value ->> 'grams' FROM ${jsonRows(villages)}`,
    sql`INSERT INTO lot_days (lot_id, on_date, slips, grams)
      SELECT ${lotId}, value ->> 'onDate', value ->> 'slips', value ->> 'grams' FROM ${jsonRows(days)}`,
  ]
}

function nextLotNumber(organisationId: string, prefix: string): SQL<string> {
  return sql<string>`(SELECT ${prefix} || printf('%03d', coalesce((SELECT substr(number, 11) FROM lots
    WHERE organisation_id = ${organisationId} AND number >= ${prefix} AND number < ${`${prefix}:`} ORDER BY number DESC LIMIT 1), 0) + 1))`
}

/** Defines a size in which a product and grade is sold. */
export async function definePack(context: Context, input: NewPack): Promise<Result<string>> {
  const refused = permit(context.actor, 'lot.write', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const product = await findProduct(context.county, input.productId)
  if (!product) return refuse('not_found', {}, 'productId')
  if (!product.grades.includes(input.grade)) return refuse('grade_unknown', {}, 'grade')
  const id = newId('pck', context.clock)
  const detail = { productId: input.productId, packGrams: input.packGrams }
  return commit(context, 'county', [build.insert(packs).values({ id, ...input })], { action: 'pack.define', subject: id, detail })
}

/** Makes packs of one size from a lot. The pack lot keeps pointing to its origin lot, whose money it shares. */
export async function packLot(context: Context, lotId: string, input: NewPackLot): Promise<Result<string>> {
  return settled(async () => {
    const lot = await findLot(context.county, lotId)
    const refused = permit(context.actor, 'lot.write', { organisationId: lot?.organisationId })
    if (refused) return { ok: false, problem: refused }
    const pack = await findPack(context.county, input.packId)
    if (!lot) return refuse('not_found')
    if (!pack || pack.organisationId !== lot.organisationId) return refuse('not_found', {}, 'packId')
    const { units, packedOn, shelfLifeDays } = input
    const drawn = packUnits(lot, pack, { units, packedOn, today: localDate(context.clock.now()) })
    if (!drawn.ok) return drawn
    const id = newId('plt', context.clock)
    const row = {
      id,
      lotId,
      packId: pack.id,
      packGrams: pack.packGrams,
      units,
      packedOn,
      number: sql<string>`(SELECT ${`${lot.number}-P`} || printf('%02d', count(*) + 1) FROM pack_lots WHERE lot_id = ${lotId})`,
      bestBeforeOn: bestBefore(packedOn, shelfLifeDays),
      packedBy: actorKey(context.actor),
      packedAtMs: context.clock.now(),
    }
    const detail = { lotId, units, grams: drawn.value }
    return commit(context, 'county', [build.insert(packLots).values(row)], { action: 'lot.pack', subject: id, detail })
  })
}

/** Writes off grams not packed yet, or whole free packs, with a kind and a reason. What the floor makes due stays due. */
export async function recordLoss(context: Context, lotId: string, input: NewLoss, photo: Blob | null = null): Promise<Result<string>> {
  return settled(async () => {
    const lot = await findLot(context.county, lotId)
    const refused = permit(context.actor, 'lot.write', { organisationId: lot?.organisationId })
    if (refused) return { ok: false, problem: refused }
    if (!lot) return refuse('not_found')
    const stock = input.packLotId ? await findPackLot(context.county, input.packLotId) : null
    if (input.packLotId && stock?.lotId !== lotId) return refuse('not_found', {}, 'packLotId')
    const lost = stock ? loseUnits(lot, stock, input.units ?? 0) : loseGrams(lot, input.grams ?? 0)
    if (!lost.ok) return lost
    const id = newId('los', context.clock)
    const kept = photo ? await keepFile(context, photo, 'loss_photo', id) : ok(null)
    if (!kept.ok) return kept
    const row = {
      id,
      lotId,
      packLotId: stock?.id ?? null,
      kind: input.kind,
      reason: input.reason,
      ...lost.value,
      photoFileId: kept.value?.id ?? null,
      recordedBy: actorKey(context.actor),
      atMs: context.clock.now(),
    }
    // Somebody else may have written off or sold the same packs since; the lot's own count would be a fault, not a refusal.
    const free = sql`(SELECT units - reserved_units - sold_units - lost_units FROM pack_lots WHERE id = ${row.packLotId})`
    const statements = [
      ...(kept.value ? [kept.value.statement] : []),
      ...(stock ? [must(sql`${free} >= ${row.units}`, 'pack_lot_oversold')] : []),
      build.insert(lotLosses).values(row),
    ]
    const detail = { lotId, kind: input.kind, grams: lost.value.grams }
    return commit(context, 'county', statements, { action: 'lot.loss', subject: id, detail })
  })
}
