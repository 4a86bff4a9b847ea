import { createRoute, z } from '@hono/zod-openapi'
import { found, json, refused, router } from '../platform/api.ts'
import { findPublicLot, villageNames } from './queries.ts'

const int = z.int()
const both = { nameZh: z.string(), nameEn: z.string() }
const group = z.object({ households: int, grams: int })

const traceAnswer = z
  .object({
    id: z.string(),
    number: z.string(),
    product: z.object({ id: z.string(), grade: z.string(), ...both }),
    organisation: z.object({ id: z.string(), ...both }),
    county: z.object({ code: z.string(), ...both }),
    dates: z.object({
      firstDeliveredOn: z.string(),
      lastDeliveredOn: z.string(),
      firstPackedOn: z.string().nullable(),
      lastPackedOn: z.string().nullable(),
    }),
    total: group
      .extend({ soldGrams: int, lostGrams: int, proceedsFen: int, householdsFen: int })
      .nullable()
      .openapi({ description: 'Null for a lot of fewer than five households' }),
    origin: z.object({
      kind: z.enum(['none', 'county', 'villages']),
      villages: z.array(group.extend({ villageCode: z.string(), ...both })),
      others: group.nullable(),
    }),
    pricesFenPerKg: z.object({
      goodsFloor: int,
      householdFloor: int,
      reference: int.nullable(),
      paid: int.nullable(),
      householdsPaid: int.nullable(),
    }),
    yuanFen: z
      .array(z.object({ part: z.string(), fen: int }))
      .openapi({ description: 'How one yuan of the goods price divides; sums to 100' }),
    settled: z.object({ month: z.string(), status: z.string(), finalFen: int, poolFen: int }).nullable(),
  })
  .openapi('Trace')

export const traceRoutes = router().openapi(
  createRoute({
    method: 'get',
    path: '/lots/{number}/trace',
    tags: ['trace'],
    summary: 'Where a lot came from and how its money divides; public, never about one household',
    request: {
      params: z.object({ number: z.string().max(64).openapi({ description: 'Lot id, or a number only one organisation uses' }) }),
    },
    responses: { 200: json('The public trace', traceAnswer), ...refused },
  }),
  async (c) => {
    const { county } = c.get('context')
    const { lot, trace, settled } = found(await findPublicLot(county, c.req.valid('param').number))
    const villages = trace.origin.kind === 'villages' ? trace.origin.villages : []
    const names = await villageNames(
      county,
      villages.map(({ villageCode }) => villageCode),
    )
    return c.json(
      {
        id: lot.id,
        number: lot.number,
        product: { id: lot.productId, grade: lot.grade, nameZh: lot.productZh, nameEn: lot.productEn },
        organisation: { id: lot.organisationId, nameZh: lot.organisationZh, nameEn: lot.organisationEn },
        county: { code: lot.countyCode, nameZh: lot.countyZh, nameEn: lot.countyEn },
        dates: {
          firstDeliveredOn: lot.firstDeliveredOn,
          lastDeliveredOn: lot.lastDeliveredOn,
          firstPackedOn: lot.firstPackedOn,
          lastPackedOn: lot.lastPackedOn,
        },
        total: trace.total,
        origin: {
          kind: trace.origin.kind,
          villages: villages.map(({ villageCode, households, grams }) => ({
            villageCode,
            households,
            grams,
            nameZh: names.get(villageCode)?.nameZh ?? '',
            nameEn: names.get(villageCode)?.nameEn ?? '',
          })),
          others: trace.origin.kind === 'villages' ? trace.origin.others : null,
        },
        pricesFenPerKg: trace.prices,
        yuanFen: trace.yuan,
        settled,
      },
      200,
    )
  },
)
