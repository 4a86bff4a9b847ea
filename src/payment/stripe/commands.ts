import { Stripe } from 'stripe'
import type { Ms } from '../../kernel/time.ts'
import type { StripeSecrets } from '../../platform/context.ts'
import type { BalanceTransaction, RefundRequest, Standing } from '../../kernel/payment.ts'
import { GatewayRefused, GatewayUnavailable, type PaymentGateway } from '../../platform/gateway.ts'
import { sessionApiVersion, sessionOf, standingOf } from './session.ts'
import { sourceOf, transactionOf } from './transaction.ts'

const pageSize = 100

/** Stripe as the gateway, through its own SDK over `fetch`. `origin` is where buyers come back to. The client is made on first use. */
export function stripeGateway(secrets: StripeSecrets, origin: string, fetchFn?: typeof fetch): PaymentGateway {
  let client: Stripe | undefined
  const ask = async <T>(question: (stripe: Stripe) => Promise<T>): Promise<T> => {
    client ??= clientOf(secrets, fetchFn)
    try {
      return await question(client)
    } catch (error) {
      throw inOurWords(error)
    }
  }
  return {
    name: 'stripe',
    open: (request) =>
      ask(async (stripe) => {
        const options = { idempotencyKey: request.key, apiVersion: sessionApiVersion }
        const { id, url } = await stripe.checkout.sessions.create(sessionOf(request, origin), options)
        // A session asked for again after the buyer paid has no address any more.
        return { gatewayReference: id, payPath: url ?? `/orders/${request.checkoutId}` }
      }),
    expire: (reference) => ask((stripe) => expire(stripe, reference)),
    refund: (request) => ask((stripe) => refund(stripe, request)),
    paymentOf: (intent) => ask((stripe) => paymentOf(stripe, intent)),
    balance: (sinceMs, cursor) => ask((stripe) => balance(stripe, sinceMs, cursor)),
  }
}

function clientOf({ secretKey, apiBase }: StripeSecrets, fetchFn?: typeof fetch): Stripe {
  const base = apiBase === null ? {} : addressOf(new URL(apiBase))
  // A call is tried again by us, with the same key, when somebody asks or by the clock.
  const httpClient = Stripe.createFetchHttpClient(fetchFn)
  return new Stripe(secretKey, { httpClient, maxNetworkRetries: 0, timeout: 15_000, telemetry: false, ...base })
}

function addressOf({ hostname: host, port, protocol }: URL) {
  return { host, port, protocol: protocol === 'http:' ? 'http' : 'https' } as const
}

// A wrong request is refused for good; anything else - no answer, a fault, too many requests, a key that is not taken - may pass.
function inOurWords(error: unknown): unknown {
  if (error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError) {
    return new GatewayRefused(error.code ?? error.type, error.message)
  }
  return error instanceof Stripe.errors.StripeError ? new GatewayUnavailable(error.message) : error
}

async function expire(stripe: Stripe, reference: string): Promise<Standing> {
  try {
    await stripe.checkout.sessions.expire(reference)
    return 'expired'
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    // Only an open session can be expired: this one is complete, or expired already.
    return standingOf(await stripe.checkout.sessions.retrieve(reference, { expand: ['payment_intent'] }))
  }
}

// Looked for before it is made: Stripe may forget a key after a day, and a refund must not happen twice.
async function refund(stripe: Stripe, { key, refundId, paymentId, gatewayReference, amountFen }: RefundRequest) {
  const session = await stripe.checkout.sessions.retrieve(gatewayReference)
  const intent = idOf(session.payment_intent)
  if (!intent) throw new GatewayRefused('not_paid', 'the session was never paid')
  const metadata = { payment_id: paymentId, refund_id: refundId, refund_key: key }
  for await (const before of stripe.refunds.list({ payment_intent: intent, limit: pageSize })) {
    if (before.metadata?.['refund_key'] === key) return { gatewayReference: before.id }
  }
  const { id } = await stripe.refunds.create({ payment_intent: intent, amount: amountFen, metadata }, { idempotencyKey: key })
  return { gatewayReference: id }
}

async function paymentOf(stripe: Stripe, intent: string): Promise<string | null> {
  const { metadata } = await stripe.paymentIntents.retrieve(intent)
  return metadata['payment_id'] ?? null
}

async function balance(stripe: Stripe, sinceMs: Ms, cursor?: string): Promise<{ transactions: BalanceTransaction[]; next: string | null }> {
  const since = { gte: Math.floor(sinceMs / 1000) }
  const page = await stripe.balanceTransactions.list({
    created: since,
    limit: pageSize,
    expand: ['data.source'],
    ...(cursor && { starting_after: cursor }),
  })
  const payouts = await payoutOf(stripe, since)
  const transactions: BalanceTransaction[] = []
  for (const row of page.data) {
    const { reference, paymentId, intent } = sourceOf(row)
    const known = paymentId ?? (intent && (await paymentOf(stripe, intent)))
    transactions.push(transactionOf(row, { reference, paymentId: known, payoutId: payouts.get(row.id) ?? null }))
  }
  return { transactions, next: page.has_more ? page.data.at(-1)!.id : null }
}

// A movement does not say which payout took it to the bank; a payout says which movements it took.
async function payoutOf(stripe: Stripe, created: { gte: number }): Promise<Map<string, string>> {
  const payouts = new Map<string, string>()
  for await (const { id } of stripe.payouts.list({ created, limit: pageSize })) {
    for await (const row of stripe.balanceTransactions.list({ payout: id, limit: pageSize })) payouts.set(row.id, id)
  }
  return payouts
}

function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'object' ? (reference?.id ?? null) : reference
}
