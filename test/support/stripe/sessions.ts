import { movePayment } from './balance.ts'
import type { FakeStripe } from './fake.ts'
import { found, StripeFault, type Charge, type Intent, type Metadata, type Method, type Session } from './objects.ts'

export type LineItem = { quantity: number; price_data: { unit_amount?: number; currency: string; product_data: { name: string } } }

export type NewSession = {
  mode?: string
  success_url: string
  cancel_url?: string
  line_items?: LineItem[]
  expires_at?: number
  metadata?: Metadata
  payment_intent_data?: { metadata?: Metadata }
  payment_method_types?: Method[]
  payment_method_options?: { wechat_pay?: { client?: string } }
}

// What the schema cannot say, but Stripe refuses all the same.
function refuseWrong(stripe: FakeStripe, wish: NewSession): void {
  const refuse = (message: string, param: string) => {
    throw new StripeFault(message, { param })
  }
  const lines = wish.line_items ?? []
  if (lines.length === 0) refuse('You must pass line_items in payment mode.', 'line_items')
  if (lines.length > 100) refuse('You may only specify up to 100 line items.', 'line_items')
  for (const { price_data: price, quantity } of lines) {
    if (price.unit_amount === undefined) refuse('You must specify unit_amount.', 'line_items')
    if (!(quantity >= 1) || price.unit_amount! < 0) refuse('Invalid quantity or amount.', 'line_items')
    if (price.currency !== lines[0]!.price_data.currency) refuse('All prices must have the same currency.', 'line_items')
  }
  const lasts = (wish.expires_at ?? stripe.seconds + 86_400) - stripe.seconds
  if (lasts < 30 * 60 || lasts > 86_400) refuse('expires_at must be between 30 minutes and 24 hours from now.', 'expires_at')
  if (wish.payment_method_types?.includes('wechat_pay') && !wish.payment_method_options?.wechat_pay?.client) {
    refuse('You must specify payment_method_options[wechat_pay][client].', 'payment_method_options')
  }
  for (const metadata of [wish.metadata ?? {}, wish.payment_intent_data?.metadata ?? {}]) {
    const tooLong = Object.entries(metadata).some(([key, value]) => key.length > 40 || value.length > 500)
    if (tooLong || Object.keys(metadata).length > 50) refuse('Metadata is too long.', 'metadata')
  }
}

export function createSession(stripe: FakeStripe, wish: NewSession): Session {
  refuseWrong(stripe, wish)
  const id = stripe.id('cs')
  const session: Session = {
    id,
    object: 'checkout.session',
    mode: 'payment',
    status: 'open',
    payment_status: 'unpaid',
    amount_total: wish.line_items!.reduce((sum, { quantity, price_data: price }) => sum + quantity * price.unit_amount!, 0),
    currency: wish.line_items![0]!.price_data.currency,
    metadata: wish.metadata ?? {},
    payment_intent: null,
    payment_method_types: wish.payment_method_types ?? ['card'],
    url: `https://checkout.stripe.com/c/pay/${id}`,
    success_url: wish.success_url,
    cancel_url: wish.cancel_url ?? null,
    created: stripe.seconds,
    expires_at: wish.expires_at ?? stripe.seconds + 86_400,
    customer_details: null,
    intent_metadata: wish.payment_intent_data?.metadata ?? {},
  }
  stripe.sessions.set(id, session)
  return session
}

export function expireSession(stripe: FakeStripe, id: string): Session {
  const session = found(stripe.sessions, id, 'checkout.session')
  if (session.status !== 'open') {
    throw new StripeFault(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  }
  return expire(stripe, session)
}

function expire(stripe: FakeStripe, session: Session): Session {
  Object.assign(session, { status: 'expired', url: null })
  stripe.tell('checkout.session.expired', session)
  return session
}

export function expireDue(stripe: FakeStripe): void {
  for (const session of stripe.sessions.values()) {
    if (session.status === 'open' && session.expires_at <= stripe.seconds) expire(stripe, session)
  }
}

export function pay(stripe: FakeStripe, sessionId: string, { method = 'card', later = false }: { method?: Method; later?: boolean }): void {
  const session = found(stripe.sessions, sessionId, 'checkout.session')
  if (session.status !== 'open' || !session.payment_method_types.includes(method)) {
    throw new StripeFault('Nobody can pay in this session that way any more.')
  }
  const intent: Intent = {
    id: stripe.id('pi'),
    object: 'payment_intent',
    amount: session.amount_total,
    currency: session.currency,
    status: 'processing',
    metadata: session.intent_metadata,
    latest_charge: null,
  }
  stripe.intents.set(intent.id, intent)
  const customer_details = { email: 'buyer@example.com' }
  Object.assign(session, { status: 'complete', payment_intent: intent.id, url: null, customer_details })
  if (!later) capture(stripe, session, intent, method)
  stripe.tell('checkout.session.completed', session)
}

/** The money of a session that was paid "later" comes, or does not. */
export function settle(stripe: FakeStripe, sessionId: string, succeeded: boolean): void {
  const session = found(stripe.sessions, sessionId, 'checkout.session')
  const intent = found(stripe.intents, session.payment_intent, 'payment_intent')
  if (intent.status !== 'processing') throw new StripeFault('This payment is settled already.')
  if (succeeded) capture(stripe, session, intent, 'alipay')
  else intent.status = 'requires_payment_method'
  stripe.tell(`checkout.session.async_payment_${succeeded ? 'succeeded' : 'failed'}`, session)
}

function capture(stripe: FakeStripe, session: Session, intent: Intent, method: Method): void {
  const charge: Omit<Charge, 'balance_transaction'> = {
    id: stripe.id('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_refunded: 0,
    refunded: false,
    disputed: false,
    currency: intent.currency,
    payment_intent: intent.id,
    metadata: { ...intent.metadata },
    payment_method_details: { type: method },
  }
  const whole = { ...charge, balance_transaction: movePayment(stripe, charge) }
  stripe.charges.set(charge.id, whole)
  Object.assign(intent, { status: 'succeeded', latest_charge: charge.id })
  session.payment_status = 'paid'
  stripe.tell('payment_intent.succeeded', intent)
  stripe.tell('charge.succeeded', whole)
}
