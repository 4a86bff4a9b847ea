import { pages } from '../web/pages.ts'
import { createApp } from './app.ts'
import type { Bindings } from './env.ts'
import { nightly, runJobs, runNightJobs } from './http/jobs.ts'

const app = createApp(pages)

export default {
  fetch: app.fetch,
  scheduled: ({ cron }, env, execution) => execution.waitUntil(cron === nightly ? runNightJobs(env) : runJobs(env)),
} satisfies ExportedHandler<Bindings>
