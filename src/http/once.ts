import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../platform/api.ts'
import { Refusal } from '../platform/api.ts'
import type { Context } from '../platform/context.ts'
import { hmac, sha256 } from '../platform/digest.ts'

const exempt = new Set(['/api/session', '/api/setup', '/api/card-sessions'])

/** Every write of the API carries an Idempotency-Key; the hash of its query and its body goes with it. */
export const apiOnce: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.method !== 'GET' && !exempt.has(c.req.path)) {
    const key = c.req.header('idempotency-key')
    if (!key || key.length < 8 || key.length > 64) throw new Refusal({ code: 'idempotency_key_missing', facts: {} })
    const context = c.get('context')
    const body = await sha256(await c.req.raw.clone().arrayBuffer())
    const inputSha256 = await inputHash(context, new URL(c.req.url).search + body)
    c.set('context', { ...context, once: { route: routeOf(c), key, inputSha256 } })
  }
  await next()
}

/** The same for a page's form: its hidden `once` field is the key, its other fields are the input. */
export async function formOnce(c: HonoContext, context: Context, form: Record<string, unknown>): Promise<Context> {
  const { once: key, ...fields } = form
  if (typeof key !== 'string' || key.length < 8 || key.length > 64) throw new Refusal({ code: 'idempotency_key_missing', facts: {} })
  if (Object.values(fields).some((value) => typeof value === 'string' && value.includes('\0'))) {
    throw new Refusal({ code: 'malformed_body', facts: {} })
  }
  const plain = Object.entries(fields).map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value])
  return { ...context, once: { route: routeOf(c), key, inputSha256: await inputHash(context, JSON.stringify(plain)) } }
}

// Keyed, because an input may hold a PIN: six digits would be found again from a plain hash.
function inputHash({ secrets }: Context, input: string): Promise<string> {
  return hmac(secrets.passwordPepper, input)
}

function routeOf(c: HonoContext): string {
  return `${c.req.method} ${c.req.path.replace(/^\/en(?=\/)/, '')}`
}
