import { sql, type SQL } from 'drizzle-orm'
import { actorKey, type Actor } from '../kernel/actor.ts'
import type { ProblemCode } from '../kernel/problem.ts'
import type { LocalDate, Ms } from '../kernel/time.ts'
import { within } from '../identity/queries.ts'
import type { Scope } from '../identity/permission.ts'
import type { Clock } from '../platform/clock.ts'
import { jsonRows, must, type Database, type Statement } from '../platform/database.ts'
import { queueMessage } from '../platform/message.ts'
import { saleName, type BasketLine } from './basket.ts'
import { newsWords, type News } from './message.ts'
import type { OrderStatus } from './order.ts'
import type { OrderQuote } from './quote.ts'
import { baskets, checkoutOrders, checkouts, claims, disputeLines, disputes, orderLines, orders, refunds, shipments } from './tables.ts'

/** Whose basket: a signed-in user's, or a guest's by the id in their cookie. */
export type BasketKey = { userId: string } | { id: string }

export async function findBasket(market: Database, key: BasketKey): Promise<{ id: string; lines: BasketLine[] } | null> {
  const condition = 'userId' in key ? sql`user_id = ${key.userId}` : sql`id = ${key.id} AND user_id IS NULL`
  const row = await market.row(baskets, sql`WHERE ${condition}`)
  return row && { id: row.id, lines: JSON.parse(row.lines) as BasketLine[] }
}

export async function findCheckout(market: Database, id: string) {
  return market.row(checkouts, sql`WHERE id = ${id}`)
}

export async function ordersOfCheckout(market: Database, checkoutId: string) {
  return market.rows(checkoutOrders, sql`WHERE checkout_id = ${checkoutId} ORDER BY order_id`)
}

export async function findOrder(county: Database, id: string) {
  return county.row(orders, sql`WHERE id = ${id}`)
}

/** An order and its lines, in one round trip. */
export async function findOrderWithLines(county: Database, id: string) {
  const [[order], lines] = await county.rowsOfBoth([orders, sql`WHERE id = ${id}`], [orderLines, sql`WHERE order_id = ${id} ORDER BY line`])
  return order ? { order, lines } : null
}

export async function findOrders(county: Database, ids: readonly string[]) {
  return county.rows(orders, sql`WHERE id IN (SELECT value FROM ${jsonRows(ids)}) ORDER BY id`)
}

export async function findOrderByNumber(county: Database, number: string) {
  return county.row(orders, sql`WHERE number = ${number}`)
}

/** How an actor is written on the orders they place; guests are told apart only by their checkout's unguessable id. */
export function buyerOf(actor: Actor): string {
  return actor.kind === 'user' ? actorKey(actor) : 'guest'
}

/** An order as its buyer reaches it: through its checkout's id, and only their own once somebody is signed in on it. */
export async function findBuyersOrder(county: Database, actor: Actor, checkoutId: string, orderId: string) {
  const mine = actor.kind === 'system' ? sql`1` : sql`buyer IN ('guest', ${buyerOf(actor)})`
  return county.row(orders, sql`WHERE id = ${orderId} AND checkout_id = ${checkoutId} AND ${mine}`)
}

/** The lines of orders, by order and line. */
export async function linesOf(county: Database, orderIds: readonly string[]) {
  return county.rows(orderLines, sql`WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)}) ORDER BY order_id, line`)
}

export async function shipmentsOf(county: Database, orderIds: readonly string[]) {
  return county.rows(shipments, sql`WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)})`)
}

export async function claimsOf(county: Database, orderIds: readonly string[]) {
  return county.rows(claims, sql`WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)}) ORDER BY opened_at_ms`)
}

export async function refundsOf(county: Database, orderIds: readonly string[]) {
  return county.rows(refunds, sql`WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)}) ORDER BY at_ms`)
}

export async function disputesOf(county: Database, orderIds: readonly string[]) {
  return county.rows(disputes, sql`WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)}) ORDER BY opened_at_ms, dispute_id`)
}

/** What disputes hold of the lines of orders, by order, dispute and line. */
export async function disputeLinesOf(county: Database, orderIds: readonly string[]) {
  return county.rows(
    disputeLines,
    sql`WHERE (dispute_id, order_id) IN (SELECT dispute_id, order_id FROM disputes WHERE order_id IN (SELECT value FROM ${jsonRows(orderIds)})) ORDER BY order_id, dispute_id, line`,
  )
}

/** A condition: a bank is still deciding about this order, so nothing of it is refunded or becomes final meanwhile. */
export function inDispute(orderId: SQL): SQL {
  return sql`EXISTS (SELECT 1 FROM disputes b WHERE b.order_id = ${orderId} AND b.status = 'open')`
}

export async function findClaim(county: Database, id: string) {
  return county.row(claims, sql`WHERE id = ${id}`)
}

/** Orders of one organisation in one state, oldest first, 50 a page; `after` is the last one seen. */
export async function listOrders(
  county: Database,
  scope: Scope,
  {
    organisationId,
    status,
    after = { placedAtMs: 0, id: '' },
  }: { organisationId: string; status: OrderStatus; after?: { placedAtMs: Ms; id: string } },
) {
  return county.rows(
    orders,
    sql`WHERE organisation_id = ${organisationId} AND status = ${status} AND (placed_at_ms, id) > (${after.placedAtMs}, ${after.id})
      AND ${within(scope, { organisationId: sql`organisation_id`, divisionCode: sql`county_code` })} ORDER BY placed_at_ms, id LIMIT 50`,
  )
}

/** One order for those who may read an organisation's orders. */
export async function findScopedOrder(county: Database, scope: Scope, id: string) {
  const scoped = within(scope, { organisationId: sql`organisation_id`, divisionCode: sql`county_code` })
  return county.row(orders, sql`WHERE id = ${id} AND ${scoped}`)
}

/** Claims waiting for an organisation's decision, oldest first, at most 50. */
export async function openClaims(county: Database, scope: Scope, organisationId: string) {
  return county.rows(
    claims,
    sql`WHERE status = 'open' AND order_id IN (SELECT id FROM orders WHERE organisation_id = ${organisationId} AND status = 'received'
      AND ${within(scope, { organisationId: sql`organisation_id`, divisionCode: sql`county_code` })}) ORDER BY opened_at_ms LIMIT 50`,
  )
}

/** A user's checkouts, newest first, 20 a page; `before` is the time of the last one seen. */
export async function checkoutsOfUser(market: Database, userId: string, before: Ms = Number.MAX_SAFE_INTEGER) {
  return market.all<{ checkoutId: string; orderId: string; createdAtMs: Ms }>(sql`
    SELECT c.id AS checkoutId, o.order_id AS orderId, c.created_at_ms AS createdAtMs FROM (
      SELECT id, created_at_ms FROM checkouts WHERE user_id = ${userId} AND created_at_ms < ${before} 
      ORDER BY created_at_ms DESC LIMIT 20) c JOIN checkout_orders o ON o.checkout_id = c.id ORDER BY c.created_at_ms DESC, o.order_id`)
}

/** Unpaid orders whose time is over, with their checkouts. */
export async function dueReservations(county: Database, now: Ms): Promise<{ id: string; checkoutId: string }[]> {
  return county.all(sql`SELECT id AS id, checkout_id AS checkoutId FROM orders
    WHERE status = 'reserved' AND due_at_ms <= ${now} ORDER BY due_at_ms LIMIT 100`)
}

/** Which of these orders have been paid for in the market's books. */
export async function capturedAmong(market: Database, due: readonly { id: string; checkoutId: string }[]): Promise<Set<string>> {
  const rows = await market.all<{ id: string }>(sql`SELECT o.order_id AS id FROM ${jsonRows(due)} j
    JOIN checkout_orders o ON o.checkout_id = j.value ->> 'checkoutId' AND o.order_id = j.value ->> 'id' WHERE o.state <> 'reserved'`)
  return new Set(rows.map(({ id }) => id))
}

/** Received orders whose after-sales window is over and about which no claim and no dispute is open. */
export async function dueToFinal(county: Database, now: Ms): Promise<string[]> {
  const rows = await county.all<{ id: string }>(sql`SELECT o.id AS id FROM orders o WHERE o.status = 'received' AND o.due_at_ms <= ${now}
    AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.order_id = o.id AND c.status = 'open')
    AND NOT ${inDispute(sql`o.id`)} ORDER BY o.due_at_ms LIMIT 100`)
  return rows.map(({ id }) => id)
}

/** What can still be taken of each pack, past best-before left out. */
export async function unitsLeft(county: Database, packIds: readonly string[], today: LocalDate): Promise<Map<string, number>> {
  const rows = await county.all<{ packId: string; units: number }>(sql`
    SELECT j.value AS packId, coalesce(sum(p.units - p.reserved_units - p.sold_units - p.lost_units), 0) AS units FROM ${jsonRows(packIds)} j
    LEFT JOIN pack_lots p ON p.pack_id = j.value AND p.reserved_units + p.sold_units + p.lost_units < p.units AND p.best_before_on >= ${today}
    GROUP BY j.value`)
  return new Map(rows.map(({ packId, units }) => [packId, units]))
}

/**
 * Draws the lines of an order from stock inside its own batch, first expiring first, and holds the units. As the batch is
 * one transaction nobody can be between the look and the taking: stock is neither oversold nor refused while some is left.
 */
export function takeStock(orderId: string, wanted: OrderQuote['wanted'], today: LocalDate): Statement[] {
  const rows = wanted.map(({ sale, units }) => ({
    offerId: sale.offerId,
    packId: sale.packId,
    nameZh: saleName(sale, 'zh'),
    nameEn: saleName(sale, 'en'),
    priceFen: sale.priceFen,
    units,
  }))
  const total = wanted.reduce((sum, { units }) => sum + units, 0)
  return [
    must(
      sql`NOT EXISTS (SELECT 1 FROM ${jsonRows(rows)} j LEFT JOIN offers o ON o.id = j.value ->> 'offerId'
        LEFT JOIN offer_packs p ON p.offer_id = o.id AND p.pack_id = j.value ->> 'packId'
        WHERE o.status IS NOT 'published' OR p.price_fen IS NOT j.value ->> 'priceFen')`,
      'busy_try_again',
    ),
    sql`INSERT INTO order_lines (order_id, line, offer_id, pack_lot_id, lot_id, name_zh, name_en, pack_grams, units, price_fen)
      SELECT ${orderId}, row_number() OVER (ORDER BY wish, best_before_on, id), offer, id, lot_id, name_zh, name_en, pack_grams,
        min(free, wanted - before), price
      FROM (SELECT j.key AS wish, j.value ->> 'offerId' AS offer, j.value ->> 'nameZh' AS name_zh, j.value ->> 'nameEn' AS name_en,
          j.value ->> 'priceFen' AS price, j.value ->> 'units' AS wanted, p.id, p.lot_id, p.pack_grams, p.best_before_on,
          p.units - p.reserved_units - p.sold_units - p.lost_units AS free,
          coalesce(sum(p.units - p.reserved_units - p.sold_units - p.lost_units) OVER (PARTITION BY j.key ORDER BY p.best_before_on, p.id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM ${jsonRows(rows)} j JOIN pack_lots p ON p.pack_id = j.value ->> 'packId'
          AND p.reserved_units + p.sold_units + p.lost_units < p.units AND p.best_before_on >= ${today})
      WHERE before < wanted`,
    must(sql`(SELECT coalesce(sum(units), 0) FROM order_lines WHERE order_id = ${orderId}) = ${total}`, 'stock_short'),
    sql`UPDATE pack_lots SET reserved_units = reserved_units + l.units
      FROM (SELECT pack_lot_id, sum(units) AS units FROM order_lines WHERE order_id = ${orderId} GROUP BY pack_lot_id) l
      WHERE pack_lots.id = l.pack_lot_id`,
  ]
}

/** Moves an order on, and fails with `problem` when it is no longer where it was believed to be. */
export function moveOrder(id: string, from: OrderStatus, change: SQL, problem: ProblemCode = 'order_status_moved'): Statement[] {
  return [must(sql`(SELECT status FROM orders WHERE id = ${id}) = ${from}`, problem), sql`UPDATE orders SET ${change} WHERE id = ${id}`]
}

/** A message to the buyer of a checkout, for a market batch. */
export function newsStatement(clock: Clock, { phone, locale }: { phone: string; locale: 'zh' | 'en' }, news: News): Statement {
  return queueMessage(clock, { channel: 'sms', recipient: phone, template: `order.${news.kind}`, body: newsWords(news, locale) })
}

/** The last 50 messages to buyers, newest first, for the demo. */
export async function latestMessages(market: Database): Promise<{ recipient: string; body: string; atMs: Ms }[]> {
  return market.all(sql`SELECT recipient AS recipient, body AS body, at_ms AS atMs FROM messages ORDER BY id DESC LIMIT 50`)
}
