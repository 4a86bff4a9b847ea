import { recordMarketPrice } from '../../src/contract/commands.ts'
import type { Grade } from '../../src/contract/tables.ts'
import { addDays, type LocalDate } from '../../src/kernel/time.ts'
import { recordLoss } from '../../src/lot/commands.ts'
import { findLot } from '../../src/lot/queries.ts'
import { childDivisions } from '../../src/region/queries.ts'
import { makeHousehold } from '../../test/support/factories/household.ts'
import { makeDelivery } from '../../test/support/factories/intake.ts'
import { makeLot, makePackLot } from '../../test/support/factories/lot.ts'
import { made } from '../../test/support/factories/made.ts'
import { makeMember } from '../../test/support/factories/organisation.ts'
import type { World } from './world.ts'

/** So many villages of each township, in the order of their codes. */
export async function villagesOf({ context }: World, townships: readonly string[], each: number): Promise<string[]> {
  const lists = await Promise.all(townships.map((code) => childDivisions(context.county, code)))
  return lists.flatMap((list) => list.slice(0, each).map(({ code }) => code))
}

/** Invented households spread over the villages, all members of the organisation since that day. */
export async function enrol(
  world: World,
  organisationId: string,
  villages: readonly string[],
  count: number,
  fromOn: LocalDate,
): Promise<string[]> {
  const { context } = world
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const people = 2 + world.chance(5)
    const status = (['registered', 'exited', 'exited', 'none', 'monitored_unstable'] as const)[world.chance(5)]!
    const villageCode = villages[n % villages.length]!
    const householdId = await makeHousehold(context, {
      villageCode,
      people,
      workers: 1 + world.chance(people - 1),
      status,
      statusFromOn: '2020-11-30',
    })
    await makeMember(context, organisationId, householdId, { number: n + 1, fromOn })
    ids.push(householdId)
  }
  return ids
}

type Quotes = {
  productId: string
  grades: readonly Grade[]
  countyCode: string
  from: LocalDate
  days: number
  fenPerKg: readonly number[]
}

/** Plans a market reference price a week, going through the given list. */
export function quotePrices(world: World, { productId, grades, countyCode, from, days, fenPerKg }: Quotes): void {
  for (let week = 0; week * 7 < days; week++) {
    const onDate = addDays(from, week * 7)
    world.on(onDate, 6, async () => {
      const price = { productId, countyCode, onDate, fenPerKg: fenPerKg[week % fenPerKg.length]!, source: '县农产品批发市场（演示）' }
      for (const grade of grades) made(await recordMarketPrice(world.context, { ...price, grade }))
    })
  }
}

export type Harvest = {
  organisationId: string
  contractVersionId: string
  productId: string
  grade: Grade
  households: readonly string[]
  from: LocalDate
  days: number
  kilograms: readonly [least: number, most: number]
}

/** Plans one slip for each household, on days spread over the harvest. The list fills with the slips' ids as they are weighed. */
export function weigh(world: World, { households, from, days, kilograms, ...terms }: Harvest): string[] {
  const [least, most] = kilograms
  const deliveryIds: string[] = []
  for (const householdId of households) {
    const on = addDays(from, world.chance(days))
    const grams = 500 * (2 * least + world.chance(2 * (most - least)))
    world.on(on, 7 + world.chance(10), async () => {
      deliveryIds.push(await makeDelivery(world.context, { ...terms, householdId, grams, on }))
    })
  }
  return deliveryIds
}

type Packing = {
  organisationId: string
  deliveryIds: string[]
  shelfLifeDays: number
  sizes: readonly { packGrams: number; part: number }[]
}

/** Pools slips, writes off what sorting took and packs parts of the lot (in hundredths) in the given sizes. Answers lot and packs. */
export async function packHarvest({ context }: World, { organisationId, deliveryIds, shelfLifeDays, sizes }: Packing) {
  const lotId = await makeLot(context, { organisationId, deliveryIds })
  const { grams } = (await findLot(context.county, lotId))!
  const lost = { grams: Math.max(1, Math.floor(grams / 50)), kind: 'shrinkage', reason: '分拣剔除的破损和水分损耗' } as const
  made(await recordLoss(context, lotId, lost))
  const packs: { packId: string; units: number }[] = []
  for (const { packGrams, part } of sizes) {
    const units = Math.floor((grams * 0.98 * part) / 100 / packGrams)
    const { packId } = await makePackLot(context, { lotId, packGrams, units, shelfLifeDays })
    packs.push({ packId, units })
  }
  return { lotId, packs }
}

/** Writes off what is left of a lot in grams too few for another pack, so that it can close when all is sold. */
export async function sweep({ context }: World, lotId: string): Promise<void> {
  const { grams, packedGrams, lostGrams } = (await findLot(context.county, lotId))!
  const left = grams - packedGrams - lostGrams
  if (left > 0) made(await recordLoss(context, lotId, { grams: left, kind: 'overfill', reason: '每箱多装的零头' }))
}
