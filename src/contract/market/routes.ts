import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { createProduct, recordMarketPrice } from '../commands.ts'
import { marketPriceInput, newProductInput } from '../input.ts'
import { listProducts } from '../queries.ts'
import { listMarketPrices } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const product = newProductInput.openapi('Product')
const reference = marketPriceInput.extend({ productZh: z.string(), productEn: z.string() }).openapi('MarketReference')

const priceFilter = z.object({
  county: z.string().regex(/^\d{6}000000$/),
  onDate: z.string().optional(),
  productId: z.string().optional(),
  grade: z.string().optional(),
})

export const marketRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/products',
      tags: ['products'],
      summary: 'Every product with its grades',
      responses: { 200: json('Products', z.object({ products: z.array(product) })), ...refused },
    }),
    async (c) => c.json({ products: await listProducts(c.get('context').county) }, 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/products',
      tags: ['products'],
      summary: 'Add a product',
      request: { headers: writeHeaders, body: body(newProductInput) },
      responses: { 201: json('Added', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => createProduct(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/market-prices',
      tags: ['products'],
      summary: 'Market references of a county, newest first',
      description: 'For the next page, send the last row’s onDate, productId and grade.',
      request: { query: priceFilter },
      responses: { 200: json('A page of 50', z.object({ prices: z.array(reference) })), ...refused },
    }),
    async (c) => {
      const { county: code, onDate, productId = '', grade = '' } = c.req.valid('query')
      const prices = await listMarketPrices(c.get('context').county, code, onDate ? { onDate, productId, grade } : undefined)
      return c.json({ prices }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/market-prices',
      tags: ['products'],
      summary: 'Record the market reference of a product and grade on a day',
      request: { headers: writeHeaders, body: body(marketPriceInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => recordMarketPrice(context, c.req.valid('json')))) }, 201)
    },
  )
