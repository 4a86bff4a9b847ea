import { sql } from 'drizzle-orm'
import { definePack, packLot, poolLot } from '../../../src/lot/commands.ts'
import { findLot } from '../../../src/lot/queries.ts'
import { localDate } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { makeOffer } from './catalogue.ts'
import { makeContract } from './contract.ts'
import { makeHousehold } from './household.ts'
import { makeDelivery } from './intake.ts'
import { asSystem, made } from './made.ts'
import { makeMember, makeOrganisation } from './organisation.ts'

/** An origin lot of these slips. Answers its id. */
export async function makeLot(context: Context, input: { organisationId: string; deliveryIds: string[] }): Promise<string> {
  return made(await poolLot(asSystem(context), input))
}

type PackOptions = { lotId: string; packGrams: number; units: number; packedOn?: string; shelfLifeDays?: number }

/** Packs of one size from a lot, packed today and good for a week; the size is defined when it is new. */
export async function makePackLot(
  context: Context,
  { lotId, packGrams, units, packedOn, shelfLifeDays = 7 }: PackOptions,
): Promise<{ packId: string; packLotId: string }> {
  const system = asSystem(context)
  const packId = await packOf(system, lotId, packGrams)
  const input = { packId, units, packedOn: packedOn ?? localDate(context.clock.now()), shelfLifeDays }
  return { packId, packLotId: made(await packLot(system, lotId, input)) }
}

async function packOf(context: Context, lotId: string, packGrams: number): Promise<string> {
  const { organisationId, productId, grade } = (await findLot(context.county, lotId))!
  const known = await context.county.first<{ id: string }>(sql`SELECT id FROM packs
    WHERE organisation_id = ${organisationId} AND product_id = ${productId} AND grade = ${grade} AND pack_grams = ${packGrams}`)
  if (known) return known.id
  const names = { nameZh: `${packGrams / 1000}公斤装`, nameEn: `${packGrams / 1000} kg box` }
  return made(await definePack(context, { organisationId, productId, grade, packGrams, ...names }))
}

type SeasonOptions = {
  households: number
  gramsEach: number
  packGrams: number
  priceFen?: number
  organisationId?: string
  villageCodes?: readonly string[]
}

/** A whole organisation: members under the seed's contract, one slip each, one lot, as many packs as it yields, and an offer of them. */
export async function makeSeason(
  context: Context,
  { households, gramsEach, packGrams, priceFen = 3990, villageCodes, ...given }: SeasonOptions,
) {
  const organisationId = given.organisationId ?? (await makeOrganisation(context))
  const contractVersionId = await makeContract(context, { organisationId })
  const householdIds: string[] = []
  const deliveryIds: string[] = []
  for (let i = 0; i < households; i++) {
    const villageCode = villageCodes?.[i % villageCodes.length]
    const householdId = await makeHousehold(context, villageCode ? { villageCode } : {})
    await makeMember(context, organisationId, householdId)
    householdIds.push(householdId)
    deliveryIds.push(await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: gramsEach }))
  }
  const lotId = await makeLot(context, { organisationId, deliveryIds })
  const units = Math.floor((households * gramsEach) / packGrams)
  const { packId, packLotId } = await makePackLot(context, { lotId, packGrams, units })
  const offerId = await makeOffer(context, { organisationId, packId, priceFen })
  return { organisationId, contractVersionId, householdIds, deliveryIds, lotId, packId, packLotId, units, offerId }
}
