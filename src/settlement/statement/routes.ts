import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { makeStatement } from '../commands/make-statement.ts'
import { resolveStatement } from '../commands/resolve-statement.ts'
import { newStatementInput, resolutionInput } from '../input.ts'
import { openStatements } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const tags = ['statement']
const statement = z
  .object({
    id: z.string(),
    householdId: z.string(),
    deliveryId: z.string().nullable(),
    lineId: z.string().nullable(),
    words: z.string(),
    atMs: z.int(),
    organisationId: z.string(),
  })
  .openapi('Statement')

export const statementRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/statements',
      tags,
      summary: 'Open "not right" statements in reach, the oldest first',
      responses: { 200: json('At most 100', z.object({ statements: z.array(statement) })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      return c.json({ statements: await openStatements(county, actor) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/statements',
      tags,
      summary: 'A household says of a slip or a line: right, or not right',
      request: { headers: writeHeaders, body: body(newStatementInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => makeStatement(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/statements/{id}/resolution',
      tags,
      summary: 'Answer a "not right"',
      request: { headers: writeHeaders, params: z.object({ id: z.string() }), body: body(resolutionInput) },
      responses: { 201: json('Answered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const answer = () => resolveStatement(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', answer)) }, 201)
    },
  )
