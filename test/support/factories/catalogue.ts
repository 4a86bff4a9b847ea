import { createFreightRule, createOffer, publishOffer } from '../../../src/catalogue/commands.ts'
import type { FreightRuleInput, OfferInput, PackPrices } from '../../../src/catalogue/input.ts'
import { freightRulesOf } from '../../../src/catalogue/queries.ts'
import { findProduct } from '../../../src/contract/queries.ts'
import { findPack } from '../../../src/lot/queries.ts'
import type { Context } from '../../../src/platform/context.ts'
import { provinces } from '../../../src/region/province.ts'
import { asSystem, made } from './made.ts'

const island = new Set(['710000000000', '810000000000', '820000000000'])

/** A rule for all of the mainland: 12 yuan for the first 3 kg, 3 yuan for each further kg, free from 199 yuan. Answers its id. */
export async function makeFreightRule(
  context: Context,
  organisationId: string,
  overrides: Partial<Omit<FreightRuleInput, 'organisationId'>> = {},
): Promise<string> {
  return made(
    await createFreightRule(asSystem(context), {
      organisationId,
      nameZh: '冷链快递',
      nameEn: 'Chilled courier',
      provinces: provinces.map(({ code }) => code).filter((code) => !island.has(code)),
      firstGrams: 3000,
      firstFen: 1200,
      stepGrams: 1000,
      stepFen: 300,
      freeFromFen: 19_900,
      ...overrides,
    }),
  )
}

type OfferOptions = { organisationId: string; published?: boolean } & Partial<Omit<OfferInput, 'packs' | 'organisationId'>> &
  ({ packId: string; priceFen: number } | { packs: PackPrices })

/**
 * An offer of one pack (or several), on sale unless told otherwise; its packs must lie in stock to be published. Takes the
 * organisation's first freight rule or makes one. Answers its id.
 */
export async function makeOffer(context: Context, options: OfferOptions): Promise<string> {
  const { organisationId, published = true, ...overrides } = options
  const packs = 'packs' in options ? options.packs : [{ packId: options.packId, priceFen: options.priceFen }]
  const pack = (await findPack(context.county, packs[0]!.packId))!
  const product = (await findProduct(context.county, pack.productId))!
  const rule = (await freightRulesOf(context.county, organisationId))[0]
  const offerId = made(
    await createOffer(asSystem(context), {
      productId: pack.productId,
      grade: pack.grade,
      nameZh: `靖州${product.nameZh}`,
      nameEn: `Jingzhou ${product.nameEn}`,
      storyZh: '',
      storyEn: '',
      storageZh: '0—4℃ 冷藏，尽快食用',
      storageEn: 'Keep at 0–4 °C and eat soon',
      shelfLifeDays: 5,
      seasonFrom: '05-25',
      seasonUntil: '07-10',
      freightRuleId: rule?.id ?? (await makeFreightRule(context, organisationId)),
      ...withoutPacks(overrides),
      organisationId,
      packs: [...packs],
    }),
  )
  if (published) made(await publishOffer(asSystem(context), offerId))
  return offerId
}

function withoutPacks(overrides: Record<string, unknown>): Partial<OfferInput> {
  const { packs: _packs, packId: _packId, priceFen: _priceFen, ...words } = overrides
  return words
}
