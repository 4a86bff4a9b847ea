import { describe, expect, it } from 'vitest'
import { changePrice, createFreightRule, createOffer, publishOffer, reviseOffer, withdrawOffer } from '../../src/catalogue/commands.ts'
import type { OfferInput } from '../../src/catalogue/input.ts'
import { findFreightRule, findOffer, offerPacks, offersOf, packsForSale, pricingTerms } from '../../src/catalogue/queries.ts'
import { offerFacets } from '../../src/catalogue/shelf/queries.ts'
import { actingAs } from '../../src/http/context.ts'
import { definePack } from '../../src/lot/commands.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { makeFreightRule, makeOffer } from '../support/factories/catalogue.ts'
import { makePackLot, makeSeason } from '../support/factories/lot.ts'
import { makeOrganisation } from '../support/factories/organisation.ts'

const context = testContext()

function manages(organisationId: string) {
  return actingAs(context, userWith({ role: 'manager', scope: organisationId }))
}

async function draftInput(season: { organisationId: string; packId: string }): Promise<OfferInput> {
  return {
    organisationId: season.organisationId,
    productId: 'bayberry',
    grade: 'first',
    nameZh: '靖州杨梅',
    nameEn: 'Jingzhou bayberry',
    storyZh: '',
    storyEn: '',
    storageZh: '',
    storageEn: '',
    shelfLifeDays: 5,
    seasonFrom: '05-25',
    seasonUntil: '07-10',
    freightRuleId: await makeFreightRule(context, season.organisationId),
    packs: [{ packId: season.packId, priceFen: 4990 }],
  }
}

const small = { households: 6, gramsEach: 10_000, packGrams: 2500 }

describe('createFreightRule', () => {
  it('keeps where parcels go and what they cost', async () => {
    const organisationId = await makeOrganisation(context)
    const id = await makeFreightRule(context, organisationId, { provinces: ['430000000000', '420000000000'] })
    expect(await findFreightRule(context.county, id)).toMatchObject({ provinces: ['420000000000', '430000000000'], firstFen: 1200 })
  })

  it('is for managers of the organisation', async () => {
    const organisationId = await makeOrganisation(context)
    const rule = (await findFreightRule(context.county, await makeFreightRule(context, organisationId)))!
    const clerk = actingAs(context, userWith({ role: 'clerk', scope: organisationId }))
    expect(problemOf(await createFreightRule(clerk, { ...rule, provinces: [...rule.provinces] })).code).toBe('forbidden')
    expect(problemOf(await createFreightRule(manages('org_other'), { ...rule, provinces: [...rule.provinces] })).code).toBe('not_found')
  })
})

describe('createOffer', () => {
  it('drafts an offer that nobody can buy yet', async () => {
    const season = await makeSeason(context, small)
    const id = valueOf(await createOffer(manages(season.organisationId), await draftInput(season)))
    expect(await findOffer(context.county, id)).toMatchObject({ status: 'draft', fromFen: 4990, fromFenPerKg: 1996, category: 'fruit' })
    expect(await packsForSale(context.county, [season.packId])).toMatchObject([{ offerId: season.offerId, priceFen: 3990 }])
  })

  it('refuses a product, a freight rule or a pack that is not its own, and writes nothing', async () => {
    const season = await makeSeason(context, small)
    const input = await draftInput(season)
    const other = await makeSeason(context, small)
    const manager = manages(season.organisationId)
    expect(problemOf(await createOffer(manager, { ...input, productId: 'gold' }))).toMatchObject({
      code: 'product_unknown',
      field: 'productId',
    })
    const rule = await makeFreightRule(context, other.organisationId)
    expect(problemOf(await createOffer(manager, { ...input, freightRuleId: rule }))).toMatchObject({ code: 'freight_rule_unknown' })
    const foreign = [{ packId: other.packId, priceFen: 100 }]
    expect(problemOf(await createOffer(manager, { ...input, packs: foreign })).code).toBe('pack_does_not_fit_offer')
    const twice = [...input.packs, ...input.packs]
    expect(problemOf(await createOffer(manager, { ...input, packs: twice })).code).toBe('pack_priced_twice')
    expect(await offersOf(manager, season.organisationId)).toHaveLength(1)
  })

  it('is for managers of the organisation', async () => {
    const season = await makeSeason(context, small)
    const input = await draftInput(season)
    for (const [actor, code] of strangers(season.organisationId)) {
      expect(problemOf(await createOffer(actingAs(context, actor), input)).code).toBe(code)
    }
  })
})

describe('publishOffer and withdrawOffer', () => {
  it('puts an offer on the shelf and takes it off, counting categories and counties', async () => {
    const season = await makeSeason(context, small)
    const before = await offerFacets(context.county)
    valueOf(await withdrawOffer(manages(season.organisationId), season.offerId))
    expect(fruitOf(await offerFacets(context.county))).toBe(fruitOf(before) - 1)
    expect(await packsForSale(context.county, [season.packId])).toEqual([])
    valueOf(await publishOffer(manages(season.organisationId), season.offerId))
    expect(await offerFacets(context.county)).toEqual(before)
  })

  it('refuses what is on sale already, has nothing packed, or shares a pack with another offer', async () => {
    const season = await makeSeason(context, small)
    const manager = manages(season.organisationId)
    expect(problemOf(await publishOffer(manager, season.offerId)).code).toBe('offer_published')
    const twin = await makeOffer(context, { organisationId: season.organisationId, packId: season.packId, priceFen: 1, published: false })
    expect(problemOf(await publishOffer(manager, twin)).code).toBe('pack_on_sale_elsewhere')
    expect(problemOf(await withdrawOffer(manager, twin)).code).toBe('offer_not_published')
    const size = {
      organisationId: season.organisationId,
      productId: 'bayberry',
      grade: 'first',
      packGrams: 500,
      nameZh: '小盒',
      nameEn: 'Small',
    } as const
    const unpacked = valueOf(await definePack(manager, size))
    const empty = await makeOffer(context, { organisationId: season.organisationId, packId: unpacked, priceFen: 900, published: false })
    expect(problemOf(await publishOffer(manager, empty)).code).toBe('offer_without_stock')
  })

  it('happens once when two do it at the same moment, and shares no pack then either', async () => {
    const season = await makeSeason(context, small)
    const { offerId, organisationId, packId } = season
    const manager = manages(organisationId)
    const facets = await offerFacets(context.county)
    expect(
      problemOf(
        await withdrawOffer(
          interruptedBy(manager, () => withdrawOffer(manager, offerId)),
          offerId,
        ),
      ).code,
    ).toBe('offer_not_published')
    expect(
      problemOf(
        await publishOffer(
          interruptedBy(manager, () => publishOffer(manager, offerId)),
          offerId,
        ),
      ).code,
    ).toBe('offer_published')
    expect(await offerFacets(context.county)).toEqual(facets)
    valueOf(await withdrawOffer(manager, offerId))
    const twin = await makeOffer(context, { organisationId, packId, priceFen: 1, published: false })
    expect(
      problemOf(
        await publishOffer(
          interruptedBy(manager, () => publishOffer(manager, offerId)),
          twin,
        ),
      ).code,
    ).toBe('pack_on_sale_elsewhere')
    expect(await findOffer(context.county, twin)).toMatchObject({ status: 'draft' })
  })

  it('is for managers of the organisation', async () => {
    const season = await makeSeason(context, small)
    for (const [actor, code] of strangers(season.organisationId)) {
      for (const command of [publishOffer, withdrawOffer]) {
        expect(problemOf(await command(actingAs(context, actor), season.offerId)).code).toBe(code)
      }
    }
    expect(problemOf(await publishOffer(manages(season.organisationId), 'off_none')).code).toBe('not_found')
  })
})

describe('changePrice', () => {
  it('replaces all prices at once and the listing follows', async () => {
    const season = await makeSeason(context, { ...small, gramsEach: 10_100 })
    const { packId } = await makePackLot(context, { lotId: season.lotId, packGrams: 100, units: 6 })
    const packs = [
      { packId: season.packId, priceFen: 5000 },
      { packId, priceFen: 250 },
    ]
    valueOf(await changePrice(manages(season.organisationId), season.offerId, packs))
    expect(await offerPacks(context.county, season.offerId)).toMatchObject(packs)
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ fromFen: 250, fromFenPerKg: 2000 })
  })

  it('refuses a pack that another offer sells, and is for managers', async () => {
    const season = await makeSeason(context, { ...small, gramsEach: 10_100 })
    const { packId } = await makePackLot(context, { lotId: season.lotId, packGrams: 100, units: 6 })
    await makeOffer(context, { organisationId: season.organisationId, packId, priceFen: 300 })
    const packs = [{ packId, priceFen: 250 }]
    expect(problemOf(await changePrice(manages(season.organisationId), season.offerId, packs)).code).toBe('pack_on_sale_elsewhere')
    expect(await offerPacks(context.county, season.offerId)).toMatchObject([{ packId: season.packId, priceFen: 3990 }])
    for (const [actor, code] of strangers(season.organisationId)) {
      expect(problemOf(await changePrice(actingAs(context, actor), season.offerId, packs)).code).toBe(code)
    }
  })
})

describe('reviseOffer', () => {
  it('changes the words only, and is for managers', async () => {
    const season = await makeSeason(context, small)
    const { organisationId: _o, productId: _p, grade: _g, packs: _k, ...words } = await draftInput(season)
    const revised = { ...words, nameZh: '老树杨梅' }
    valueOf(await reviseOffer(manages(season.organisationId), season.offerId, revised))
    expect(await findOffer(context.county, season.offerId)).toMatchObject({ nameZh: '老树杨梅', status: 'published', fromFen: 3990 })
    for (const [actor, code] of strangers(season.organisationId)) {
      expect(problemOf(await reviseOffer(actingAs(context, actor), season.offerId, revised)).code).toBe(code)
    }
  })
})

describe('pricingTerms', () => {
  it('finds what the contract in force says of a product and grade', async () => {
    const { organisationId, contractVersionId } = await makeSeason(context, small)
    expect(await pricingTerms(context.county, { organisationId, productId: 'bayberry', grade: 'first' }, '2026-06-18')).toEqual({
      contractVersionId,
      split: { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, deductionCapBp: 5000 },
      deductions: [],
      floorFenPerKg: 400,
      floorBasis: 'goods',
    })
    expect(await pricingTerms(context.county, { organisationId, productId: 'gold', grade: 'first' }, '2026-06-18')).toBeNull()
  })
})

function strangers(organisationId: string) {
  return [
    [{ kind: 'guest' }, 'sign_in_required'],
    [userWith({ role: 'clerk', scope: organisationId }), 'forbidden'],
    [userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
    [userWith({ role: 'manager', scope: 'org_other' }), 'not_found'],
  ] as const
}

function fruitOf({ categories }: Awaited<ReturnType<typeof offerFacets>>): number {
  return categories.find(({ category }) => category === 'fruit')?.offers ?? 0
}
