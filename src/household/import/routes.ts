import { createRoute, z } from '@hono/zod-openapi'
import { reachOf } from '../../identity/permission.ts'
import { found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { applyImport, previewImport } from './commands.ts'
import { findImport, previewOf } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })

const preview = z
  .object({
    id: z.string(),
    divisionCode: z.string(),
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    rejected: z.int(),
    appliedAtMs: z.int().nullable(),
    changes: z.array(z.object({ householdId: z.string(), line: z.int(), fields: z.array(z.string()) })),
    removals: z.array(z.object({ householdId: z.string(), villageCode: z.string(), fromOn: z.string() })),
    rejections: z.array(z.object({ line: z.int(), code: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number()])) })),
  })
  .openapi('ImportPreview')

export const importRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/household-imports',
      tags: ['households'],
      summary: 'Upload a roster and preview what it would change',
      description: 'The body is the file itself: CSV in UTF-8 or GB18030, at most 10,000 lines.',
      request: {
        headers: writeHeaders,
        query: z.object({ division: z.string().regex(/^\d{12}$/) }),
        body: { required: true, content: { 'text/csv': { schema: z.string() } } },
      },
      responses: { 201: json('Previewed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { division } = c.req.valid('query')
      const bytes = await c.req.arrayBuffer()
      return c.json({ id: unwrap(await once(context, 'county', () => previewImport(context, division, bytes))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/household-imports/{id}',
      tags: ['households'],
      summary: 'What an import would change, or has changed',
      request: { params: id },
      responses: { 200: json('The preview', preview), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const scope = unwrap(reachOf(context.actor, 'household.import'))
      const row = found(await findImport(context.county, scope, c.req.valid('param').id))
      const diff = row.appliedAtMs === null ? await previewOf(context, row) : null
      const changes = (diff?.changed ?? []).map(({ householdId, listed, fields }) => ({ householdId, line: listed.line, fields }))
      const { added, changed, removed, rejected, divisionCode, appliedAtMs } = row
      const rejections = (diff?.rejected ?? []).map(({ line, code, facts }) => ({ line, code, facts }))
      const lists = { changes, removals: diff?.removed ?? [], rejections }
      return c.json({ id: row.id, divisionCode, added, changed, removed, rejected, appliedAtMs, ...lists }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/household-imports/{id}/application',
      tags: ['households'],
      summary: 'Apply a previewed import',
      request: { headers: writeHeaders, params: id },
      responses: { 201: json('Applied', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => applyImport(context, c.req.valid('param').id))) }, 201)
    },
  )
