import { Stripe } from 'stripe'
import { sha256 } from '../../platform/digest.ts'
import type { Ms } from '../../kernel/time.ts'
import type { ProviderEvent } from '../provider-event.ts'
import { factOf, unchanging } from './event.ts'

const oldestSeconds = 300

/** A webhook's body as an event; null when it is not signed with our secret, was changed, or is older than five minutes. */
export async function readWebhook(body: string, signature: string, secret: string, now: Ms): Promise<ProviderEvent | null> {
  try {
    const provider = Stripe.createSubtleCryptoProvider()
    const event = await Stripe.webhooks.constructEventAsync(body, signature, secret, oldestSeconds, provider, now)
    return { eventId: event.id, type: event.type, bodySha256: await sha256(unchanging(event)), fact: factOf(event) }
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return null
    throw error
  }
}
