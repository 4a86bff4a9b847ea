import { pages } from '../web/pages.ts'
import { createApp } from './app.ts'
import type { Bindings } from './env.ts'
import { runJobs } from './http/jobs.ts'

const app = createApp(pages)

export default {
  fetch: app.fetch,
  scheduled: (_controller, env, execution) => execution.waitUntil(runJobs(env)),
} satisfies ExportedHandler<Bindings>
