import { createRoute, z } from '@hono/zod-openapi'
import { cancellationInput, claimDecisionInput, refundInput } from '../order/input.ts'
import { openPayment, sandboxEvent } from '../payment/commands.ts'
import { sandboxEventInput } from '../payment/input.ts'
import { body, json, Refusal, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { receivePayment } from './commands/post-payment.ts'
import { cancelOrder, cancelOwnOrder, decideClaim, refundLines } from './commands/refund.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const byId = z.object({ id: z.string() })
const write = { headers: writeHeaders }

export const proceedsRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/checkouts/{id}/payments',
      tags: ['payments'],
      summary: 'Open the payment of a checkout, once',
      request: { ...write, params: byId },
      responses: { 201: json('Where the buyer pays', z.object({ payPath: z.string() }).openapi('OpenPayment')), ...refused },
    }),
    async (c) => c.json({ payPath: unwrap(await openPayment(c.get('context'), c.req.valid('param').id)) }, 201),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/payments/{id}/events',
      tags: ['payments'],
      summary: 'The sandbox’s buyer pays or fails to',
      request: { ...write, params: byId, body: body(sandboxEventInput) },
      responses: { 201: json('The checkout it is about', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      if (context.gateway.name !== 'sandbox') throw new Refusal({ code: 'not_found', facts: {} })
      const event = await sandboxEvent(c.req.valid('param').id, c.req.valid('json').kind, c.req.header('idempotency-key') ?? '')
      return c.json({ id: unwrap(await receivePayment(context, event)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/orders/{id}/cancellations',
      tags: ['orders'],
      summary: 'Cancel a paid order before it is shipped',
      request: { ...write, params: byId, body: body(cancellationInput) },
      responses: { 201: json('Cancelled', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { reason } = c.req.valid('json')
      return c.json({ id: unwrap(await once(context, 'county', () => cancelOrder(context, c.req.valid('param').id, reason))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/checkouts/{checkoutId}/orders/{orderId}/cancellations',
      tags: ['orders'],
      summary: 'The buyer cancels before shipping',
      request: { ...write, params: z.object({ checkoutId: z.string(), orderId: z.string() }), body: body(cancellationInput) },
      responses: { 201: json('Cancelled', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { checkoutId, orderId } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      return c.json({ id: unwrap(await once(context, 'county', () => cancelOwnOrder(context, checkoutId, orderId, reason))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/orders/{id}/refunds',
      tags: ['orders'],
      summary: 'Refund by line and quantity',
      request: { ...write, params: byId, body: body(refundInput) },
      responses: { 201: json('Refunded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(
        { id: unwrap(await once(context, 'county', () => refundLines(context, c.req.valid('param').id, c.req.valid('json')))) },
        201,
      )
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/claims/{id}/decisions',
      tags: ['orders'],
      summary: 'Refund a claim or refuse it with a reason',
      request: { ...write, params: byId, body: body(claimDecisionInput) },
      responses: { 201: json('Decided', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(
        { id: unwrap(await once(context, 'county', () => decideClaim(context, c.req.valid('param').id, c.req.valid('json')))) },
        201,
      )
    },
  )
