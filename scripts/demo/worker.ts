import { configure, type Bindings } from '../../src/env.ts'
import { makeContext } from '../../src/http/context.ts'
import { localDate } from '../../src/kernel/time.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { sealFacts } from '../../src/proof/commands/seal.ts'
import { lastCheckpoint } from '../../src/proof/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Migrations } from './build.ts'
import { closeBooks } from './closing.ts'
import { planJingzhou } from './jingzhou.ts'
import { planNights } from './nights.ts'
import { planMayang } from './mayang.ts'
import { demoPassword, inviteStaff, issueDemoCard } from './people.ts'
import { World } from './world.ts'
import { planYuanan } from './yuanan.ts'
import { planYuanling } from './yuanling.ts'

/** A Worker that is never deployed: it builds the demo world through the same commands as real use. */
export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== '/build') return new Response('ready')
    try {
      await migrate(env, await request.json<Migrations>())
      return Response.json(await build(env))
    } catch (error) {
      return new Response(error instanceof Error ? error.stack : String(error), { status: 500 })
    }
  },
} satisfies ExportedHandler<Bindings>

async function migrate(env: Bindings, migrations: Migrations): Promise<void> {
  for (const name of ['MARKET_DB', 'COUNTY_DB', 'VAULT_DB'] as const) {
    for (const { queries } of migrations[name]) await env[name].batch(queries.map((query) => env[name].prepare(query)))
  }
}

// A run of the job takes a bounded number of facts, and here a whole season waits.
async function sealAll(context: Context): Promise<void> {
  for (let size = -1, next = 0; next !== size;) {
    size = next
    await sealFacts(context)
    next = (await lastCheckpoint(context.county))?.size ?? 0
  }
}

async function build(env: Bindings) {
  const configuration = configure(env)
  if ('missing' in configuration) throw new Error(`missing: ${configuration.missing.join(', ')}`)
  const present = Date.now()
  const context = makeContext(env, configuration, { requestId: 'demo', locale: 'zh', clock: systemClock })
  const world = new World(context, present, localDate(present))
  const places = { jingzhou: planJingzhou(world), mayang: planMayang(world), yuanan: planYuanan(world), yuanling: planYuanling(world) }
  planNights(world)
  await world.live()
  const logins = await inviteStaff(world, places)
  await closeBooks(world, places.jingzhou.organisationId, 'jingzhou.manager')
  await sealAll(context)
  return { logins, password: demoPassword, card: await issueDemoCard(world, places.jingzhou), cost: context.county.meter }
}
