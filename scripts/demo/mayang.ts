import { withdrawOffer } from '../../src/catalogue/commands.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { addDays } from '../../src/kernel/time.ts'
import { closeLots } from '../../src/proceeds/commands/finalise.ts'
import { makeOffer } from '../../test/support/factories/catalogue.ts'
import { makeContract, makeProduct } from '../../test/support/factories/contract.ts'
import { made } from '../../test/support/factories/made.ts'
import { makeOrganisation } from '../../test/support/factories/organisation.ts'
import { makeGuaranteePayment } from '../../test/support/factories/settlement.ts'
import { enrol, packHarvest, quotePrices, sweep, villagesOf, weigh } from './harvest.ts'
import type { Place } from './people.ts'
import { sell } from './sale.ts'
import { settle } from './settling.ts'
import { returnSurplus } from './supplying.ts'
import { seasonYear, type World } from './world.ts'

const countyCode = '431226000000'

/** 麻阳: rock-sugar oranges bought at the day's price or the floor, whichever is higher; the cooperative answers for it. */
export function planMayang(world: World): Place {
  const place: Place = { organisationId: '', households: [] }
  const { context } = world
  const year = seasonYear(world.today, '11-16')
  world.on(`${year - 1}-10-08`, 9, async () => {
    await makeProduct(context, { id: 'orange', nameZh: '冰糖橙', nameEn: 'Rock-sugar orange', drawing: 'orange', maxGramsPerMu: 2_000_000 })
    const organisationId = await makeOrganisation(context, {
      divisionCode: countyCode,
      nameZh: '麻阳锦河冰糖橙专业合作社（演示）',
      nameEn: 'Jinhe Orange Cooperative (demo)',
      storyZh: '锦江两岸的橙子要等第一场霜。霜一打，糖就上来了。',
      storyEn: 'Along the Jin river the oranges wait for the first frost. The frost brings the sugar.',
      phone: '0745-5800000',
    })
    const villages = await villagesOf(world, ['431226208000', '431226103000'], 3)
    const households = await enrol(world, organisationId, villages, 54, `${year - 1}-10-08`)
    Object.assign(place, { organisationId, households })
    const split = [0, 10_000, 0] as const
    const terms = {
      organisationId,
      enterpriseId: null,
      guarantorId: organisationId,
      mode: 'order_purchase',
      split,
      floorBasis: 'household',
      floorFenPerKg: 260,
      productId: 'orange',
      householdIds: households,
    } as const
    const contractOf = (of: number) =>
      makeContract(context, {
        ...terms,
        title: `${of} 年冰糖橙订单收购协议`,
        from: `${of}-10-01`,
        until: `${of + 1}-09-30`,
        guaranteeOn: `${of + 1}-03-01`,
      })
    planSoldSeason(world, { organisationId, households, contractVersionId: await contractOf(year - 1), year: year - 1 })
    returnSurplus(world, { organisationId, households, foundedOn: `${year - 1}-10-08`, year: year - 1, surplusFen: 8_640_000 })
    world.on(`${year}-10-08`, 9, async () =>
      planNewSeason(world, { organisationId, households, contractVersionId: await contractOf(year), year }),
    )
  })
  return place
}

type Season = { organisationId: string; contractVersionId: string; households: readonly string[]; year: number }

function planSoldSeason(world: World, { organisationId, contractVersionId, households, year }: Season): void {
  const { context } = world
  // The reference falls through the floor of 2.60 in the middle of the season and comes back.
  quotePrices(world, {
    productId: 'orange',
    grades: ['first'],
    countyCode,
    from: `${year}-11-08`,
    days: 35,
    fenPerKg: [340, 290, 240, 220, 270],
  })
  const fruit = { organisationId, contractVersionId, productId: 'orange', grade: 'first' } as const
  const deliveryIds = weigh(world, { ...fruit, households, from: `${year}-11-10`, days: 26, kilograms: [300, 900] })
  world.on(`${year}-12-08`, 18, async () => {
    const { lotId, packs } = await packHarvest(world, {
      organisationId,
      deliveryIds,
      shelfLifeDays: 90,
      sizes: [{ packGrams: 10_000, part: 100 }],
    })
    await sweep(world, lotId)
    const { packId, units } = packs[0]!
    const words = {
      nameZh: '麻阳冰糖橙 家庭箱',
      nameEn: 'Mayang rock-sugar oranges, family box',
      storageZh: '阴凉通风处保存',
      storageEn: 'Keep cool and airy',
    }
    const offerId = await makeOffer(context, {
      organisationId,
      packId,
      priceFen: 4990,
      ...words,
      shelfLifeDays: 90,
      seasonFrom: '11-10',
      seasonUntil: '02-28',
    })
    const part = Math.floor(units / 16)
    for (let n = 0; n < 14; n++)
      sell(world, { packId, units: part, on: addDays(`${year}-12-10`, n * 4), reaches: n % 6 === 5 ? 'final_after_refund' : 'final' })
    sell(world, { packId, units: units - 14 * part, on: `${year + 1}-02-10` })
    world.on(`${year + 1}-03-02`, 8, async () => void made(await withdrawOffer(context, offerId)))
  })
  world.on(`${year + 1}-03-01`, 20, () => closeLots(context))
  settle(world, { organisationId, on: `${year + 1}-03-02` })
  world.on(`${year + 1}-03-16`, 15, async () => {
    const { contractId } = (await findVersion(context.county, contractVersionId))!
    await makeGuaranteePayment(context, { contractId, amountFen: 12_000_000 })
  })
  settle(world, { organisationId, on: `${year + 1}-04-02` })
}

function planNewSeason(world: World, { organisationId, contractVersionId, households, year }: Season): void {
  const fruit = { organisationId, contractVersionId, productId: 'orange', grade: 'first' } as const
  quotePrices(world, {
    productId: 'orange',
    grades: ['first'],
    countyCode,
    from: `${year}-11-04`,
    days: 42,
    fenPerKg: [380, 360, 310, 280, 250, 290],
  })
  const deliveryIds = weigh(world, { ...fruit, households: households.slice(0, 40), from: `${year}-11-05`, days: 6, kilograms: [250, 700] })
  world.on(`${year}-11-11`, 19, async () => {
    const packIds = await offerNewFruit(world, organisationId, deliveryIds)
    for (let n = 0; n < 9; n++)
      sell(world, {
        packId: packIds[n % 2]!,
        units: 1 + (n % 4),
        on: addDays(`${year}-11-12`, n),
        reaches: n < 5 ? 'final' : n < 7 ? 'shipped' : 'paid',
      })
  })
  weigh(world, { ...fruit, households: households.slice(40), from: addDays(world.today, -4), days: 4, kilograms: [250, 600] })
  settle(world, { organisationId, on: addDays(world.today, -1), reaches: 'draft' })
}

async function offerNewFruit(world: World, organisationId: string, deliveryIds: string[]): Promise<string[]> {
  const sizes = [
    { packGrams: 5000, part: 50 },
    { packGrams: 10_000, part: 30 },
  ]
  const { packs } = await packHarvest(world, { organisationId, deliveryIds, shelfLifeDays: 60, sizes })
  await makeOffer(world.context, {
    organisationId,
    packs: [
      { packId: packs[0]!.packId, priceFen: 3280 },
      { packId: packs[1]!.packId, priceFen: 5680 },
    ],
    nameZh: '麻阳冰糖橙 新果',
    nameEn: 'Mayang rock-sugar oranges, new season',
    storyZh: '皮薄化渣，甜得干净。采下后在通风库里静置三天，让皮上的水汽散掉再装箱。',
    storyEn: 'Thin skin, clean sweetness. Rested three days in an airy store before boxing.',
    storageZh: '阴凉通风处可放两个月',
    storageEn: 'Keeps two months in a cool airy place',
    shelfLifeDays: 60,
    seasonFrom: '11-05',
    seasonUntil: '03-31',
  })
  return packs.map(({ packId }) => packId)
}
