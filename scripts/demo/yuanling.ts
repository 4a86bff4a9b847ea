import { addDays } from '../../src/kernel/time.ts'
import { makeOffer } from '../../test/support/factories/catalogue.ts'
import { makeContract, makeProduct } from '../../test/support/factories/contract.ts'
import { makeOrganisation } from '../../test/support/factories/organisation.ts'
import { enrol, packHarvest, quotePrices, villagesOf, weigh } from './harvest.ts'
import type { Place } from './people.ts'
import { sell } from './sale.ts'
import { settle } from './settling.ts'
import { seasonYear, type World } from './world.ts'

const countyCode = '431222000000'

/** 沅陵: green tea of a family farm that looks after its neighbours' gardens. */
export function planYuanling(world: World): Place {
  const place: Place = { organisationId: '', households: [] }
  const { context } = world
  const year = seasonYear(world.today, '05-10')
  world.on(`${year}-02-10`, 9, async () => {
    await makeProduct(context, { id: 'green-tea', nameZh: '碣滩绿茶', nameEn: 'Jietan green tea', category: 'tea', drawing: 'tea' })
    const organisationId = await makeOrganisation(context, {
      kind: 'family_farm',
      divisionCode: countyCode,
      nameZh: '沅陵碣滩云雾家庭农场（演示）',
      nameEn: 'Jietan Cloud Family Farm (demo)',
      storyZh: '沅水边的老茶园，雾散得晚，芽长得慢。',
      storyEn: 'An old garden above the Yuan river, where mist lifts late and buds grow slowly.',
      phone: '0745-4200000',
    })
    const villages = await villagesOf(world, ['431222251000'], 3)
    const households = await enrol(world, organisationId, villages, 18, `${year}-02-10`)
    Object.assign(place, { organisationId, households })
    const contractVersionId = await makeContract(context, {
      organisationId,
      enterpriseId: null,
      mode: 'entrusted',
      split: [0, 4000, 6000],
      floorFenPerKg: 30_000,
      productId: 'green-tea',
      householdIds: households,
      title: `${year} 年茶园托管协议`,
      from: `${year}-02-01`,
      until: `${year}-12-31`,
      guaranteeOn: `${year}-12-31`,
    })
    planTea(world, { organisationId, contractVersionId, households, year })
  })
  return place
}

type Season = { organisationId: string; contractVersionId: string; households: readonly string[]; year: number }

function planTea(world: World, { organisationId, contractVersionId, households, year }: Season): void {
  quotePrices(world, {
    productId: 'green-tea',
    grades: ['first'],
    countyCode,
    from: `${year}-03-10`,
    days: 30,
    fenPerKg: [42_000, 36_000, 29_000, 31_000],
  })
  const leaves = {
    organisationId,
    contractVersionId,
    productId: 'green-tea',
    grade: 'first',
    households,
    days: 10,
    kilograms: [1, 6],
  } as const
  const early = weigh(world, { ...leaves, from: `${year}-03-12` })
  const late = weigh(world, { ...leaves, from: `${year}-03-24` })
  world.on(`${year}-04-06`, 18, async () => {
    const { packs } = await packHarvest(world, {
      organisationId,
      deliveryIds: [...early, ...late],
      shelfLifeDays: 540,
      sizes: [{ packGrams: 125, part: 70 }],
    })
    const { packId } = packs[0]!
    await makeOffer(world.context, {
      organisationId,
      packId,
      priceFen: 7600,
      nameZh: '碣滩绿茶 明前一级',
      nameEn: 'Jietan green tea, early spring',
      storyZh: '一芽一叶，八十度的水，三十秒出汤。',
      storyEn: 'One bud and a leaf; water at 80 °C, thirty seconds.',
      storageZh: '密封冷藏',
      storageEn: 'Keep sealed in the fridge',
      shelfLifeDays: 540,
      seasonFrom: '03-20',
      seasonUntil: '06-30',
    })
    for (let n = 0; n < 14; n++) sell(world, { packId, units: 1 + (n % 5), on: addDays(`${year}-04-10`, n * 12) })
    sell(world, { packId, units: 2, on: addDays(world.today, -1), reaches: 'paid' })
  })
  settle(world, { organisationId, on: addDays(world.today, -12), reaches: 'approved' })
}
