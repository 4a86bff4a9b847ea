import { Stripe } from 'stripe'
import type { StripeObject } from './objects.ts'

export type StripeEvent = {
  id: string
  object: 'event'
  api_version: string
  type: string
  created: number
  livemode: false
  pending_webhooks: number
  data: { object: StripeObject }
}

/** One webhook request: the body and its Stripe-Signature header. */
export type Delivery = { id: string; type: string; body: string; signature: string }

/** How badly events arrive. `random` answers 0 up to 1 and decides; without it nothing is left to chance. */
export type Knobs = { duplicate: number; reorder: boolean; delayMs: number; drop: number; random: () => number }

type Pending = { event: StripeEvent; dueMs: number; tries: number }

const minuteMs = 60_000

/** What waits to be told. An event comes again until it is acknowledged, later each time, and at last no more. */
export class Outbox {
  readonly knobs: Knobs = { duplicate: 1, reorder: false, delayMs: 0, drop: 0, random: () => 0.5 }
  readonly #pending = new Map<string, Pending>()

  push(event: StripeEvent, nowMs: number): void {
    const { drop, delayMs, random } = this.knobs
    if (drop > 0 && random() < drop) return
    this.#pending.set(event.id, { event, dueMs: nowMs + Math.floor(delayMs * random()), tries: 0 })
  }

  /** The events due now, as often and in the order that the knobs say. Each counts as tried. */
  due(nowMs: number): StripeEvent[] {
    const due = [...this.#pending.values()].filter(({ dueMs }) => dueMs <= nowMs)
    for (const pending of due) {
      pending.tries += 1
      pending.dueMs = nowMs + minuteMs * 2 ** pending.tries
      if (pending.tries > 12) this.#pending.delete(pending.event.id)
    }
    const told = due.flatMap(({ event }) => Array.from({ length: this.knobs.duplicate }, () => event))
    return this.knobs.reorder ? shuffled(told, this.knobs.random) : told
  }

  acknowledge(id: string): void {
    this.#pending.delete(id)
  }

  /** Events that nobody will hear of: those of a kind, or all. */
  drop(type?: string): void {
    for (const { event } of this.#pending.values()) if (type === undefined || event.type === type) this.#pending.delete(event.id)
  }

  get size(): number {
    return this.#pending.size
  }
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

/** The event as its request, signed by the SDK itself as of `nowMs`. */
export async function sign(event: StripeEvent, secret: string, nowMs: number): Promise<Delivery> {
  const body = JSON.stringify(event)
  const timestamp = Math.floor(nowMs / 1000)
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret,
    timestamp,
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  })
  return { id: event.id, type: event.type, body, signature }
}
