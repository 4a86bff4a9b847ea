import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { importAnswer } from './commands.ts'
import { answerInput } from './input.ts'

const created = z.object({ id: z.string() }).openapi('Created')

export const incomeRoutes = router().openapi(
  createRoute({
    method: 'post',
    path: '/settlements/{id}/answers',
    tags: ['settlement'],
    summary: 'Import the bank’s answer: paid lines become income, failed ones are due again',
    request: { headers: writeHeaders, params: z.object({ id: z.string() }), body: body(answerInput) },
    responses: { 201: json('Imported', created), ...refused },
  }),
  async (c) => {
    const context = c.get('context')
    const answered = await once(context, 'county', () => importAnswer(context, c.req.valid('param').id, c.req.valid('json')))
    return c.json({ id: unwrap(answered) }, 201)
  },
)
