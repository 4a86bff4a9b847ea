import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { api } from './http/api.ts'
import { logFiles } from './proof/routes.ts'
import { openFault } from './proof/queries.ts'
import { answerProblem, type AppEnv, newApp, openContext, protect } from './http/request.ts'
import { apiOnce } from './http/once.ts'
import { refuseNul } from './http/text.ts'
import { webhooks } from './http/webhooks.ts'
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
  app.get('/healthz', async (c) => {
    const { environment, gateway, county, secrets } = c.var.context
    const live = /^[sr]k_live_/.test(secrets.stripe?.secretKey ?? '')
    return c.json({ ok: true, environment, gateway: gateway.name, live, log: (await openFault(county)) ? 'stopped' : 'running' })
  })
  app.route('/webhooks', webhooks)
  app.use('/api/*', refuseNul, apiOnce)
  app.route('/api', api)
  app.route('/log', logFiles)
  app.route('/', pages)
  return app
}
