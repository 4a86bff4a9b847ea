import { sql } from 'drizzle-orm'
import { sumFen, type Fen } from '../../kernel/money.ts'
import { account } from '../../ledger/account.ts'
import type { OrderMoney } from '../../order/dispute.ts'
import { disputeLinesOf, disputesOf, linesOf, type findOrder } from '../../order/queries.ts'
import type { LotMoney } from '../../order/refund.ts'
import { jsonRows, must, type Database, type Statement } from '../../platform/database.ts'
import type { Losses } from '../dispute-posting.ts'

type Order = NonNullable<Awaited<ReturnType<typeof findOrder>>>

/** An order's money with what its open disputes hold, and its lines and disputes as they were read. */
export async function orderMoneyOf(county: Database, order: Order) {
  const [lines, disputes, held] = await Promise.all([
    linesOf(county, [order.id]),
    disputesOf(county, [order.id]),
    disputeLinesOf(county, [order.id]),
  ])
  const open = disputes.filter(({ status }) => status === 'open')
  const openIds = new Set(open.map(({ disputeId }) => disputeId))
  const money: OrderMoney = {
    status: order.status,
    freightFen: order.freightFen,
    refundedFreightFen: order.refundedFreightFen,
    lines,
    held: { freightFen: sumFen(open.map(({ freightFen }) => freightFen)), lines: held.filter(({ disputeId }) => openIds.has(disputeId)) },
  }
  return { money, lines, disputes }
}

/** A dispute's part of one order; null until it is in the county's books. */
export async function findOrderDispute(county: Database, disputeId: string, orderId: string) {
  return (await disputesOf(county, [orderId])).find((dispute) => dispute.disputeId === disputeId) ?? null
}

/** The order still stands as it was read: its state, what was refunded of it, and what disputes it has. */
export function stillStands(order: Order, disputes: readonly unknown[]): Statement[] {
  const before = order.refundedGoodsFen + order.refundedFreightFen
  return [
    must(
      sql`(SELECT status = ${order.status} AND refunded_goods_fen + refunded_freight_fen = ${before} FROM orders WHERE id = ${order.id})`,
      'busy_try_again',
    ),
    must(sql`(SELECT count(*) FROM disputes WHERE order_id = ${order.id}) = ${disputes.length}`, 'busy_try_again'),
  ]
}

/** What each lot's account holds of the money that is taken from it, and what the reserve holds. */
export async function lossesOf(county: Database, organisationId: string, from: Losses['from'], lots: readonly LotMoney[]): Promise<Losses> {
  const accounts = [...lots.map(({ lotId }) => account(organisationId, from, lotId)), account(organisationId, 'reserve')]
  const rows = await county.all<{ subject: string; heldFen: Fen }>(
    sql`SELECT subject AS subject, credit_fen - debit_fen AS heldFen FROM accounts WHERE id IN (SELECT value FROM ${jsonRows(accounts.map(({ id }) => id))})`,
  )
  const held = (wanted: string) => rows.find(({ subject }) => subject === wanted)?.heldFen ?? 0
  return { from, lots: lots.map((lot) => ({ ...lot, heldFen: held(lot.lotId) })), reserveFen: held('-') }
}

/** The accounts still hold what was read, so that what is fronted is just what they lack. */
export function stillHeld(organisationId: string, { from, lots, reserveFen }: Losses): Statement {
  const rows = [
    ...lots.map(({ lotId, heldFen }) => ({ id: account(organisationId, from, lotId).id, heldFen })),
    { id: account(organisationId, 'reserve').id, heldFen: reserveFen },
  ]
  return must(
    sql`NOT EXISTS (SELECT 1 FROM ${jsonRows(rows)} j LEFT JOIN accounts a ON a.id = j.value ->> 'id'
      WHERE coalesce(a.credit_fen - a.debit_fen, 0) <> j.value ->> 'heldFen')`,
    'busy_try_again',
  )
}
