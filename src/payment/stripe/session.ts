import type { Stripe } from 'stripe'
import type { PaymentRequest, Standing } from '../../kernel/payment.ts'

/** A fixed list of ways to pay, which the newest version of the API has given up for a filter over what is switched on. */
type Params = Stripe.Checkout.SessionCreateParams & { payment_method_types: ('card' | 'alipay' | 'wechat_pay')[] }

/** The last version of Stripe's API that takes such a list; sessions are asked for in this one. */
export const sessionApiVersion = '2026-08-26.dahlia'

/** A payment as a Checkout Session: one line each, in yuan, by card, Alipay or WeChat Pay. `origin` is our host's. */
export function sessionOf(request: PaymentRequest, origin: string): Params {
  const metadata = { payment_id: request.paymentId }
  return {
    mode: 'payment',
    payment_method_types: ['card', 'alipay', 'wechat_pay'],
    payment_method_options: { wechat_pay: { client: 'web' } },
    line_items: request.lines.map(({ name, units, priceFen }) => ({
      quantity: units,
      price_data: { currency: 'cny', unit_amount: priceFen, product_data: { name } },
    })),
    expires_at: Math.floor(request.expiresAtMs / 1000),
    locale: request.locale,
    success_url: `${origin}${request.returnPath}?returned=yes`,
    cancel_url: `${origin}${request.returnPath}`,
    client_reference_id: request.checkoutId,
    metadata,
    // What happens to the money later - a refund, a dispute - names the money and not the session.
    payment_intent_data: { metadata },
  }
}

/** How a session that can no longer be opened stands; its payment intent is read along with it. */
export function standingOf(session: Pick<Stripe.Checkout.Session, 'status' | 'payment_status' | 'payment_intent'>): Standing {
  if (session.payment_status !== 'unpaid') return 'captured'
  if (session.status === 'expired') return 'expired'
  const intent = session.payment_intent
  return typeof intent === 'object' && intent?.status === 'requires_payment_method' ? 'failed' : 'pending'
}
