import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { api } from './http/api.ts'
import { answerProblem, type AppEnv, newApp, openContext, protect } from './http/request.ts'
import { apiOnce } from './http/once.ts'
import { refuseNul } from './http/text.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { Refusal } from './platform/api.ts'

type Options = { clock?: Clock }

/** The whole Worker: middleware in order, the API, then the pages. The one place where problems are answered. */
export function createApp(pages: Hono<AppEnv>, { clock = systemClock }: Options = {}): Hono<AppEnv> {
  const app = newApp()
  app.onError((error, c) => answerProblem(c, error))
  app.notFound((c) => answerProblem(c, new Refusal({ code: 'not_found', facts: {} })))
  app.use(openContext(clock))
  app.use(protect)
  app.use(
    bodyLimit({
      maxSize: 8 * 1024 * 1024,
      onError: () => {
        throw new Refusal({ code: 'file_too_large', facts: { megabytes: 8 } })
      },
    }),
  )
  app.get('/healthz', (c) => c.json({ ok: true, environment: c.var.context.environment, gateway: c.var.context.gateway.name }))
  app.use('/api/*', refuseNul, apiOnce)
  app.route('/api', api)
  app.route('/', pages)
  return app
}
