import { sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { jsonRows, type Database } from '../../platform/database.ts'
import { buyerOf, claimsOf, disputesOf, findCheckout, findOrders, linesOf, ordersOfCheckout, refundsOf, shipmentsOf } from '../queries.ts'

type Parts = Awaited<ReturnType<typeof gather>>

/** An order with everything that belongs to it. */
export type WholeOrder = Parts[number]

/** A checkout as its buyer sees it, by its unguessable id; null for anybody else once somebody is signed in on it. */
export async function readCheckout(context: Context, checkoutId: string) {
  const checkout = await findCheckout(context.market, checkoutId)
  const mine = checkout && (checkout.buyer === 'guest' || context.actor.kind === 'system' || checkout.buyer === buyerOf(context.actor))
  if (!mine) return null
  const parts = await ordersOfCheckout(context.market, checkoutId)
  const orders = await gather(
    context,
    parts.map(({ orderId }) => orderId),
  )
  return { checkout, parts, orders }
}

/** Orders by id, whole; the caller has made sure they may be seen. */
export async function gather({ county }: Context, ids: readonly string[]) {
  const [orders, lines, shipments, claims, refunds, disputes] = await Promise.all([
    findOrders(county, ids),
    linesOf(county, ids),
    shipmentsOf(county, ids),
    claimsOf(county, ids),
    refundsOf(county, ids),
    disputesOf(county, ids),
  ])
  return orders.map((order) => {
    const ofOrder = ({ orderId }: { orderId: string }) => orderId === order.id
    return Object.assign(order, {
      lines: lines.filter(ofOrder),
      shipment: shipments.find(ofOrder),
      claims: claims.filter(ofOrder),
      refunds: refunds.filter(ofOrder),
      disputes: disputes.filter(ofOrder),
    })
  })
}

/** Pack lot numbers by id, as they stand on the boxes. */
export async function lotNumbersOf(county: Database, packLotIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await county.all<{ id: string; number: string }>(
    sql`SELECT p.id AS id, p.number AS number FROM ${jsonRows(packLotIds)} j JOIN pack_lots p ON p.id = j.value`,
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** Which pack each pack lot holds. */
export async function packIdsOf(county: Database, packLotIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await county.all<{ id: string; packId: string }>(
    sql`SELECT p.id AS id, p.pack_id AS packId FROM ${jsonRows(packLotIds)} j JOIN pack_lots p ON p.id = j.value`,
  )
  return new Map(rows.map(({ id, packId }) => [id, packId]))
}
