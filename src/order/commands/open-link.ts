import { refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { limitTries } from '../../platform/rate-limit.ts'
import type { LookUp } from '../input.ts'
import { readOrderNumber } from '../number.ts'
import { findOrderByNumber } from '../queries.ts'
import { readCheckout } from '../reading/queries.ts'

type Read = NonNullable<Awaited<ReturnType<typeof readCheckout>>>

/** A checkout by its unguessable link. Guests may open 120 in ten minutes from one address. */
export async function openLink(context: Context, checkoutId: string, address: string): Promise<Result<Read>> {
  const limited = context.actor.kind === 'guest' && (await limitTries(context, [`order-link:${address}`], { tries: 120, minutes: 10 }))
  if (limited) return { ok: false, problem: limited }
  const read = await readCheckout(context, checkoutId)
  return read ? { ok: true, value: read } : refuse('not_found')
}

/**
 * A guest's order by its number and the last four digits of the phone; answers its checkout's id. The digits are few, so
 * a number, and an address, may be tried 6 times in 15 minutes.
 */
export async function lookUpOrder(context: Context, { number, lastDigits }: LookUp, address: string): Promise<Result<string>> {
  const plain = readOrderNumber(number)
  const limited = await limitTries(context, [`order-look:${plain ?? 'none'}`, `order-look-from:${address}`], { tries: 6, minutes: 15 })
  if (limited) return { ok: false, problem: limited }
  const order = plain && (await findOrderByNumber(context.county, plain))
  if (!order || order.buyer !== 'guest' || !order.recipientPhone.endsWith(lastDigits)) return refuse('order_not_found', {}, 'number')
  return { ok: true, value: order.checkoutId }
}
