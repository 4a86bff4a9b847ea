import type { Context } from '../../platform/context.ts'
import type { News } from '../message.ts'
import { findCheckout, newsStatement } from '../queries.ts'

/** Queues a message to the buyer of a checkout, after the deed it is about. */
export async function tellBuyer(context: Context, checkoutId: string, news: News): Promise<void> {
  const checkout = await findCheckout(context.market, checkoutId)
  if (checkout) await context.market.run([newsStatement(context.clock, checkout, news)])
}
