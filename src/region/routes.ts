import { createRoute, z } from '@hono/zod-openapi'
import { found, json, refused, router } from '../platform/api.ts'
import { childDivisions, divisionPath } from './queries.ts'

const division = z
  .object({
    code: z.string().openapi({ example: '431229200202' }),
    level: z.enum(['province', 'city', 'county', 'township', 'village']),
    parentCode: z.string().nullable(),
    nameZh: z.string(),
    nameEn: z.string(),
  })
  .openapi('Division')

const family = z
  .object({
    division,
    path: z.array(division).openapi({ description: 'From the province down to the division itself' }),
    children: z.array(division),
  })
  .openapi('DivisionFamily')

export const regionRoutes = router().openapi(
  createRoute({
    method: 'get',
    path: '/divisions/{code}',
    tags: ['divisions'],
    summary: 'A division with what lies above and below it',
    request: { params: z.object({ code: z.string().regex(/^\d{12}$/) }) },
    responses: { 200: json('The division', family), ...refused },
  }),
  async (c) => {
    const { county } = c.get('context')
    const { code } = c.req.valid('param')
    const path = await divisionPath(county, code)
    return c.json({ division: found(path.at(-1) ?? null), path, children: await childDivisions(county, code) }, 200)
  },
)
