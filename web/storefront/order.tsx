import type { Context as HonoContext } from 'hono'
import { formOnce } from '../../src/http/once.ts'
import { statusOf, type AppEnv } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { ok, type Result } from '../../src/kernel/result.ts'
import { openClaim } from '../../src/order/commands/open-claim.ts'
import { openLink } from '../../src/order/commands/open-link.ts'
import { confirmReceipt } from '../../src/order/commands/receive.ts'
import { cancellationInput, claimInput } from '../../src/order/input.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { findOrganisation } from '../../src/organisation/queries.ts'
import { cancelCheckout } from '../../src/payment/closing/commands.ts'
import { openPayment } from '../../src/payment/commands.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { cancelOwnOrder } from '../../src/proceeds/commands/refund.ts'
import { divideOrder } from '../../src/proceeds/order-division.ts'
import { lotsOfOrder } from '../../src/proceeds/queries.ts'
import { href } from '../components/locale.ts'
import { ClaimPage } from './claim-page.tsx'
import { OrderPage, type Checkout, type OrderNote, type ShownOrder } from './order-page.tsx'

type C = HonoContext<AppEnv>

export function addressOf(c: HonoContext<AppEnv>): string {
  return c.req.header('cf-connecting-ip') ?? 'local'
}

async function openOrders(c: C) {
  return unwrap(await openLink(c.var.context, c.req.param('checkout')!, addressOf(c)))
}

/** A checkout's orders by its link: where each parcel is, what can be done, and where the money went. */
export async function orderPage(c: C, problem: Problem | null = null) {
  const { context } = c.var
  const { checkout, orders } = await openOrders(c)
  const shown = await Promise.all(orders.map((order) => withMoney(context, order)))
  const note = noteOf(c, checkout.status)
  if (note === 'returned') lookAgain(c)
  return c.html(<OrderPage {...{ c, checkout, orders: shown, note, problem }} />, problem ? statusOf(problem) : 200)
}

// Coming back from a provider's page is not having paid: that is so when the provider has told us.
function noteOf(c: C, status: Checkout['status']): OrderNote | null {
  if (c.req.query('returned') === 'yes') return status === 'open' ? 'returned' : status === 'paid' ? 'paid' : null
  return (['paid', 'claimed', 'cancelled', 'unavailable'] as const).find((name) => c.req.query(name) === 'yes') ?? null
}

const looksAtMost = 12

// Without script the browser looks again every five seconds, for a minute; then the buyer does.
function lookAgain(c: C): void {
  const looks = Number(c.req.query('look') ?? 0) || 0
  if (looks < looksAtMost) c.header('refresh', `5; url=${c.req.path}?returned=yes&look=${looks + 1}`)
}

async function withMoney(context: Context, order: WholeOrder): Promise<ShownOrder> {
  const paid = order.status !== 'reserved' && order.status !== 'released'
  const [organisation, lots] = await Promise.all([
    findOrganisation(context.county, order.organisationId),
    paid ? lotsOfOrder(context.county, order.lines) : [],
  ])
  return {
    order,
    organisation: organisation!,
    lots,
    division: paid ? divideOrder(lots, order.freightFen - order.refundedFreightFen) : null,
  }
}

type Act = (context: Context, checkoutId: string, orderId: string, form: Record<string, unknown>) => Promise<Result<string>>

/** A button of the order page: does it, and shows the page again, with the refusal if there was one. */
function deed(group: 'county' | 'market', act: Act, note = '') {
  return async (c: C) => {
    const form = await c.req.parseBody()
    const context = await formOnce(c, c.var.context, form)
    const [checkoutId, orderId] = [c.req.param('checkout')!, c.req.param('order') ?? '']
    const result = await once(context, group, () => act(context, checkoutId, orderId, form))
    if (!result.ok && result.problem.code !== 'not_found') return orderPage(c, result.problem)
    unwrap(result)
    return c.redirect(href(context.locale, `/orders/${checkoutId}${note}`), 303)
  }
}

export const giveUp = deed('market', (context, checkoutId) => cancelCheckout(context, checkoutId))
export const receive = deed('county', (context, checkoutId, orderId) => confirmReceipt(context, checkoutId, orderId))
export const cancel = deed(
  'county',
  async (context, checkoutId, orderId, form) => {
    const input = parseInput(cancellationInput, form)
    return input.ok ? cancelOwnOrder(context, checkoutId, orderId, input.value.reason) : input
  },
  '?cancelled=yes',
)

/** Goes on to the till; a checkout whose payment was never opened opens it now. */
export async function payAgain(c: C) {
  const { checkout } = await openOrders(c)
  const opened = await openPayment(c.var.context, checkout.id)
  if (!opened.ok && opened.problem.code === 'payment_unavailable') return orderPage(c, opened.problem)
  return c.redirect(href(c.var.context.locale, unwrap(opened)), 303)
}

export async function claimPage(c: C, problem: Problem | null = null, values: Record<string, unknown> = {}) {
  const { orders } = await openOrders(c)
  const order = found(orders.find(({ id }) => id === c.req.param('order')) ?? null)
  return c.html(<ClaimPage {...{ c, order, problem, values }} />, problem ? statusOf(problem) : 200)
}

export async function tryClaim(c: C) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const [checkoutId, orderId] = [c.req.param('checkout')!, c.req.param('order')!]
  const input = parseInput(claimInput, form)
  const result = input.ok ? await once(context, 'county', () => openClaim(context, checkoutId, orderId, input.value)) : input
  if (!result.ok && result.problem.code !== 'not_found') return claimPage(c, result.problem, form)
  unwrap(result.ok ? ok(orderId) : result)
  return c.redirect(href(context.locale, `/orders/${checkoutId}?claimed=yes`), 303)
}
