import type { PaymentGateway } from '../../../src/platform/gateway.ts'
import { stripeGateway } from '../../../src/payment/stripe/commands.ts'
import type { FakeStripe } from './fake.ts'
import type { Gate } from './gate.ts'
import { fetchOf } from './wire.ts'

/** Our gateway with the real SDK, ending at a fake account in the same process. */
export function fakeGateway(fake: FakeStripe, gate: Gate, origin = 'https://shop.example'): PaymentGateway {
  const secrets = { secretKey: 'sk_test_fakefake', webhookSecret: fake.webhookSecret, apiBase: null }
  return stripeGateway(secrets, origin, fetchOf(fake, gate))
}
