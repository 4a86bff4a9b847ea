import { sql } from 'drizzle-orm'
import { packsForSale } from '../../catalogue/queries.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { localDate, type Ms } from '../../kernel/time.ts'
import { newId, secretId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, type Statement } from '../../platform/database.ts'
import { withoutOrdered, type Sale } from '../basket.ts'
import type { NewCheckout } from '../input.ts'
import { orderNumber } from '../number.ts'
import { payableMs, reservationMs } from '../order.ts'
import { quote, refuseFreshUnsaid, refuseOtherTotal, stockShort, type OrderQuote } from '../quote.ts'
import { buyerOf, findBasket, takeStock, unitsLeft, type BasketKey } from '../queries.ts'
import { checkoutOrders, checkouts, orders } from '../tables.ts'
import { releaseOrder } from './release.ts'

type Terms = Sale & { countyCode: string; receiptDays: number; afterSalesHours: number }
type Plan = { checkoutId: string; placedAtMs: Ms; totalFen: number; orders: (OrderQuote<Terms> & { id: string })[] }

/**
 * Places one order per organisation under one checkout and holds the stock for 40 minutes, the first 30 to pay in; answers the checkout's
 * unguessable id. One reserving batch per organisation; when one refuses, the others are released here or, should we be
 * cut off, by the clock. The market's record comes last. Law: design 2.9.
 */
export async function placeCheckout(context: Context, input: NewCheckout, basket: BasketKey | null = null): Promise<Result<string>> {
  if (context.actor.kind === 'household') return refuse('forbidden')
  const sales = await packsForSale(context.county, [...new Set(input.lines.map(({ packId }) => packId))])
  const quoted = quote(input.lines, sales, input.recipient.province, context.locale)
  if (!quoted.ok) return quoted
  const unsaid = refuseFreshUnsaid(sales, input.freshAgreed)
  if (unsaid) return unsaid
  const otherTotal = refuseOtherTotal(quoted.value.totalFen, input.seenTotalFen)
  if (otherTotal) return otherTotal
  const plan: Plan = {
    checkoutId: secretId('chk'),
    placedAtMs: context.clock.now(),
    totalFen: quoted.value.totalFen,
    orders: quoted.value.orders.map((order) => Object.assign(order, { id: newId('ord', context.clock) })),
  }
  const reserved = await reserveAll(context, plan, input)
  if (!reserved.ok) return reserved
  const opened = await openCheckout(context, plan, input, basket)
  if (!opened.ok || opened.value !== plan.checkoutId) await giveUp(context, plan)
  return opened
}

async function reserveAll(context: Context, plan: Plan, input: NewCheckout): Promise<Result<null>> {
  for (const order of plan.orders) {
    const problem = await context.county.run(reserveStatements(context, plan, order, input))
    if (problem === null) continue
    await giveUp(context, plan)
    return problem === 'stock_short' ? whatIsShort(context, order) : refuse(problem)
  }
  return ok(null)
}

function reserveStatements(context: Context, plan: Plan, order: Plan['orders'][number], { recipient, note }: NewCheckout): Statement[] {
  const now = plan.placedAtMs
  const terms = order.wanted.map(({ sale }) => sale)
  const row = {
    id: order.id,
    organisationId: order.organisationId,
    countyCode: terms[0]!.countyCode,
    checkoutId: plan.checkoutId,
    number: orderNumber(now, crypto.getRandomValues(new Uint8Array(8))),
    buyer: buyerOf(context.actor),
    recipientName: recipient.name,
    recipientPhone: recipient.phone,
    recipientProvince: recipient.province,
    recipientAddress: recipient.address,
    note,
    goodsFen: order.goodsFen,
    freightFen: order.freightFen,
    status: 'reserved' as const,
    placedAtMs: now,
    dueAtMs: now + reservationMs,
    // The buyer gets the longest terms of any contract behind the goods.
    receiptDays: Math.max(...terms.map(({ receiptDays }) => receiptDays)),
    afterSalesHours: Math.max(...terms.map(({ afterSalesHours }) => afterSalesHours)),
  }
  return [build.insert(orders).values(row), ...takeStock(order.id, order.wanted, localDate(now))]
}

async function whatIsShort(context: Context, { wanted }: Plan['orders'][number]): Promise<Result<null>> {
  const packIds = wanted.map(({ sale }) => sale.packId)
  const left = await unitsLeft(context.county, packIds, localDate(context.clock.now()))
  const short = wanted.find(({ sale, units }) => (left.get(sale.packId) ?? 0) < units) ?? wanted[0]!
  return stockShort({ ...short.sale, availableUnits: left.get(short.sale.packId) ?? 0 }, context.locale)
}

// The market's record, once all stock is held: until it stands nobody can pay, and the clock gives the stock back.
async function openCheckout(context: Context, plan: Plan, input: NewCheckout, key: BasketKey | null): Promise<Result<string>> {
  const basket = key && (await findBasket(context.market, key))
  const rest = basket && JSON.stringify(withoutOrdered(basket.lines, input.lines))
  const now = plan.placedAtMs
  const statements = [
    build.insert(checkouts).values({
      id: plan.checkoutId,
      buyer: buyerOf(context.actor),
      userId: context.actor.kind === 'user' ? context.actor.userId : null,
      phone: input.recipient.phone,
      locale: context.locale,
      totalFen: plan.totalFen,
      status: 'open',
      createdAtMs: now,
      expiresAtMs: now + payableMs,
    }),
    build.insert(checkoutOrders).values(plan.orders.map((order) => partOf(plan, order))),
    ...(basket ? [sql`UPDATE baskets SET lines = ${rest}, updated_at_ms = ${now} WHERE id = ${basket.id}`] : []),
  ]
  return commit(context, 'market', statements, { action: 'checkout.place', subject: plan.checkoutId })
}

function partOf({ checkoutId }: Plan, { id: orderId, organisationId, goodsFen, freightFen }: Plan['orders'][number]) {
  return { checkoutId, orderId, organisationId, totalFen: goodsFen + freightFen, state: 'reserved' as const }
}

async function giveUp(context: Context, plan: Plan): Promise<void> {
  for (const { id } of plan.orders) await releaseOrder(context, id)
}
