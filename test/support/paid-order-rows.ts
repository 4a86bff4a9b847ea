import { sql } from 'drizzle-orm'
import type { Actor } from '../../src/kernel/actor.ts'
import { changeBasket } from '../../src/order/commands/basket.ts'
import { placeCheckout } from '../../src/order/commands/place-checkout.ts'
import { openPayment, sandboxEvent } from '../../src/payment/commands.ts'
import { paymentOfCheckout } from '../../src/payment/queries.ts'
import { once } from '../../src/platform/commit.ts'
import { receivePayment } from '../../src/proceeds/commands/post-payment.ts'
import { testContext, valueOf } from './context.ts'
import { checkoutOf, makePaidOrder } from './factories/order.ts'
import { makeBigLot } from './big-lot.ts'

export type Cost = { rowsWritten: number; firstOrderRowsWritten: number; steps: Record<string, number> }

/**
 * What an order of one line costs with so many households behind its lot, over all databases: activity, idempotency,
 * freight, basket, message and every index counted; for the lot's first order and for a later one.
 */
export async function paidOrderRows(households: number): Promise<Cost> {
  const context = testContext()
  const { packId } = await makeBigLot(context, households)
  await checkoutOf(context, { packId, units: 1 })
  const first = await oneOrder({ packId, key: 'first' })
  await makePaidOrder(context, { packId, units: 1 })
  const next = await oneOrder({ packId, key: 'next' })
  const sum = (steps: Record<string, number>) => Object.values(steps).reduce((a, b) => a + b, 0)
  return { rowsWritten: sum(next), firstOrderRowsWritten: sum(first), steps: next }
}

/** The dearest order of one line: the buyer is signed in, pays freight, and carries the offer's count of sales past a ten. */
export async function dearestOrderRows(households: number): Promise<number> {
  const context = testContext()
  const { packId } = await makeBigLot(context, households)
  const userId = `usr_${packId}`
  await context.market.run([sql`INSERT INTO users (id, phone, name, created_at_ms) VALUES (${userId}, ${packId.slice(-12)}, '买家', 1)`])
  await makePaidOrder(context, { packId, units: 9 })
  const steps = await oneOrder({ packId, key: 'dear', actor: { kind: 'user', userId, name: '买家', grants: [] } })
  return Object.values(steps).reduce((a, b) => a + b, 0)
}

type Bought = { packId: string; key: string; actor?: Actor }

async function oneOrder({ packId, key, actor = { kind: 'guest' } }: Bought): Promise<Record<string, number>> {
  const plain = testContext({ actor })
  const context = { ...plain, once: { route: 'POST /checkout', key: `${key}-${packId}`.slice(0, 64), inputSha256: 'a'.repeat(64) } }
  const input = await checkoutOf(testContext(), { packId, units: 1 })
  const basketId = valueOf(
    await changeBasket(testContext(), null, () => input.lines.map((line) => ({ ...line, selected: true, seenPriceFen: 1 }))),
  )
  const steps: Record<string, number> = {}
  let before = 0
  const mark = (step: string) => {
    steps[step] = context.market.meter.rowsWritten - before
    before = context.market.meter.rowsWritten
  }
  const checkoutId = valueOf(await once(context, 'market', () => placeCheckout(context, input, { id: basketId })))
  mark('place')
  valueOf(await openPayment(context, checkoutId))
  mark('open payment')
  const payment = (await paymentOfCheckout(context.market, checkoutId))!
  valueOf(await receivePayment(context, await sandboxEvent(payment.id, 'captured', '1')))
  mark('pay')
  return steps
}
