import { createRoute, z } from '@hono/zod-openapi'
import { findReadableHousehold } from '../../household/queries.ts'
import { reachOf } from '../../identity/permission.ts'
import { found, json, refused, router, unwrap } from '../../platform/api.ts'
import { parsePeriod } from './period.ts'
import { loadStatement } from './queries.ts'

const fen = z.int()
const kind = z.enum(['earned', 'guaranteed', 'surplus', 'deducted', 'received', 'cash', 'returned'])
const statement = z
  .object({
    period: z.object({ text: z.string(), from: z.string(), until: z.string() }),
    openingFen: fen.openapi({ description: 'Settled and not received before the period' }),
    movements: z.array(
      z.object({ on: z.string(), kind, lineId: z.string(), organisationId: z.string(), month: z.string(), amountFen: fen }),
    ),
    closingFen: fen.openapi({ description: 'openingFen and all movements' }),
    slips: z.array(
      z.object({
        deliveryId: z.string(),
        organisationId: z.string(),
        number: z.string(),
        deliveredOn: z.string(),
        grade: z.string(),
        grams: z.int(),
        floorDueFen: fen,
        settledFen: fen,
      }),
    ),
  })
  .openapi('AccountStatement')

export const accountStatementRoutes = router().openapi(
  createRoute({
    method: 'get',
    path: '/households/{id}/account-statement',
    tags: ['households'],
    summary: 'What was delivered, settled, received and is still to come in a month or a year: for the household itself and its offices',
    request: {
      params: z.object({ id: z.string() }),
      query: z.object({
        period: z
          .string()
          .refine((text) => parsePeriod(text) !== null, '请填写月份或年份，如 2026-06|Give a month or a year such as 2026-06'),
      }),
    },
    responses: { 200: json('The statement', statement), ...refused },
  }),
  async (c) => {
    const { county, actor } = c.get('context')
    const { id } = c.req.valid('param')
    const period = parsePeriod(c.req.valid('query').period)!
    const own = actor.kind === 'household' && actor.householdId === id
    if (!own) found(await findReadableHousehold(county, unwrap(reachOf(actor, 'household.read')), id))
    return c.json(await loadStatement(county, id, period), 200)
  },
)
