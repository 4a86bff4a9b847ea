import { z } from '@hono/zod-openapi'
import { Stripe } from 'stripe'
import { sha256 } from '../../platform/digest.ts'
import type { Ms } from '../../kernel/time.ts'
import type { ProviderEvent } from '../provider-event.ts'
import { factOf, unchanging } from './event.ts'

const oldestSeconds = 300

const shape = z.object({ id: z.string(), type: z.string(), data: z.object({ object: z.object({}) }) })

/** A webhook's body as an event; null when it is not signed with our secret, was changed, is older than five minutes, or is no event. */
export async function readWebhook(body: string, signature: string, secret: string, now: Ms): Promise<ProviderEvent | null> {
  try {
    const provider = Stripe.createSubtleCryptoProvider()
    const event = await Stripe.webhooks.constructEventAsync(body, signature, secret, oldestSeconds, provider, now)
    if (!shape.safeParse(event).success) return null
    return { eventId: event.id, type: event.type, bodySha256: await sha256(unchanging(event)), fact: factOf(event) }
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null
    throw error
  }
}
