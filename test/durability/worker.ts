import { createApp } from '../../src/app.ts'
import { configure, type Bindings } from '../../src/env.ts'
import { actingAs, makeContext } from '../../src/http/context.ts'
import { runJobs } from '../../src/http/jobs.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Migrations } from '../../scripts/demo/build.ts'
import { pages } from '../../web/pages.ts'
import { makeSeason } from '../support/factories/lot.ts'

const app = createApp(pages)

/** The Worker as it is deployed, with two doors beside it: /build makes a small world, /jobs drives the clock's part now or later. */
export default {
  async fetch(request, env, execution) {
    const url = new URL(request.url)
    if (url.pathname === '/build') {
      await migrate(env, await request.json<Migrations>())
      return Response.json(await build(env, Number(url.searchParams.get('packs'))))
    }
    if (url.pathname !== '/jobs') return app.fetch(request, env, execution)
    const laterMs = Number(url.searchParams.get('later'))
    await runJobs(env, { now: () => Date.now() + laterMs })
    return new Response('done')
  },
} satisfies ExportedHandler<Bindings>

async function migrate(env: Bindings, migrations: Migrations): Promise<void> {
  for (const name of ['MARKET_DB', 'COUNTY_DB', 'VAULT_DB'] as const) {
    for (const { queries } of migrations[name]) await env[name].batch(queries.map((query) => env[name].prepare(query)))
  }
}

/** Two organisations with one offer each, of so many packs. */
async function build(env: Bindings, packs: number) {
  const configuration = configure(env)
  if ('missing' in configuration) throw new Error(configuration.missing.join())
  const made = makeContext(env, configuration, { requestId: 'build', locale: 'zh', clock: systemClock })
  const context = actingAs(made, { kind: 'system', job: 'build' })
  const priceFen = 4000
  const offers = []
  for (let i = 0; i < 2; i++) {
    const { offerId, packId } = await makeSeason(context, { households: 5, gramsEach: (packs * 2500) / 5, packGrams: 2500, priceFen })
    offers.push({ offerId, packId })
  }
  return offers
}
