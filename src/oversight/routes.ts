import { createRoute, z } from '@hono/zod-openapi'
import { identityOf } from '../household/vault/queries.ts'
import { maskName } from '../household/mask.ts'
import { found, json, refused, router } from '../platform/api.ts'
import { localDate } from '../kernel/time.ts'
import { cashOf } from './cash/queries.ts'
import { floorRows, guarantorRows } from './floor/queries.ts'
import { findOverseenHousehold, slipStandings } from './household/queries.ts'
import { divisionOverview, villageHouseholds } from './overview/queries.ts'
import { recountSettlement } from './queries.ts'

const tags = ['oversight']
const int = z.int()
const names = { nameZh: z.string(), nameEn: z.string() }
const sums = z.object({ slips: int, netGrams: int, floorDueFen: int, receivedFen: int })
const year = z
  .string()
  .regex(/^\d{4}$/)
  .optional()
  .openapi({ description: 'This year when left out' })

const overview = z
  .object({
    code: z.string(),
    ...names,
    total: sums,
    whole: z.boolean().openapi({ description: 'The children’s sums equal the division’s own, counted apart' }),
    children: z.array(sums.extend({ code: z.string(), ...names })),
    households: z.array(
      sums.extend({
        id: z.string(),
        people: int,
        workers: int,
        status: z.string(),
        newest: z.array(z.object({ id: z.string(), number: z.string() })),
      }),
    ),
  })
  .openapi('Overview')

const slip = z.object({
  deliveryId: z.string(),
  number: z.string(),
  deliveredOn: z.string(),
  netGrams: int,
  floorDueFen: int,
  lotId: z.string().nullable(),
  earnedFen: int,
  guaranteedFen: int,
  dueFen: int.openapi({ description: 'max(guaranteed, earned)' }),
  linedFen: int,
  receivedFen: int,
})
const household = z
  .object({ id: z.string(), villageCode: z.string(), maskedName: z.string(), slips: z.array(slip) })
  .openapi('HouseholdStanding')
const recounted = z
  .object({
    settlementId: z.string(),
    figures: int,
    differences: z.array(z.object({ figure: z.string(), storedFen: int, recountedFen: int })),
  })
  .openapi('Recount')
const floors = z
  .object({
    rows: z.array(
      z.object({ productZh: z.string(), guarantorZh: z.string(), month: z.string(), slips: int, floorFen: int, dueFen: int, paidFen: int }),
    ),
    guarantors: z.array(z.object({ guarantorZh: z.string(), positionFen: int, paidInFen: int, claimFen: int, overdueFen: int })),
  })
  .openapi('Floors')
const balances = z.array(z.object({ code: z.string(), balanceFen: int }))
const cash = z
  .object({
    organisations: z.array(
      z.object({ id: z.string(), ...names, heldFen: int, owedFen: int, balanced: z.boolean(), held: balances, owed: balances }),
    ),
  })
  .openapi('Cash')

const read = <Path extends string, Schema extends z.ZodType>(path: Path, summary: string, schema: Schema) => ({
  method: 'get' as const,
  path,
  tags,
  summary,
  responses: { 200: json(summary, schema), ...refused },
})

export const oversightRoutes = router()
  .openapi(
    createRoute({
      ...read('/oversight/divisions/{code}', 'A division’s year, by its children', overview),
      request: { params: z.object({ code: z.string() }), query: z.object({ year }) },
    }),
    async (c) => {
      const { county, actor, clock } = c.get('context')
      const { code } = c.req.valid('param')
      const year = c.req.valid('query').year ?? localDate(clock.now()).slice(0, 4)
      const { division, total, whole, children } = found(await divisionOverview(county, actor, code, year))
      const households = division.level === 'village' ? await villageHouseholds(county, actor, { villageCode: code, year }) : []
      return c.json({ code, nameZh: division.nameZh, nameEn: division.nameEn, total, whole, children, households }, 200)
    },
  )
  .openapi(
    createRoute({
      ...read('/oversight/households/{id}', 'A household’s slips as they stand today', household),
      request: { params: z.object({ id: z.string() }) },
    }),
    async (c) => {
      const context = c.get('context')
      const { id, villageCode } = found(await findOverseenHousehold(context.county, context.actor, c.req.valid('param').id))
      const slips = await slipStandings(context.county, id, localDate(context.clock.now()))
      const identity = await identityOf(context, id)
      return c.json({ id, villageCode, maskedName: maskName(identity?.name ?? ''), slips }, 200)
    },
  )
  .openapi(
    createRoute({
      ...read('/oversight/settlements/{id}/recount', 'A settlement worked out again from raw records', recounted),
      request: { params: z.object({ id: z.string() }) },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const { settlement, figures, differences } = found(await recountSettlement(county, actor, c.req.valid('param').id))
      return c.json({ settlementId: settlement.id, figures, differences }, 200)
    },
  )
  .openapi(createRoute(read('/oversight/floors', 'What the floor made due, what was paid, what is overdue', floors)), async (c) => {
    const { county, actor } = c.get('context')
    return c.json({ rows: await floorRows(county, actor), guarantors: await guarantorRows(county, actor) }, 200)
  })
  .openapi(createRoute(read('/oversight/cash', 'Money received against what is owed to whom', cash)), async (c) => {
    const { county, actor } = c.get('context')
    return c.json({ organisations: await cashOf(county, actor) }, 200)
  })
