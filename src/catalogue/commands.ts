import { sql } from 'drizzle-orm'
import { pinyin } from 'pinyin-pro'
import { permit } from '../identity/permission.ts'
import { refuse, type Result } from '../kernel/result.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, must, type Statement } from '../platform/database.ts'
import { keepFile } from '../platform/files.ts'
import { countyOf } from '../region/division.ts'
import { categoryNames, isCategory, type Category } from './category.ts'
import type { FreightRuleInput, OfferInput, OfferWords, PackPrices } from './input.ts'
import { mayPublish, mayWithdraw } from './offer.ts'
import { findFreightRule, findOffer, packsOnSaleOnce, readiness, refreshOffer } from './queries.ts'
import { facetTokens, searchText } from './search-text.ts'
import { indexOffer, searchNames, unindexOffer } from './shelf/queries.ts'
import { freightRules, offerPacks, offers } from './tables.ts'

/** Says what parcels of an organisation cost, and where they go. */
export async function createFreightRule(context: Context, input: FreightRuleInput): Promise<Result<string>> {
  const refused = permit(context.actor, 'offer.write', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const id = newId('frt', context.clock)
  const row = { ...input, id, provinces: JSON.stringify([...new Set(input.provinces)].sort()) }
  return commit(context, 'county', [build.insert(freightRules).values(row)], { action: 'freight_rule.create', subject: id })
}

/** Drafts an offer with the prices of its packs; a photo is optional. Nobody outside sees it before it is published. */
export async function createOffer(context: Context, input: OfferInput, photo?: Blob): Promise<Result<string>> {
  const refused = permit(context.actor, 'offer.write', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  const { packs, ...words } = input
  const ground = await context.county.first<{ category: string; drawing: string; divisionCode: string }>(sql`
    SELECT p.category AS category, p.drawing AS drawing, o.division_code AS divisionCode FROM products p
    JOIN product_grades g ON g.product_id = p.id AND g.grade = ${input.grade} JOIN organisations o ON o.id = ${input.organisationId}
    WHERE p.id = ${input.productId}`)
  if (!ground || !isCategory(ground.category)) return refuse('product_unknown', {}, 'productId')
  const ruleRefused = await refuseFreightRule(context, input.freightRuleId, input.organisationId)
  if (ruleRefused) return ruleRefused
  const id = newId('off', context.clock)
  const kept = photo ? await keepFile(context, photo, 'offer_photo', id) : null
  if (kept && !kept.ok) return { ...kept, problem: { ...kept.problem, field: 'photo' } }
  const row = {
    ...words,
    id,
    countyCode: countyOf(ground.divisionCode),
    category: ground.category,
    drawing: ground.drawing,
    photoFileId: kept?.value.id ?? null,
    status: 'draft' as const,
    madeAtMs: context.clock.now(),
    publishedAtMs: null,
  }
  const statements = [
    ...(kept ? [kept.value.statement] : []),
    build.insert(offers).values(row),
    ...priceStatements(id, packs),
    ...refreshOffer(id),
  ]
  return commit(context, 'county', statements, { action: 'offer.create', subject: id })
}

/** Changes what an offer says of itself; product, grade and prices stay. */
export async function reviseOffer(context: Context, offerId: string, words: OfferWords): Promise<Result<string>> {
  const found = await offerToWrite(context, offerId)
  if ('ok' in found) return found
  const ruleRefused = await refuseFreightRule(context, words.freightRuleId, found.organisationId)
  if (ruleRefused) return ruleRefused
  const names = [{ zh: words.nameZh, en: words.nameEn }, ...(await searchNames(context.county, offerId)).slice(1)]
  const indexed = found.status === 'published' ? [indexOffer(offerId, searchTextOf(names, found))] : []
  const statements = [
    build
      .update(offers)
      .set(words)
      .where(sql`id = ${offerId}`),
    ...indexed,
  ]
  return commit(context, 'county', statements, { action: 'offer.revise', subject: offerId })
}

/** Sets the sizes an offer sells in and their prices, all at once. Orders already placed keep theirs. */
export async function changePrice(context: Context, offerId: string, packs: PackPrices): Promise<Result<string>> {
  const found = await offerToWrite(context, offerId)
  if ('ok' in found) return found
  const statements = [
    sql`DELETE FROM offer_packs WHERE offer_id = ${offerId}`,
    ...priceStatements(offerId, packs),
    ...refreshOffer(offerId),
  ]
  if (found.status === 'published') statements.push(must(packsOnSaleOnce(offerId), 'pack_on_sale_elsewhere'))
  const detail = Object.fromEntries(packs.map(({ packId, priceFen }) => [packId, priceFen]))
  return commit(context, 'county', statements, { action: 'offer.price', subject: offerId, detail })
}

/** Puts an offer on sale. Refused without packs in stock, or while another offer sells one of its packs. */
export async function publishOffer(context: Context, offerId: string): Promise<Result<string>> {
  const found = await offerToWrite(context, offerId)
  if ('ok' in found) return found
  const ready = mayPublish(await readiness(context.county, offerId))
  if (!ready.ok) return ready
  const now = context.clock.now()
  const statements = [
    must(sql`EXISTS (SELECT 1 FROM offers WHERE id = ${offerId} AND status <> 'published')`, 'offer_published'),
    must(packsOnSaleOnce(offerId), 'pack_on_sale_elsewhere'),
    ...refreshOffer(offerId),
    sql`UPDATE offers SET status = 'published', published_at_ms = ${now} WHERE id = ${offerId}`,
    indexOffer(offerId, searchTextOf(await searchNames(context.county, offerId), found)),
  ]
  return commit(context, 'county', statements, { action: 'offer.publish', subject: offerId })
}

/** Takes an offer off sale; orders already placed go on. */
export async function withdrawOffer(context: Context, offerId: string): Promise<Result<string>> {
  const found = await offerToWrite(context, offerId)
  if ('ok' in found) return found
  const allowed = mayWithdraw(found.status)
  if (!allowed.ok) return allowed
  const statements = [
    must(sql`EXISTS (SELECT 1 FROM offers WHERE id = ${offerId} AND status = 'published')`, 'offer_not_published'),
    sql`UPDATE offers SET status = 'withdrawn' WHERE id = ${offerId}`,
    unindexOffer(offerId),
  ]
  return commit(context, 'county', statements, { action: 'offer.withdraw', subject: offerId })
}

async function offerToWrite(context: Context, offerId: string) {
  const offer = await findOffer(context.county, offerId)
  if (!offer) {
    const refused = permit(context.actor, 'offer.write', {})
    return refuse(refused?.code ?? 'not_found')
  }
  const refused = permit(context.actor, 'offer.write', { organisationId: offer.organisationId })
  return refused ? { ok: false as const, problem: refused } : offer
}

async function refuseFreightRule(context: Context, id: string, organisationId: string) {
  const rule = await findFreightRule(context.county, id)
  return rule?.organisationId === organisationId ? null : refuse('freight_rule_unknown', {}, 'freightRuleId')
}

function priceStatements(offerId: string, packs: PackPrices): Statement[] {
  return packs.map(({ packId, priceFen }, position) => build.insert(offerPacks).values({ offerId, packId, priceFen, position }))
}

function searchTextOf(names: { zh: string; en: string }[], offer: { category: Category; countyCode: string }) {
  const all = [...names, categoryNames[offer.category]]
  return searchText(
    all.map(({ zh }) => zh),
    [...all.map(({ en }) => en), ...facetTokens(offer)],
    (han) => pinyin(han, { toneType: 'none', type: 'array', v: true }),
  )
}
