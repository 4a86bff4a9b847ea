import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import { waitMs, type Fact, type ProviderEvent } from '../provider-event.ts'
import { eventStatements } from '../queries.ts'
import { parkedEvents } from './tables.ts'

const paymentOf = (fact: Fact | null) => (fact && 'paymentId' in fact ? fact.paymentId : null)

/** Keeps an event that says nothing to us. Answers its id. */
export async function keepEvent(context: Context, { eventId, type, bodySha256, fact }: ProviderEvent): Promise<Result<string>> {
  const told = { eventId, kind: type, paymentId: paymentOf(fact), bodySha256 }
  const problem = await context.market.run(eventStatements(context.gateway.name, told, context.clock.now()))
  return problem === null || problem === 'payment_event_known' ? ok(eventId) : refuse(problem)
}

/** Keeps an event that came before what it is about, and why it could not be applied. The clock tries again. Answers its id. */
export async function parkEvent(context: Context, event: ProviderEvent, reason: string): Promise<Result<string>> {
  const { eventId, type, bodySha256, fact } = event
  const now = context.clock.now()
  const told = { eventId, kind: type, paymentId: paymentOf(fact), bodySha256 }
  const row = { eventId, fact: JSON.stringify(fact), reason, parkedAtMs: now, nextTryAtMs: now + waitMs(0) }
  const problem = await context.market.run([...eventStatements(context.gateway.name, told, now), build.insert(parkedEvents).values(row)])
  return problem === null || problem === 'payment_event_known' ? ok(eventId) : refuse(problem)
}

/** It could not be applied this time either: later. */
export async function parkAgain(context: Context, { eventId, tries }: { eventId: string; tries: number }, reason: string): Promise<void> {
  const nextTryAtMs = context.clock.now() + waitMs(tries + 1)
  await context.market.run([
    sql`UPDATE parked_events SET tries = ${tries + 1}, reason = ${reason}, next_try_at_ms = ${nextTryAtMs} WHERE event_id = ${eventId}`,
  ])
}

/** Its time has come and it was applied, by somebody who does not take it away. */
export async function unpark(context: Context, eventId: string): Promise<void> {
  await context.market.run([sql`DELETE FROM parked_events WHERE event_id = ${eventId}`])
}
