import type { DisputeEvent, PaymentEvent, RefundFailedEvent } from '../kernel/payment.ts'

type Untold<Event> = Omit<Event, 'eventId' | 'bodySha256' | 'parked'>

/** What a provider's event says, if it says anything to us. A dispute names only the money, by the provider's own id. */
export type Fact = Untold<PaymentEvent> | Untold<RefundFailedEvent> | (Untold<Omit<DisputeEvent, 'paymentId'>> & { intent: string })

/** An event as it came in: `type` is the provider's word for it. */
export type ProviderEvent = { eventId: string; type: string; bodySha256: string; fact: Fact | null }

const minuteMs = 60_000
const longestWaitMs = 6 * 60 * minuteMs

/** How long an event that could not be applied yet waits for its next try: longer each time, six hours at most. */
export function waitMs(tries: number): number {
  return Math.min(minuteMs * 2 ** Math.min(tries, 20), longestWaitMs)
}
