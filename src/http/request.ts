import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { configure, type Bindings } from '../env.ts'
import { problems, type Problem } from '../kernel/problem.ts'
import { problemResponse, Refusal } from '../platform/api.ts'
import type { Clock } from '../platform/clock.ts'
import type { Context, Locale } from '../platform/context.ts'
import { makeContext } from './context.ts'
import { actorOf } from './session.ts'

/** The page for a refusal, or for a fault of our own when the problem is null. */
export type RenderProblem = (c: HonoContext<AppEnv>, problem: Problem | null) => Response | Promise<Response>

export type AppEnv = {
  Bindings: Bindings
  Variables: { context: Context; secureHeadersNonce?: string; renderProblem?: RenderProblem; basketUnits?: number }
}

export function newApp(): Hono<AppEnv> {
  return new Hono<AppEnv>()
}

/** Opens the request's context, answers with its cost outside production, and logs one line without personal data. */
export function openContext(clock: Clock): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = Date.now()
    const requestId = crypto.randomUUID()
    const configuration = configure(c.env)
    if ('missing' in configuration) throw new Refusal({ code: 'configuration_missing', facts: { names: configuration.missing.join(', ') } })
    const { origin } = new URL(c.req.url)
    const context = makeContext(c.env, configuration, { requestId, locale: localeOf(c), clock, origin })
    c.set('context', { ...context, actor: await actorOf(c, context) })
    await next()
    const { queries, rowsRead, rowsWritten } = context.market.meter
    c.header('x-request-id', requestId)
    if (configuration.environment !== 'production') {
      c.header('server-timing', `d1;desc="queries=${queries} read=${rowsRead} written=${rowsWritten}";dur=${Date.now() - started}`)
    }
    if (configuration.environment !== 'test') {
      console.log(
        JSON.stringify({
          requestId,
          method: c.req.method,
          route: c.req.routePath,
          status: c.res.status,
          ms: Date.now() - started,
          queries,
          rowsRead,
          rowsWritten,
        }),
      )
    }
  }
}

// A form that places an order leads on to where the buyer pays.
const headersWith = (payAt: string[]) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", NONCE],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'", ...payAt],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
  })

const headers = { sandbox: headersWith([]), stripe: headersWith(['https://checkout.stripe.com']) }

/** Security headers, and no write from another site: a cookie request must come from this origin. */
export const protect: MiddlewareHandler<AppEnv> = async (c, next) => {
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  const byProgram = c.req.header('authorization') !== undefined
  if (!reads && !byProgram && !sameOrigin(c)) throw new Refusal({ code: 'origin_refused', facts: {} })
  return headers[c.var.context.gateway.name](c, next)
}

function sameOrigin(c: HonoContext): boolean {
  const origin = c.req.header('origin')
  if (origin === undefined) return c.req.header('sec-fetch-site') === 'same-origin' || c.req.header('cookie') === undefined
  return URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host
}

/** The one answer to anything that went wrong: problem+json for the API, a page for people, 500 only for our own faults. */
export async function answerProblem(c: HonoContext<AppEnv>, error: Error): Promise<Response> {
  const problem =
    error instanceof HTTPException ? ({ code: 'malformed_body', facts: {} } as const) : error instanceof Refusal ? error.problem : null
  const { context, renderProblem } = c.var
  const renderPage = context && !c.req.path.startsWith('/api/') ? renderProblem : undefined
  if (!problem) return answerFault(c, error, renderPage)
  if (renderPage) return renderPage(c, problem)
  return problemResponse(c, problem, localeOf(c), context?.requestId ?? '')
}

function answerFault(c: HonoContext<AppEnv>, error: Error, renderPage?: RenderProblem): Response | Promise<Response> {
  const requestId = c.var.context?.requestId ?? ''
  console.error(JSON.stringify({ requestId, route: c.req.routePath, error: error.message, stack: error.stack }))
  if (renderPage) return renderPage(c, null)
  const title = localeOf(c) === 'zh' ? '系统出错，没有保存任何内容' : 'Something broke on our side; nothing was saved'
  return c.json({ type: 'about:blank', title, status: 500, code: 'fault', instance: requestId }, 500, {
    'content-type': 'application/problem+json; charset=utf-8',
  })
}

/** Chinese first; English by the /en path prefix, or by Accept-Language for the API. */
export function localeOf(c: HonoContext): Locale {
  if (/^\/en(\/|$)/.test(c.req.path)) return 'en'
  const isApi = c.req.path.startsWith('/api/')
  return isApi && /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'zh'
}

/** The HTTP status that belongs to a problem. */
export function statusOf(problem: Problem) {
  return problems[problem.code].status
}
