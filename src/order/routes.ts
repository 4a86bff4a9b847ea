import { createRoute, z } from '@hono/zod-openapi'
import { permit, scopeOf } from '../identity/permission.ts'
import { body, found, json, Refusal, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { changeBasket } from './commands/basket.ts'
import { openClaim } from './commands/open-claim.ts'
import { openLink } from './commands/open-link.ts'
import { placeCheckout } from './commands/place-checkout.ts'
import { confirmReceipt } from './commands/receive.ts'
import { shipOrder } from './commands/ship-order.ts'
import { basketInput, basketLineInput, checkoutInput, claimInput, recipientInput, shipmentInput } from './input.ts'
import { orderStatuses } from './order.ts'
import { disputesOf, findBasket, findScopedOrder, linesOf, listOrders, shipmentsOf } from './queries.ts'

export const created = z.object({ id: z.string() }).openapi('Created')
const lineSchema = z
  .object({
    line: z.int(),
    nameZh: z.string(),
    nameEn: z.string(),
    packGrams: z.int(),
    units: z.int(),
    priceFen: z.int(),
    refundedUnits: z.int(),
    refundedFen: z.int(),
    lotId: z.string(),
  })
  .openapi('OrderLine')
const orderSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    organisationId: z.string(),
    status: z.enum(orderStatuses),
    goodsFen: z.int(),
    freightFen: z.int(),
    refundedGoodsFen: z.int(),
    refundedFreightFen: z.int(),
    placedAtMs: z.int(),
    dueAtMs: z.int(),
  })
  .openapi('Order')
const fullOrder = orderSchema
  .extend({
    lines: z.array(lineSchema),
    shipment: z.object({ carrier: z.string(), trackingNumber: z.string() }).nullable(),
    recipient: recipientInput.nullable(),
    disputes: z.array(
      z.object({ disputeId: z.string(), amountFen: z.int(), status: z.enum(['open', 'won', 'lost']), openedAtMs: z.int() }),
    ),
  })
  .openapi('OrderWithLines')
const checkoutSchema = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'paid', 'expired']),
    totalFen: z.int(),
    expiresAtMs: z.int(),
    orders: z.array(fullOrder),
  })
  .openapi('Checkout')
const byId = z.object({ id: z.string() })
const ofCheckout = z.object({ checkoutId: z.string(), orderId: z.string() })
const write = { headers: writeHeaders }

function recipientOf(order: { recipientName: string; recipientPhone: string; recipientProvince: string; recipientAddress: string }) {
  return { name: order.recipientName, phone: order.recipientPhone, province: order.recipientProvince, address: order.recipientAddress }
}

function scopeToRead(context: Context) {
  if (context.actor.kind === 'guest') throw new Refusal({ code: 'sign_in_required', facts: {} })
  const scope = scopeOf(context.actor, 'order.read')
  if (!scope) throw new Refusal({ code: 'forbidden', facts: {} })
  return scope
}

export const orderRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/baskets',
      tags: ['orders'],
      summary: 'Begin a basket; its id is the key to it',
      request: { ...write, body: body(basketInput) },
      responses: { 201: json('Made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { lines } = c.req.valid('json')
      return c.json({ id: unwrap(await once(context, 'market', () => changeBasket(context, null, () => lines))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/baskets/{id}',
      tags: ['orders'],
      summary: 'Replace what is in a basket',
      request: { ...write, params: byId, body: body(basketInput) },
      responses: { 200: json('Kept', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { lines } = c.req.valid('json')
      const key = { id: found(await findBasket(context.market, c.req.valid('param'))).id }
      return c.json({ id: unwrap(await once(context, 'market', () => changeBasket(context, key, () => lines))) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/baskets/{id}',
      tags: ['orders'],
      summary: 'What is in a basket',
      request: { params: byId },
      responses: { 200: json('The basket', z.object({ id: z.string(), lines: z.array(basketLineInput) })), ...refused },
    }),
    async (c) => c.json(found(await findBasket(c.get('context').market, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/checkouts',
      tags: ['orders'],
      summary: 'Place one order per organisation and hold the stock for 30 minutes',
      request: { ...write, body: body(checkoutInput) },
      responses: { 201: json('Placed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'market', () => placeCheckout(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/checkouts/{id}',
      tags: ['orders'],
      summary: 'A checkout and its orders, by its unguessable id',
      request: { params: byId },
      responses: { 200: json('The checkout', checkoutSchema), ...refused },
    }),
    async (c) => {
      const address = c.req.header('cf-connecting-ip') ?? 'local'
      const { checkout, orders } = unwrap(await openLink(c.get('context'), c.req.valid('param').id, address))
      const whole = orders.map((order) => Object.assign(order, { shipment: order.shipment ?? null, recipient: recipientOf(order) }))
      return c.json(checkoutSchema.parse({ ...checkout, orders: whole }), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/checkouts/{checkoutId}/orders/{orderId}/receipts',
      tags: ['orders'],
      summary: 'The buyer has the goods',
      request: { ...write, params: ofCheckout },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { checkoutId, orderId } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => confirmReceipt(context, checkoutId, orderId))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/checkouts/{checkoutId}/orders/{orderId}/claims',
      tags: ['orders'],
      summary: 'Complain about units of a line, with a photo',
      request: { ...write, params: ofCheckout, body: { required: true, content: { 'multipart/form-data': { schema: claimInput } } } },
      responses: { 201: json('Opened', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { checkoutId, orderId } = c.req.valid('param')
      return c.json({ id: unwrap(await once(context, 'county', () => openClaim(context, checkoutId, orderId, c.req.valid('form')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{id}/orders',
      tags: ['orders'],
      summary: 'Orders of an organisation in one state, oldest first',
      request: { params: byId, query: z.object({ status: z.enum(orderStatuses).default('paid') }) },
      responses: { 200: json('Orders', z.object({ orders: z.array(orderSchema) })), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const organisationId = c.req.valid('param').id
      const orders = await listOrders(context.county, scopeToRead(context), { organisationId, status: c.req.valid('query').status })
      return c.json({ orders: orders.map((order) => orderSchema.parse(order)) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/orders/{id}',
      tags: ['orders'],
      summary: 'An order with its lines, for those who sell it',
      request: { params: byId },
      responses: { 200: json('The order', fullOrder), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const order = found(await findScopedOrder(context.county, scopeToRead(context), c.req.valid('param').id))
      const ids = [order.id]
      const [lines, [shipment], disputes] = await Promise.all([
        linesOf(context.county, ids),
        shipmentsOf(context.county, ids),
        disputesOf(context.county, ids),
      ])
      const ships = permit(context.actor, 'order.ship', order) === null
      return c.json(
        fullOrder.parse({ ...order, lines, disputes, shipment: shipment ?? null, recipient: ships ? recipientOf(order) : null }),
        200,
      )
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/orders/{id}/shipments',
      tags: ['orders'],
      summary: 'Hand an order to a carrier',
      request: { ...write, params: byId, body: body(shipmentInput) },
      responses: { 201: json('Shipped', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(
        { id: unwrap(await once(context, 'county', () => shipOrder(context, c.req.valid('param').id, c.req.valid('json')))) },
        201,
      )
    },
  )
