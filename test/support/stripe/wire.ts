import { answer, failure, type WireReply, type WireRequest } from './api.ts'
import type { FakeStripe } from './fake.ts'
import type { Gate } from './gate.ts'
import { StripeFault } from './objects.ts'

/** A request through the gate and on to the account; null: the answer is lost on its way. */
export function serveRequest(stripe: FakeStripe, gate: Gate, request: WireRequest): WireReply | null {
  try {
    return answer(stripe, gate.read(request), request)
  } catch (fault) {
    if (fault instanceof StripeFault) return failure(fault)
    throw fault
  }
}

/** A `fetch` that ends at this account without leaving the process, for `Stripe.createFetchHttpClient`. */
export function fetchOf(stripe: FakeStripe, gate: Gate): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const reply = serveRequest(stripe, gate, {
      method: request.method,
      url: request.url,
      form: await request.text(),
      key: request.headers.get('idempotency-key'),
      authorization: request.headers.get('authorization'),
    })
    if (!reply) throw new TypeError('Network connection lost.')
    return new Response(reply.body, { status: reply.status, headers: { 'content-type': 'application/json', 'request-id': 'req_fake' } })
  }
}
