import { changePrice, createFreightRule, createOffer, publishOffer, reviseOffer, withdrawOffer } from '../../src/catalogue/commands.ts'
import { changePriceInput, freightRuleInput, offerInput, reviseOfferInput } from '../../src/catalogue/input.ts'
import { findOffer, freightRulesOf, offerPacks, offersOf, packsOf, pricingTerms, sellablesOf } from '../../src/catalogue/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import type { Grade } from '../../src/intake/slip.ts'
import { yuan } from '../../src/kernel/money.ts'
import { localDate } from '../../src/kernel/time.ts'
import { Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href, words } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { besidePrices, freightRuleFields, offerWordFields, priceFields, priceName } from './offer-form.ts'
import { ChooseKind, OfferList } from './offer-list.tsx'
import { NewFreightRule, NewOffer, OfferPage, type Tried } from './offer-pages.tsx'
import { upload } from './slip-form.ts'
import { dictionary as slipWords } from './slip-words.ts'

/** What the organisation sells: drafting, pricing, putting on sale, and what parcels cost. */
export const offers = newConsole()

offers.get('/offers', async (c) => {
  const { context, organisation } = c.var
  const [rows, rules] = await Promise.all([offersOf(context, organisation.id), freightRulesOf(context.county, organisation.id)])
  return c.html(<OfferList c={c} offers={rows} rules={rules} />)
})

offers.get('/offers/new', (c) => newOfferPage(c))

offers.post('/offers/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const productId = c.req.query('product') ?? ''
  const grade = c.req.query('grade') ?? ''
  const known = await packsOf(context.county, organisation.id, productId, grade)
  const packs = priceFields(
    form,
    known.map(({ packId }) => packId),
  )
  if (form['preview']) return newOfferPage(c, { about: 'prices', form, problem: null })
  const input = parseInput(offerInput, { ...offerWordFields(form), organisationId: organisation.id, productId, grade, packs })
  if (!input.ok) return newOfferPage(c, { about: 'prices', form, problem: besidePrices(input.problem, packs) })
  const sent = await formOnce(c, context, form)
  const made = await once(sent, 'county', () => createOffer(sent, input.value, upload(form['photo']) ?? undefined))
  if (!made.ok) return newOfferPage(c, { about: 'prices', form, problem: made.problem })
  return c.redirect(href(context.locale, `/coop/offers/${made.value}?done=saved`), 303)
})

offers.get('/offers/:id', async (c) => offerPage(c, c.req.param('id')))

offers.post('/offers/:id/prices', async (c) => {
  const { context } = c.var
  const id = c.req.param('id')
  const form = await c.req.parseBody()
  const offer = await ownOffer(c, id)
  const known = await packsOf(context.county, offer.organisationId, offer.productId, offer.grade)
  const packs = priceFields(
    form,
    known.map(({ packId }) => packId),
  )
  const input = parseInput(changePriceInput, { packs })
  if (!input.ok) return offerPage(c, id, { about: 'prices', form, problem: besidePrices(input.problem, packs) })
  const sent = await formOnce(c, context, form)
  const changed = await once(sent, 'county', () => changePrice(sent, id, input.value.packs))
  if (!changed.ok) return offerPage(c, id, { about: 'prices', form, problem: changed.problem })
  return c.redirect(href(context.locale, `/coop/offers/${id}?done=saved`), 303)
})

offers.post('/offers/:id/words', async (c) => {
  const { context } = c.var
  const id = c.req.param('id')
  const form = await c.req.parseBody()
  const input = parseInput(reviseOfferInput, offerWordFields(form))
  if (!input.ok) return offerPage(c, id, { about: 'words', form, problem: input.problem })
  const sent = await formOnce(c, context, form)
  const revised = await once(sent, 'county', () => reviseOffer(sent, id, input.value))
  if (!revised.ok) return offerPage(c, id, { about: 'words', form, problem: revised.problem })
  return c.redirect(href(context.locale, `/coop/offers/${id}?done=saved`), 303)
})

offers.post('/offers/:id/publish', (c) => changeState(c, publishOffer, 'published'))
offers.post('/offers/:id/withdraw', (c) => changeState(c, withdrawOffer, 'withdrawn'))

offers.get('/freight-rules/new', (c) => c.html(<NewFreightRule c={c} />))

offers.post('/freight-rules/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody({ all: true })
  const input = parseInput(freightRuleInput, freightRuleFields(form, organisation.id))
  if (!input.ok) return c.html(<NewFreightRule c={c} tried={{ form, problem: input.problem }} />, statusOf(input.problem))
  const sent = await formOnce(c, context, form)
  const made = await once(sent, 'county', () => createFreightRule(sent, input.value))
  if (!made.ok) return c.html(<NewFreightRule c={c} tried={{ form, problem: made.problem }} />, statusOf(made.problem))
  return c.redirect(href(context.locale, '/coop/offers'), 303)
})

async function changeState(c: ConsoleContext, command: typeof publishOffer, done: string) {
  const { context } = c.var
  const id = c.req.param('id')!
  const form = await c.req.parseBody()
  const sent = await formOnce(c, context, form)
  const changed = await once(sent, 'county', () => command(sent, id))
  if (!changed.ok) return offerPage(c, id, { about: 'state', form: {}, problem: changed.problem })
  return c.redirect(href(context.locale, `/coop/offers/${id}?done=${done}`), 303)
}

async function newOfferPage(c: ConsoleContext, tried?: Tried) {
  const { context, organisation } = c.var
  const kinds = await sellablesOf(context.county, organisation.id)
  const kind = kinds.find(({ productId, grade }) => productId === c.req.query('product') && grade === c.req.query('grade'))
  if (!kind) return c.html(<ChooseKind c={c} kinds={kinds} />)
  const [packs, terms, rules] = await ground(c, { organisationId: organisation.id, ...kind })
  const priceOf = (packId: string) => typed(tried, packId) ?? ''
  const name = `${words(context.locale, kind.nameZh, kind.nameEn)} ${slipWords[context.locale].grade[kind.grade as Grade]}`
  const page = <NewOffer {...{ c, name, packs, priceOf, terms, rules, tried }} />
  return c.html(page, tried?.problem ? statusOf(tried.problem) : 200)
}

async function offerPage(c: ConsoleContext, id: string, tried?: Tried) {
  const offer = await ownOffer(c, id)
  const [[packs, terms, rules], prices] = await Promise.all([ground(c, offer), offerPacks(c.var.context.county, id)])
  const now = new Map(prices.map(({ packId, priceFen }) => [packId, yuan(priceFen)]))
  const priceOf = (packId: string) => typed(tried, packId) ?? now.get(packId) ?? ''
  const page = <OfferPage {...{ c, offer, packs, priceOf, terms, rules, tried, done: c.req.query('done') }} />
  return c.html(page, tried?.problem ? statusOf(tried.problem) : 200)
}

async function ground(c: ConsoleContext, kind: { organisationId: string; productId: string; grade: string }) {
  const { county, clock } = c.var.context
  return Promise.all([
    packsOf(county, kind.organisationId, kind.productId, kind.grade),
    pricingTerms(county, kind, localDate(clock.now())),
    freightRulesOf(county, kind.organisationId),
  ])
}

async function ownOffer(c: ConsoleContext, id: string) {
  const offer = await findOffer(c.var.context.county, id)
  if (offer?.organisationId !== c.var.organisation.id) throw new Refusal({ code: 'not_found', facts: {} })
  return offer
}

function typed(tried: Tried | undefined, packId: string): string | null {
  const value = tried?.about === 'prices' ? tried.form[priceName(packId)] : undefined
  return typeof value === 'string' ? value : null
}
