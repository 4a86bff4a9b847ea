import { addDays } from '../../src/kernel/time.ts'
import { makeOffer } from '../../test/support/factories/catalogue.ts'
import { makeContract, makeProduct } from '../../test/support/factories/contract.ts'
import { makeOrganisation } from '../../test/support/factories/organisation.ts'
import { enrol, packHarvest, quotePrices, villagesOf, weigh } from './harvest.ts'
import type { Place } from './people.ts'
import { sell } from './sale.ts'
import { settle } from './settling.ts'
import { handOutInputs } from './supplying.ts'
import { seasonYear, type World } from './world.ts'

const countyCode = '420525000000'

type Crop = {
  product: Parameters<typeof makeProduct>[1] & { id: string }
  floorFenPerKg: number
  /** What the cooperative bought for its growers and handed out on credit. */
  goods?: { item: string; unit: string; priceFen: number }
  quotes: readonly number[]
  harvest: { from: string; days: number; kilograms: readonly [number, number]; packedOn: string }
  pack: { packGrams: number; priceFen: number; shelfLifeDays: number }
  words: { nameZh: string; nameEn: string; storyZh: string; storyEn: string; storageZh: string; storageEn: string }
}

/** 远安: dried shiitake, rice and tea; the households' own price is the floor, and a leading enterprise answers for it. */
export function planYuanan(world: World): Place {
  const place: Place = { organisationId: '', households: [] }
  const { context } = world
  const year = seasonYear(world.today, '11-05')
  world.on(`${year}-02-20`, 9, async () => {
    const company = {
      kind: 'enterprise',
      divisionCode: countyCode,
      nameZh: '湖北远菇农产品有限公司（演示）',
      nameEn: 'Yuangu Farm Products (demo)',
    } as const
    const guarantorId = await makeOrganisation(context, company)
    const organisationId = await makeOrganisation(context, {
      divisionCode: countyCode,
      nameZh: '远安嫘乡菇茶稻专业合作社（演示）',
      nameEn: 'Leixiang Mushroom, Tea and Rice Cooperative (demo)',
      storyZh: '鄂西山里的三样：椴木香菇、冷水稻、鹿苑黄茶。',
      storyEn: 'Three things from the hills of western Hubei: log-grown shiitake, cold-water rice, yellow tea.',
      phone: '0717-3800000',
    })
    const villages = await villagesOf(world, ['420525106000', '420525102000'], 3)
    const households = await enrol(world, organisationId, villages, 48, `${year}-02-20`)
    Object.assign(place, { organisationId, households })
    for (const [index, crop] of crops(year).entries()) await planCrop(world, { organisationId, guarantorId, households, crop, year, index })
    settle(world, { organisationId, on: `${year}-06-04` })
    settle(world, { organisationId, on: addDays(world.today, -20), reaches: 'rejected' })
    settle(world, { organisationId, on: addDays(world.today, -16), reaches: 'exported' })
  })
  return place
}

function crops(year: number): Crop[] {
  return [
    {
      product: { id: 'shiitake', nameZh: '香菇', nameEn: 'Dried shiitake', category: 'mushroom', drawing: 'mushroom' },
      floorFenPerKg: 5600,
      goods: { item: '香菇菌种', unit: '包', priceFen: 1800 },
      quotes: [6400, 5900, 5200, 5400, 6100],
      harvest: { from: `${year}-02-26`, days: 30, kilograms: [8, 40], packedOn: `${year}-04-02` },
      pack: { packGrams: 500, priceFen: 5800, shelfLifeDays: 540 },
      words: {
        nameZh: '远安香菇 椴木干菇',
        nameEn: 'Yuan’an shiitake, dried',
        storyZh: '段木上长一冬，开春采下慢慢烘干。泡发的水别倒，拿来煮汤。',
        storyEn: 'A winter on oak logs, picked in spring, dried slowly. Keep the soaking water for soup.',
        storageZh: '密封防潮',
        storageEn: 'Keep sealed and dry',
      },
    },
    {
      product: { id: 'tea', nameZh: '鹿苑黄茶', nameEn: 'Luyuan yellow tea', category: 'tea', drawing: 'tea' },
      floorFenPerKg: 16_000,
      quotes: [21_000, 18_000, 15_500],
      harvest: { from: `${year}-03-28`, days: 18, kilograms: [2, 9], packedOn: `${year}-04-20` },
      pack: { packGrams: 250, priceFen: 8800, shelfLifeDays: 540 },
      words: {
        nameZh: '鹿苑黄茶 明前',
        nameEn: 'Luyuan yellow tea, first flush',
        storyZh: '闷黄三次，汤色杏黄，回甘像栗子。',
        storyEn: 'Yellowed three times; apricot liquor with a chestnut finish.',
        storageZh: '避光密封',
        storageEn: 'Keep sealed and dark',
      },
    },
    {
      product: { id: 'rice', nameZh: '冷水大米', nameEn: 'Cold-water rice', category: 'grain', drawing: 'rice' },
      floorFenPerKg: 360,
      quotes: [390, 350, 340, 370],
      harvest: { from: `${year}-09-26`, days: 24, kilograms: [150, 600], packedOn: `${year}-10-22` },
      pack: { packGrams: 5000, priceFen: 4600, shelfLifeDays: 365 },
      words: {
        nameZh: '远安冷水大米 新米',
        nameEn: 'Yuan’an cold-water rice, new crop',
        storyZh: '山泉水灌田，一年一季。煮粥有米油。',
        storyEn: 'Fields fed by springs, one crop a year.',
        storageZh: '阴凉干燥处',
        storageEn: 'Keep cool and dry',
      },
    },
  ]
}

type Build = { organisationId: string; guarantorId: string; households: readonly string[]; crop: Crop; year: number; index: number }

async function planCrop(world: World, { organisationId, guarantorId, households, crop, year, index }: Build): Promise<void> {
  const { context } = world
  const { product, harvest, pack, words } = crop
  await makeProduct(context, product)
  const contractVersionId = await makeContract(context, {
    organisationId,
    enterpriseId: null,
    guarantorId,
    split: [0, 3000, 7000],
    floorBasis: 'household',
    floorFenPerKg: crop.floorFenPerKg,
    productId: product.id,
    householdIds: households,
    inputCapBp: crop.goods ? 2000 : 0,
    title: `${year} 年${product.nameZh}购销协议`,
    from: `${year}-02-01`,
    until: `${year + 1}-01-31`,
    guaranteeOn: `${year + 1}-01-31`,
  })
  quotePrices(world, {
    productId: product.id,
    grades: ['first'],
    countyCode,
    from: addDays(harvest.from, -2),
    days: harvest.days + 7,
    fenPerKg: crop.quotes,
  })
  const growers = households.filter((_, n) => (n + index) % 3 !== 0)
  if (crop.goods)
    handOutInputs(world, { organisationId, contractVersionId, households: growers.slice(0, 20), goods: crop.goods, on: `${year}-02-22` })
  const { packedOn, ...days } = harvest
  const deliveryIds = weigh(world, {
    organisationId,
    contractVersionId,
    productId: product.id,
    grade: 'first',
    households: growers,
    ...days,
  })
  world.on(packedOn, 18, async () => {
    const sizes = [{ packGrams: pack.packGrams, part: 80 }]
    const { packs } = await packHarvest(world, { organisationId, deliveryIds, shelfLifeDays: pack.shelfLifeDays, sizes })
    const { packId } = packs[0]!
    const season = { seasonFrom: packedOn.slice(5), seasonUntil: addDays(packedOn, 150).slice(5) }
    await makeOffer(context, { organisationId, packId, priceFen: pack.priceFen, ...words, ...season, shelfLifeDays: pack.shelfLifeDays })
    planSales(world, packId, packedOn)
  })
}

function planSales(world: World, packId: string, packedOn: string): void {
  for (let n = 0; n < 20; n++)
    sell(world, { packId, units: 2 + ((n * 5) % 9), on: addDays(packedOn, 2 + n * 9), reaches: n % 7 === 6 ? 'claim_refunded' : 'final' })
  sell(world, { packId, units: 3, on: addDays(world.today, -2), reaches: 'shipped' })
  sell(world, { packId, units: 1, on: addDays(world.today, -1), reaches: 'paid' })
}
