import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { permit, scopeOf } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { shipOrder, shipOrders } from '../../src/order/commands/ship-order.ts'
import { cancellationInput, claimDecisionInput, refundInput, shipmentInput } from '../../src/order/input.ts'
import { findOrders, findScopedOrder, listOrders, openClaims } from '../../src/order/queries.ts'
import { gather, lotNumbersOf } from '../../src/order/reading/queries.ts'
import { cutPaste, readTracking } from '../../src/order/tracking.ts'
import { retryRefund } from '../../src/payment/refund/commands.ts'
import { failedRefunds, ordersWithFailedRefunds } from '../../src/payment/refund/queries.ts'
import { found, Refusal, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { cancelOrder, decideClaim, refundLines } from '../../src/proceeds/commands/refund.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { OrderList } from './order-list.tsx'
import { OrderSheet } from './order-sheet.tsx'
import type { Queue } from './order-words.ts'
import { PickList } from './pick-list.tsx'
import { TrackingPage } from './tracking-page.tsx'

const queues: readonly Queue[] = ['paid', 'claims', 'shipped', 'received', 'final', 'cancelled']
const pageSize = 50
// Each row is shipped on its own, and a request must stay short.
const pastedAtMost = 200

/** Orders of the organisation: the queue, the pick list, parcels, refunds and claims. */
export const orders = newConsole()

function scopeIn(context: Context) {
  const scope = scopeOf(context.actor, 'order.read')
  if (!scope) throw new Refusal({ code: 'forbidden', facts: {} })
  return scope
}

/** The order a page starts after, as its address says. */
function afterOf(c: ConsoleContext): { placedAtMs: number; id: string } {
  const [placed, id = ''] = (c.req.query('after') ?? '0').split('.')
  return { placedAtMs: Number(placed) || 0, id }
}

function nextOf(rows: readonly { placedAtMs: number; id: string }[]): string | null {
  const last = rows.at(-1)
  return rows.length === pageSize && last ? `${last.placedAtMs}.${last.id}` : null
}

orders.get('/orders', async (c) => {
  const { context, organisation } = c.var
  const queue = queues.find((name) => name === c.req.query('queue')) ?? 'paid'
  const after = afterOf(c)
  const scope = scopeIn(context)
  const waiting = await openClaims(context.county, scope, organisation.id)
  const rows =
    queue === 'claims'
      ? await gather(context, [...new Set(waiting.map(({ orderId }) => orderId))])
      : await listOrders(context.county, scope, { organisationId: organisation.id, status: queue, after })
  const next = queue === 'claims' ? null : nextOf(rows)
  const failed = await findOrders(context.county, await ordersWithFailedRefunds(context.market, organisation.id))
  return c.html(<OrderList {...{ c, queue, rows, claims: waiting.length, failed, next, isFirst: after.id === '' }} />)
})

orders.get('/orders/pick', async (c) => {
  const { context, organisation } = c.var
  const after = afterOf(c)
  const paid = await listOrders(context.county, scopeIn(context), { organisationId: organisation.id, status: 'paid', after })
  const whole = await gather(
    context,
    paid.map(({ id }) => id),
  )
  const lots = await lotNumbersOf(
    context.county,
    whole.flatMap(({ lines }) => lines.map(({ packLotId }) => packLotId)),
  )
  const inOrder = whole.sort((a, b) => a.placedAtMs - b.placedAtMs)
  return c.html(<PickList {...{ c, lots, orders: inOrder, next: nextOf(paid), isFirst: after.id === '' }} />)
})

orders.get('/orders/tracking', (c) => c.html(<TrackingPage {...{ c, problem: null, values: {}, report: null, left: 0 }} />))

orders.post('/orders/tracking', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const [pasted, carrier] = [form['pasted'], form['carrier']].map((value) => (typeof value === 'string' ? value.trim() : ''))
  const [now, later] = cutPaste(pasted ?? '', pastedAtMost)
  const { rows, rejected } = readTracking(now, carrier ?? '')
  if (rows.length + later.length === 0) {
    const problem: Problem = { code: 'tracking_unreadable', facts: {}, field: 'pasted' }
    return c.html(<TrackingPage {...{ c, problem, values: form, report: null, left: 0 }} />, statusOf(problem))
  }
  const shipped = unwrap(await shipOrders(context, organisation.id, rows))
  // What is left comes before what could not be read, so that pressing again always moves on.
  const values = { carrier, pasted: [...later, ...rejected.map(({ text }) => text)].join('\n') }
  return c.html(<TrackingPage {...{ c, problem: null, values, report: { shipped, rejected }, left: later.length }} />)
})

async function ownOrder(c: ConsoleContext) {
  const { context, organisation } = c.var
  const order = await findScopedOrder(context.county, scopeIn(context), c.req.param('id')!)
  found(order?.organisationId === organisation.id ? order : null)
  const [whole] = await gather(context, [order!.id])
  return whole!
}

async function sheet(c: ConsoleContext, problem: Problem | null = null, values: Record<string, unknown> = {}) {
  const order = await ownOrder(c)
  const { context, organisation } = c.var
  const lots = await lotNumbersOf(
    context.county,
    order.lines.map(({ packLotId }) => packLotId),
  )
  const mayRefund = permit(context.actor, 'order.refund', { organisationId: organisation.id }) === null
  const failed = await failedRefunds(context.market, [order.id])
  return c.html(<OrderSheet {...{ c, order, lots, mayRefund, failed, problem, values }} />, problem ? statusOf(problem) : 200)
}

type Act = (
  context: Context,
  order: Awaited<ReturnType<typeof ownOrder>>,
  form: Record<string, unknown>,
  claimId: string,
) => Promise<Result<string>>

/** A form of the order's page: does it, and shows the page again with what was typed when it was refused. */
function deed(act: Act, group: 'county' | 'market' = 'county') {
  return async (c: ConsoleContext) => {
    const form = await c.req.parseBody()
    const context = await formOnce(c, c.var.context, form)
    const order = await ownOrder(c)
    const result = await once(context, group, () => act(context, order, form, c.req.param('claim') ?? ''))
    if (!result.ok) return sheet(c, result.problem, form)
    return c.redirect(href(context.locale, `/coop/orders/${order.id}`), 303)
  }
}

orders.get('/orders/:id', (c) => sheet(c))

orders.post(
  '/orders/:id/shipment',
  deed(async (context, order, form) => {
    const input = parseInput(shipmentInput, form)
    return input.ok ? shipOrder(context, order.id, input.value) : input
  }),
)

orders.post(
  '/orders/:id/refund',
  deed(async (context, order, form) => {
    const lines = order.lines.map(({ line }) => ({ line, units: Number(form[`line-${line}`]) || 0 })).filter(({ units }) => units !== 0)
    const input = parseInput(refundInput, { lines, withFreight: form['withFreight'] === 'yes', reason: form['reason'] })
    return input.ok ? refundLines(context, order.id, input.value) : input
  }),
)

orders.post(
  '/orders/:id/refunds/:claim',
  deed((context, _order, _form, refundId) => retryRefund(context, refundId), 'market'),
)

orders.post(
  '/orders/:id/cancellation',
  deed(async (context, order, form) => {
    const input = parseInput(cancellationInput, form)
    return input.ok ? cancelOrder(context, order.id, input.value.reason) : input
  }),
)

orders.post(
  '/orders/:id/claims/:claim',
  deed(async (context, order, form, claimId) => {
    found(order.claims.find(({ id }) => id === claimId) ?? null)
    const input = parseInput(claimDecisionInput, form)
    return input.ok ? decideClaim(context, claimId, input.value) : input
  }),
)

orders.get('/orders/:id/claims/:claim/photo', async (c) => {
  const claim = found((await ownOrder(c)).claims.find(({ id }) => id === c.req.param('claim')) ?? null)
  const file = found(await c.var.context.files.get(claim.photoFileId))
  return c.body(file.body, 200, {
    'content-type': file.httpMetadata?.contentType ?? 'application/octet-stream',
    'cache-control': 'private, max-age=86400',
  })
})
