import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { issueCard, openCard } from './commands.ts'
import { openCardInput } from './input.ts'

const session = z
  .object({ token: z.string().openapi({ description: 'Send as Authorization: Bearer; lasts ten minutes' }) })
  .openapi('Session')

export const issuedCard = z
  .object({
    cardId: z.string(),
    token: z.string().openapi({ description: 'What the QR carries' }),
    pin: z.string().openapi({ description: 'Shown once; a second answer to the same key is refused' }),
  })
  .openapi('IssuedCard')

export const cardRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/households/{id}/cards',
      tags: ['households'],
      summary: 'Make a household card; the one before is revoked',
      request: { headers: writeHeaders, params: z.object({ id: z.string() }) },
      responses: { 201: json('Made', issuedCard), ...refused },
    }),
    async (c) => c.json(unwrap(await issueCard(c.get('context'), c.req.valid('param').id)), 201),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/card-sessions',
      tags: ['households'],
      summary: 'Open a household card with its PIN',
      request: { body: body(openCardInput) },
      responses: { 201: json('A session', session), ...refused },
    }),
    async (c) => {
      const address = c.req.header('cf-connecting-ip') ?? 'local'
      return c.json({ token: unwrap(await openCard(c.get('context'), c.req.valid('json'), address)) }, 201)
    },
  )
