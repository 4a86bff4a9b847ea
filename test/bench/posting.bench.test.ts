import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { findOrder, linesOf } from '../../src/order/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Database, type Statement } from '../../src/platform/database.ts'
import { postPayment } from '../../src/proceeds/commands/post-payment.ts'
import { makeBigLot } from '../support/big-lot.ts'
import { bindings, testContext, valueOf } from '../support/context.ts'
import { makeOpenOrder } from '../support/factories/order.ts'

const ordersAPair = 40
const pairs = 12

/** Counts how long its batches take, beside what else a command does. */
class TimedDatabase extends Database {
  ms = 0

  override async run(statements: Statement[]) {
    const from = performance.now()
    try {
      return await super.run(statements)
    } finally {
      this.ms += performance.now() - from
    }
  }
}

type Order = {
  id: string
  number: string
  organisationId: string
  freightFen: number
  goodsFen: number
  units: number
  packLotId: string
  lotId: string
}

/** The same rows in the same tables with their triggers: values at hand, no guard, nothing asked. */
function bareBatch(order: Order): D1PreparedStatement[] {
  const { id, number, organisationId, units, goodsFen, freightFen, packLotId, lotId } = order
  const run = (text: string, ...values: (string | number)[]) => bindings.COUNTY_DB.prepare(text).bind(...values)
  const account = (code: string, subject = '-') => `${organisationId}/${code}/${subject}`
  const at = Date.now()
  return [
    run("UPDATE orders SET status = 'paid', paid_at_ms = ? WHERE id = ?", at, id),
    run('UPDATE pack_lots SET reserved_units = reserved_units - ?, sold_units = sold_units + ? WHERE id = ?', units, units, packLotId),
    run('UPDATE lots SET proceeds_fen = proceeds_fen + ? WHERE id = ?', goodsFen, lotId),
    run(
      "INSERT INTO entries (id, organisation_id, kind, subject, month, at_ms, actor, reason, evidence) VALUES (?, ?, 'pay', ?, '2026-06', ?, 'system:test', ?, ?)",
      `pay:${id}`,
      organisationId,
      id,
      at,
      number,
      number,
    ),
    run(
      'INSERT INTO transfers (entry_seq, n, debit, credit, amount_fen) VALUES (last_insert_rowid(), 1, ?, ?, ?), (last_insert_rowid(), 2, ?, ?, ?)',
      account('clearing'),
      account('lot_sold', lotId),
      goodsFen,
      account('clearing'),
      account('freight'),
      freightFen,
    ),
  ]
}

async function openOrders(context: Context, packId: string, count: number): Promise<Order[]> {
  const orders: Order[] = []
  for (let i = 0; i < count; i++) {
    const { orderId } = await makeOpenOrder(context, { packId, units: 1 })
    const order = (await findOrder(context.county, orderId))!
    const [line] = await linesOf(context.county, [orderId])
    orders.push({ ...order, units: line!.units, packLotId: line!.packLotId, lotId: line!.lotId })
  }
  return orders
}

const quantile = (sorted: number[], part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!

function tell(name: string, ratios: number[]): void {
  const sorted = ratios.toSorted((a, b) => a - b)
  const [low, middle, high] = [0.1, 0.5, 0.9].map((part) => quantile(sorted, part).toFixed(2))
  console.log(`${name}: ${middle} of the bare batch's rate (median of ${ratios.length} pairs, p10 ${low}, p90 ${high})`)
}

it('posting a paid order against a bare batch that writes the same rows', { timeout: 600_000 }, async () => {
  const context = testContext()
  const { packId } = await makeBigLot(context, 200)
  const county = new TimedDatabase(bindings.COUNTY_DB, context.county.meter)
  const timed: Context = { ...context, county }
  // The first order opens the accounts, so that none of those compared pays for it.
  for (const { id } of await openOrders(context, packId, 4)) valueOf(await postPayment(timed, id))

  const spent = { commitMs: 0, wholeMs: 0, bareMs: 0 }
  const ours = async ({ id }: Order) => {
    county.ms = 0
    const from = performance.now()
    valueOf(await postPayment(timed, id))
    spent.wholeMs += performance.now() - from
    spent.commitMs += county.ms
  }
  const bare = async (order: Order) => {
    const from = performance.now()
    await bindings.COUNTY_DB.batch(bareBatch(order))
    spent.bareMs += performance.now() - from
  }

  const commit: number[] = []
  const whole: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    Object.assign(spent, { commitMs: 0, wholeMs: 0, bareMs: 0 })
    // Ours, bare, bare, ours: whatever else the machine does meets both alike.
    for (const [index, order] of (await openOrders(context, packId, ordersAPair)).entries())
      await (index % 4 === 0 || index % 4 === 3 ? ours : bare)(order)
    commit.push(spent.bareMs / spent.commitMs)
    whole.push(spent.bareMs / spent.wholeMs)
  }
  tell('the commit alone', commit)
  tell('with loading', whole)
  const sums = await context.county.first<{ posted: number }>(sql`SELECT count(*) AS posted FROM entries WHERE kind = 'pay'`)
  expect(sums!.posted).toBe(4 + pairs * ordersAPair)
})
