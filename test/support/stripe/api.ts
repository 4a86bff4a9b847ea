import qs from 'qs'
import type { FakeStripe } from './fake.ts'
import { found, StripeFault, type Refund, type Session, type StripeObject, type Transaction } from './objects.ts'
import { createRefund } from './refunds.ts'
import { createSession, expireSession, type NewSession } from './sessions.ts'

/** A request as it stands on the wire; `form` is the body, url-encoded as Stripe wants it. */
export type WireRequest = { method: string; url: string; form: string; key: string | null; authorization: string | null }
export type WireReply = { status: number; body: string }

/** What a request asks for after the gate has read it: typed as Stripe's schema says. */
export type Wish = { method: string; path: string; params: Record<string, unknown> }

const keyLastsMs = 24 * 3_600_000

/** Reads the form of Stripe's requests: brackets for objects and lists, every leaf a text. */
export function readForm(text: string): Record<string, unknown> {
  return qs.parse(text, { depth: 10, arrayLimit: 1000, parameterLimit: 10_000 })
}

/** Stripe's answer to a checked request, with its idempotency and its faults; null: done, but the answer is lost. */
export function answer(
  stripe: FakeStripe,
  wish: Wish,
  { key, authorization }: Pick<WireRequest, 'key' | 'authorization'>,
): WireReply | null {
  const fault = stripe.takeFault(`${wish.method} ${wish.path}`)
  if (fault === 'refused') return failure(new StripeFault('Service unavailable', { status: 503, type: 'api_error' }))
  if (!/^Bearer (sk|rk)_/.test(authorization ?? '')) {
    return failure(new StripeFault('Invalid API Key provided', { status: 401, type: 'invalid_request_error' }))
  }
  const fingerprint = JSON.stringify(wish)
  const kept = key === null || wish.method !== 'POST' ? undefined : stripe.kept.get(key)
  if (kept && kept.atMs > stripe.nowMs - keyLastsMs) {
    if (kept.fingerprint === fingerprint) return fault === 'lost' ? null : kept
    return failure(
      new StripeFault('Keys for idempotent requests can only be used with the same parameters.', { type: 'idempotency_error' }),
    )
  }
  const reply =
    fault === 'failed' ? failure(new StripeFault('An error occurred', { status: 500, type: 'api_error' })) : attempt(stripe, wish)
  // What was refused as wrong has not been begun, and is not remembered.
  const begun = reply.status === 200 || reply.status >= 500
  if (key !== null && wish.method === 'POST' && begun) stripe.kept.set(key, { fingerprint, ...reply, atMs: stripe.nowMs })
  return fault === 'lost' ? null : reply
}

function attempt(stripe: FakeStripe, wish: Wish): WireReply {
  try {
    return { status: 200, body: JSON.stringify(route(stripe, wish)) }
  } catch (fault) {
    if (fault instanceof StripeFault) return failure(fault)
    throw fault
  }
}

export function failure({ message, status, type, code, param }: StripeFault): WireReply {
  return { status, body: JSON.stringify({ error: { type, message, code, param } }) }
}

function route(stripe: FakeStripe, { method, path, params }: Wish): unknown {
  const [, , collection, ...rest] = path.split('/')
  const at = `${method} ${collection}${collection === 'checkout' ? '/sessions' : ''}`
  const id = collection === 'checkout' ? rest[1] : rest[0]
  if (at === 'POST checkout/sessions' && rest[2] === 'expire') return expireSession(stripe, id!)
  if (at === 'POST checkout/sessions' && !id) return createSession(stripe, params as NewSession)
  if (at === 'GET checkout/sessions' && id) return expanded(stripe, found(stripe.sessions, id, 'checkout.session'), params)
  if (at === 'POST refunds' && !id) return createRefund(stripe, params)
  if (at === 'GET refunds' && id) return found(stripe.refunds, id, 'refund')
  if (at === 'GET refunds') return listed(refundsOf(stripe, params), params)
  if (at === 'GET payment_intents' && id) return found(stripe.intents, id, 'payment_intent')
  if (at === 'GET payouts' && !id) return listed(since([...stripe.payouts.values()].toReversed(), params), params)
  if (at === 'GET balance_transactions' && !id)
    return listed(transactionsOf(stripe, params), params, (row) => withSource(stripe, row, params))
  throw new StripeFault(`Unrecognized request URL (${method}: ${path}).`, { status: 404 })
}

function expanded(stripe: FakeStripe, session: Session, { expand = [] }: { expand?: string[] }): unknown {
  const { intent_metadata: _, ...shown } = session
  const intent = session.payment_intent && stripe.intents.get(session.payment_intent)
  return expand.includes('payment_intent') && intent ? { ...shown, payment_intent: intent } : shown
}

function refundsOf(stripe: FakeStripe, params: { payment_intent?: string }): Refund[] {
  return [...stripe.refunds.values()]
    .filter((refund) => !params.payment_intent || refund.payment_intent === params.payment_intent)
    .toReversed()
}

function transactionsOf(stripe: FakeStripe, params: { payout?: string; created?: { gte?: number } }): Transaction[] {
  return since(stripe.transactions.toReversed(), params).filter(({ payout }) => !params.payout || payout === params.payout)
}

function since<T extends { created: number }>(rows: T[], params: { created?: { gte?: number } }): T[] {
  return rows.filter(({ created }) => created >= (params.created?.gte ?? 0))
}

function withSource(stripe: FakeStripe, row: Transaction, { expand = [] }: { expand?: string[] }): unknown {
  const { payout: _, ...shown } = row
  const sources: ReadonlyMap<string, StripeObject>[] = [stripe.charges, stripe.refunds, stripe.disputes, stripe.payouts]
  const source = row.source && sources.map((things) => things.get(row.source!)).find((thing) => thing !== undefined)
  return expand.includes('data.source') && source ? { ...shown, source } : shown
}

type Page = { limit?: number; starting_after?: string }

function listed<T extends { id: string }>(
  rows: T[],
  { limit = 10, starting_after: after }: Page,
  show: (row: T) => unknown = (row) => row,
) {
  const from = after ? rows.findIndex(({ id }) => id === after) + 1 : 0
  const data = rows.slice(from, from + limit)
  return { object: 'list', url: '/', has_more: from + limit < rows.length, data: data.map((row) => show(row)) }
}
