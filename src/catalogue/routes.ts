import { createRoute, z } from '@hono/zod-openapi'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { localDate } from '../kernel/time.ts'
import { changePrice, createFreightRule, createOffer, publishOffer, reviseOffer, withdrawOffer } from './commands.ts'
import { changePriceInput, freightRuleInput, offerInput, reviseOfferInput } from './input.ts'
import { readListing } from './listing.ts'
import { findOffer, offerPacks } from './queries.ts'
import { listOffers, searchOffers } from './shelf/queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const offerParams = z.object({ id: z.string().max(64) })
const int = z.int()

const card = z
  .object({
    id: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    category: z.string(),
    fromFen: int,
    fromFenPerKg: int,
    households: int.openapi({ description: '0 when fewer than five households stand behind the lot' }),
    villagesZh: z.string(),
    villagesEn: z.string(),
    countyCode: z.string(),
    inStock: int,
    soldTens: int.openapi({ description: 'Tens of units sold' }),
  })
  .openapi('OfferCard')

const offer = card
  .extend({
    organisationId: z.string(),
    productId: z.string(),
    grade: z.string(),
    lotId: z.string().nullable(),
    packs: z.array(
      z.object({ packId: z.string(), packGrams: int, nameZh: z.string(), nameEn: z.string(), priceFen: int, availableUnits: int }),
    ),
  })
  .openapi('Offer')

const listingParams = z.object({
  q: z.string().max(80).optional(),
  category: z.string().max(20).optional(),
  county: z.string().max(12).optional(),
  min: z.string().max(7).optional().openapi({ description: 'Whole yuan' }),
  max: z.string().max(7).optional(),
  season: z.string().max(1).optional().openapi({ description: '1: in season today' }),
  sort: z.enum(['best', 'sales', 'price', 'new']).optional(),
  after: z.string().max(60).optional(),
})

export const catalogueRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/offers',
      tags: ['catalogue'],
      summary: 'Offers on sale, 20 at a time',
      request: { query: listingParams },
      responses: { 200: json('Offers', z.object({ offers: z.array(card), next: z.string().nullable() })), ...refused },
    }),
    async (c) => {
      const { county, clock } = c.get('context')
      const listing = readListing(c.req.valid('query'))
      const page = await (listing.q ? searchOffers : listOffers)(county, listing, localDate(clock.now()))
      return c.json({ offers: page.offers.map((row) => card.parse(row)), next: page.next?.join('-') ?? null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/offers/{id}',
      tags: ['catalogue'],
      summary: 'An offer on sale with its packs',
      request: { params: offerParams },
      responses: { 200: json('An offer', offer), ...refused },
    }),
    async (c) => {
      const { county } = c.get('context')
      const row = await findOffer(county, c.req.valid('param').id)
      const onSale = found(row?.status === 'published' ? row : null)
      return c.json(offer.parse({ ...onSale, packs: await offerPacks(county, onSale.id) }), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/freight-rules',
      tags: ['catalogue'],
      summary: 'Say what parcels cost and where they go',
      request: { headers: writeHeaders, body: body(freightRuleInput) },
      responses: { 201: json('Made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => createFreightRule(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/offers',
      tags: ['catalogue'],
      summary: 'Draft an offer with the prices of its packs',
      request: { headers: writeHeaders, body: body(offerInput) },
      responses: { 201: json('Made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => createOffer(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/offers/{id}',
      tags: ['catalogue'],
      summary: 'Change what an offer says of itself',
      request: { headers: writeHeaders, params: offerParams, body: body(reviseOfferInput) },
      responses: { 200: json('Changed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { id } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => reviseOffer(context, id, c.req.valid('json')))) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/offers/{id}/prices',
      tags: ['catalogue'],
      summary: 'Set all packs of an offer and their prices',
      request: { headers: writeHeaders, params: offerParams, body: body(changePriceInput) },
      responses: { 200: json('Changed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { id } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => changePrice(context, id, c.req.valid('json').packs))) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/offers/{id}/publication',
      tags: ['catalogue'],
      summary: 'Put an offer on sale',
      request: { headers: writeHeaders, params: offerParams },
      responses: { 200: json('On sale', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { id } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => publishOffer(context, id))) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/offers/{id}/publication',
      tags: ['catalogue'],
      summary: 'Take an offer off sale',
      request: { headers: writeHeaders, params: offerParams },
      responses: { 200: json('Off sale', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { id } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => withdrawOffer(context, id))) }, 200)
    },
  )
