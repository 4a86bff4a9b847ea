import { findVersion } from '../../src/contract/queries.ts'
import { addDays } from '../../src/kernel/time.ts'
import { chooseChannel } from '../../src/income/cash/commands.ts'
import { closeLots } from '../../src/proceeds/commands/finalise.ts'
import { makeStatement } from '../../src/settlement/commands/make-statement.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { makeOffer } from '../../test/support/factories/catalogue.ts'
import { makeContract, makeProduct } from '../../test/support/factories/contract.ts'
import { made } from '../../test/support/factories/made.ts'
import { makeOrganisation } from '../../test/support/factories/organisation.ts'
import { season000Villages } from '../../test/support/factories/season-000.ts'
import { makeGuaranteePayment } from '../../test/support/factories/settlement.ts'
import { planAccounts } from './paying.ts'
import { enrol, packHarvest, quotePrices, sweep, weigh } from './harvest.ts'
import type { Place } from './people.ts'
import { sell, type Reaches } from './sale.ts'
import { correctWeight, setReserve } from './correcting.ts'
import { settle } from './settling.ts'
import { handOutInputs } from './supplying.ts'
import { seasonYear, type World } from './world.ts'

const countyCode = '431229000000'

/** 靖州: bayberries of ten villages under the seed's contract; last year's market fell below the floor, and the guarantor is late. */
export function planJingzhou(world: World): Place {
  const place: Place = { organisationId: '', households: [] }
  const { context } = world
  const year = seasonYear(world.today, '06-30')
  world.on(`${year - 1}-03-02`, 9, async () => {
    await makeProduct(context, { maxGramsPerMu: 700_000 })
    const enterpriseId = await makeOrganisation(context, {
      kind: 'enterprise',
      divisionCode: countyCode,
      nameZh: '湖南红岭果酒有限公司（演示）',
      nameEn: 'Hongling Fruit Wine (demo)',
    })
    const organisationId = await foundCooperative(world)
    const households = await enrol(world, organisationId, season000Villages, 96, `${year - 1}-03-02`)
    Object.assign(place, { organisationId, households })
    const terms = { organisationId, enterpriseId, householdIds: households, landCentimu: 620 }
    const contractOf = (of: number, advanceBp: number, inputCapBp = 0) =>
      makeContract(context, {
        ...terms,
        advanceBp,
        inputCapBp,
        title: `${of} 年杨梅产销保底协议`,
        from: `${of}-03-01`,
        until: `${of}-12-31`,
        guaranteeOn: `${of}-12-31`,
      })
    planLowSeason(world, { organisationId, households, contractVersionId: await contractOf(year - 1, 0), year: year - 1 })
    world.on(`${year}-03-02`, 9, async () =>
      planGoodSeason(world, { organisationId, households, contractVersionId: await contractOf(year, 3000, 2000), year }),
    )
  })
  return place
}

function foundCooperative({ context }: World): Promise<string> {
  return makeOrganisation(context, {
    divisionCode: countyCode,
    nameZh: '靖州红岭杨梅专业合作社（演示）',
    nameEn: 'Hongling Bayberry Cooperative (demo)',
    storyZh: '十个村子，九十多户人家，一面坡上的杨梅树。天不亮采果，八点前过磅，当天进冷库。',
    storyEn: 'Ten villages, over ninety families, one hillside of bayberry trees. Picked before dawn, weighed by eight, cold by evening.',
    phone: '0745-8200000',
  })
}

type Season = { organisationId: string; contractVersionId: string; households: readonly string[]; year: number }

function planLowSeason(world: World, { organisationId, contractVersionId, households, year }: Season): void {
  const { context } = world
  const fruit = { productId: 'bayberry', grade: 'processing' as const }
  quotePrices(world, {
    productId: 'bayberry',
    grades: ['processing'],
    countyCode,
    from: `${year}-06-01`,
    days: 35,
    fenPerKg: [360, 320, 300, 310, 330],
  })
  const deliveryIds = weigh(world, {
    ...fruit,
    organisationId,
    contractVersionId,
    households,
    from: `${year}-06-05`,
    days: 22,
    kilograms: [140, 420],
  })
  world.on(`${year}-06-28`, 18, async () => {
    const { lotId, packs } = await packHarvest(world, {
      organisationId,
      deliveryIds,
      shelfLifeDays: 365,
      sizes: [{ packGrams: 20_000, part: 100 }],
    })
    await sweep(world, lotId)
    const { packId, units } = packs[0]!
    const words = { nameZh: '靖州杨梅加工果 20 公斤周转筐', nameEn: 'Jingzhou bayberries for processing, 20 kg crate' }
    await makeOffer(context, { organisationId, packId, priceFen: 6000, ...words, shelfLifeDays: 365 })
    const quarter = Math.floor(units / 4)
    for (const n of [0, 1, 2, 3]) sell(world, { packId, units: n < 3 ? quarter : units - 3 * quarter, on: addDays(`${year}-07-02`, n * 6) })
  })
  world.on(`${year}-08-31`, 20, () => closeLots(context))
  settle(world, { organisationId, on: `${year}-09-02` })
  world.on(`${year + 1}-01-05`, 15, async () => {
    const { contractId } = (await findVersion(context.county, contractVersionId))!
    await makeGuaranteePayment(context, { contractId, amountFen: 1_000_000 })
  })
  settle(world, { organisationId, on: `${year + 1}-01-06` })
}

function planGoodSeason(world: World, season: Season): void {
  const { organisationId, contractVersionId, households, year } = season
  const fruit = { organisationId, contractVersionId, productId: 'bayberry' }
  const goods = { item: '有机肥', unit: '袋', priceFen: 8500 }
  handOutInputs(world, { organisationId, contractVersionId, households: households.slice(0, 8), goods, on: `${year}-03-12` })
  quotePrices(world, {
    productId: 'bayberry',
    grades: ['premium', 'first'],
    countyCode,
    from: `${year}-06-01`,
    days: 35,
    fenPerKg: [780, 640, 520, 380, 460],
  })
  const picky = households.filter((_, index) => index % 3 !== 0)
  const first = weigh(world, { ...fruit, grade: 'first', households, from: `${year}-06-04`, days: 20, kilograms: [60, 260] })
  const premium = weigh(world, { ...fruit, grade: 'premium', households: picky, from: `${year}-06-08`, days: 16, kilograms: [20, 90] })
  world.on(`${year}-06-26`, 18, async () => {
    const packIds = [...(await offerFrozen(world, organisationId, first)), ...(await offerGifts(world, organisationId, premium))]
    planSales(world, packIds, `${year}-07-01`)
  })
  setReserve(world, organisationId, `${year}-06-02`, 3_000_000)
  settle(world, { organisationId, on: `${year}-08-03` })
  correctWeight(world, () => first[4]!, `${year}-08-20`, true)
  correctWeight(world, () => first[9]!, addDays(world.today, -1), false)
  settle(world, {
    organisationId,
    on: `${year}-10-03`,
    fails: (line) => line.partyId === households[3],
    cash: (line) => line.partyId === households[6] || line.partyId === households[9],
  })
  planAccounts(world, { organisationId, households })
  settle(world, {
    organisationId,
    on: addDays(world.today, -3),
    reaches: 'notice',
    noticed: async (id) => world.after(30 * 3_600_000, () => answerNotice(world, id)),
  })
}

const frozen = {
  shelfLifeDays: 540,
  storageZh: '−18℃ 冷冻保存，吃前冷藏解冻 3 小时',
  storageEn: 'Keep at −18 °C; thaw in the fridge for 3 hours',
}

async function offerFrozen(world: World, organisationId: string, deliveryIds: string[]): Promise<string[]> {
  const sizes = [
    { packGrams: 2500, part: 40 },
    { packGrams: 5000, part: 20 },
  ]
  const { packs } = await packHarvest(world, { organisationId, deliveryIds, shelfLifeDays: 540, sizes })
  await makeOffer(world.context, {
    ...frozen,
    organisationId,
    packs: [
      { packId: packs[0]!.packId, priceFen: 6900 },
      { packId: packs[1]!.packId, priceFen: 12_800 },
    ],
    nameZh: '靖州杨梅 速冻鲜果',
    nameEn: 'Jingzhou bayberries, quick-frozen',
    storyZh: '六月采下，当天速冻。核小肉厚，酸甜都在。解冻到还带一点冰碴的时候最好吃。',
    storyEn: 'Picked in June and frozen the same day. Small stone, deep flavour; best while a little ice is left.',
  })
  return packs.map(({ packId }) => packId)
}

async function offerGifts(world: World, organisationId: string, deliveryIds: string[]): Promise<string[]> {
  const { packs } = await packHarvest(world, { organisationId, deliveryIds, shelfLifeDays: 540, sizes: [{ packGrams: 1000, part: 60 }] })
  await makeOffer(world.context, {
    ...frozen,
    organisationId,
    packs: [{ packId: packs[0]!.packId, priceFen: 4900 }],
    nameZh: '靖州杨梅 特级礼盒',
    nameEn: 'Jingzhou bayberries, premium gift box',
    storyZh: '一棵树上只挑向阳的果，一颗一颗装盒。',
    storyEn: 'Only the sunny side of each tree, boxed one by one.',
  })
  return packs.map(({ packId }) => packId)
}

function planSales(world: World, packIds: readonly string[], from: string): void {
  const endings: Reaches[] = ['final', 'final', 'final', 'final_after_refund', 'final', 'cancelled', 'final', 'claim_refunded', 'final']
  for (let n = 0; n < 42; n++)
    sell(world, {
      packId: packIds[n % packIds.length]!,
      units: 2 + ((n * 7) % 14),
      on: addDays(from, n * 3),
      reaches: endings[n % endings.length],
    })
  const recent: [number, Reaches][] = [
    [12, 'dispute_lost'],
    [9, 'dispute_won'],
    [6, 'disputed'],
    [6, 'claimed'],
    [5, 'received'],
    [3, 'shipped'],
    [2, 'shipped'],
    [2, 'paid'],
    [1, 'paid'],
    [1, 'cancelled'],
    [0, 'unpaid'],
  ]
  for (const [daysAgo, reaches] of recent)
    sell(world, { packId: packIds[daysAgo % packIds.length]!, units: 2, on: addDays(world.today, -daysAgo), reaches })
}

// One member says the notice is right, another one that it is not.
async function answerNotice({ context }: World, settlementId: string): Promise<void> {
  const lines = await listLines(context.county, settlementId, { limit: 20_000 })
  const [content, doubtful, inCash] = lines.filter((line) => line.party === 'household').slice(1)
  if (inCash) made(await chooseChannel(context, inCash.id, { channel: 'cash' }))
  const say = async (line: (typeof lines)[number] | undefined, verdict: 'right' | 'not_right', words: string) => {
    if (!line) return
    const actor = { kind: 'household', householdId: line.partyId, cardId: 'demo' } as const
    made(await makeStatement({ ...context, actor }, { about: { kind: 'line', lineId: line.id }, verdict, words }))
  }
  await say(content, 'right', '')
  await say(doubtful, 'not_right', '六月十二号那一筐好像少记了二十斤，请再看看磅单。')
}
