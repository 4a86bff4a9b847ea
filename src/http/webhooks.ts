import { bodyLimit } from 'hono/body-limit'
import { readWebhook } from '../payment/stripe/input.ts'
import { Refusal, unwrap } from '../platform/api.ts'
import { receiveEvent } from '../proceeds/commands/receive-event.ts'
import { actingAs } from './context.ts'
import { newApp } from './request.ts'

const largest = 256 * 1024

/**
 * What a payment provider tells us. Its signature is who it is: there is no session, and its event id is the
 * idempotency key. Whatever was taken in is answered with 200, or the provider would tell it for days.
 */
export const webhooks = newApp().post(
  '/stripe',
  bodyLimit({
    maxSize: largest,
    onError: () => {
      throw new Refusal({ code: 'webhook_refused', facts: {} })
    },
  }),
  async (c) => {
    const { context } = c.var
    const { stripe } = context.secrets
    if (!stripe) throw new Refusal({ code: 'not_found', facts: {} })
    const signature = c.req.header('stripe-signature') ?? ''
    const event = await readWebhook(await c.req.text(), signature, stripe.webhookSecret, context.clock.now())
    if (!event) throw new Refusal({ code: 'webhook_refused', facts: {} })
    const received = await receiveEvent(actingAs(context, { kind: 'system', job: 'webhook' }), event)
    return c.json({ received: unwrap(received) })
  },
)
