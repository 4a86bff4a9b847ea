import { ok, refuse, type Result } from '../../kernel/result.ts'
import { asked, knownEvent } from '../../payment/commands.ts'
import { keepEvent, parkAgain, parkEvent, unpark } from '../../payment/parked/commands.ts'
import { parkedDue } from '../../payment/parked/queries.ts'
import type { Fact, ProviderEvent } from '../../payment/provider-event.ts'
import { findPaymentEvent } from '../../payment/queries.ts'
import { failRefund } from '../../payment/refund/commands.ts'
import type { Context } from '../../platform/context.ts'
import { each } from '../../platform/each.ts'
import { receivePayment } from './post-payment.ts'
import { receiveDispute } from './receive-dispute.ts'

/**
 * Takes in one event of the provider, all the way. One that says nothing to us is kept; one that came before what it is
 * about is parked and tried again by the clock, so that nothing is lost and nothing depends on the order of events. The
 * same event again answers the same; another body under its id is refused. Answers the event's id.
 */
export async function receiveEvent(context: Context, event: ProviderEvent): Promise<Result<string>> {
  if (await findPaymentEvent(context.market, event.eventId)) return knownEvent(context, event, event.eventId)
  if (!event.fact) return keepEvent(context, event)
  const applied = await apply(context, event, event.fact)
  if (applied.ok) return ok(event.eventId)
  if (applied.problem.code === 'payment_event_altered') return applied
  return parkEvent(context, event, applied.problem.code)
}

/** The clock's part: tries the parked events again that are due. */
export async function driveParked(context: Context): Promise<void> {
  await each(await parkedDue(context.market, context.clock.now()), async (parked) => {
    const { bodySha256 } = (await findPaymentEvent(context.market, parked.eventId))!
    const told = { eventId: parked.eventId, bodySha256, parked: true }
    // Put back first: one that fails for good must not stand in front of the others every minute.
    await parkAgain(context, parked, parked.reason)
    const applied = await apply(context, told, JSON.parse(parked.fact) as Fact)
    if (!applied.ok) await parkAgain(context, parked, applied.problem.code)
  })
}

type Told = { eventId: string; bodySha256: string; parked?: boolean }

async function apply(context: Context, { eventId, bodySha256, parked }: Told, fact: Fact): Promise<Result<string>> {
  const told = { eventId, bodySha256, parked }
  if (fact.kind === 'refund_failed') return failRefund(context, { ...told, ...fact })
  if ('paymentId' in fact) return receivePayment(context, { ...told, ...fact })
  // A dispute names the money; the provider knows whose it is.
  const { intent, ...dispute } = fact
  const paymentId = await asked(context, () => context.gateway.paymentOf(intent))
  if (!paymentId.ok) return paymentId
  if (paymentId.value === null) return refuse('not_found')
  const received = await receiveDispute(context, { ...told, ...dispute, paymentId: paymentId.value })
  if (received.ok && parked) await unpark(context, eventId)
  return received
}
