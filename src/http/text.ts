import type { MiddlewareHandler } from 'hono'
import { Refusal, type ApiEnv } from '../platform/api.ts'

// As JSON writes it: \u0000 behind no backslash, or behind an even number of them.
const nulInJson = /(?<!\\)(?:\\\\)*\\u0000/

/** Refuses a NUL in any text of a JSON body: SQLite takes it for the end of the text, so less would be kept than was sent. */
export const refuseNul: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const isJson = /\bjson\b/.test(c.req.header('content-type') ?? '')
  if (isJson && nulInJson.test(await c.req.raw.clone().text())) throw new Refusal({ code: 'malformed_body', facts: {} })
  await next()
}
