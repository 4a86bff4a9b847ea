import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { blobOf } from '../../platform/files.ts'
import { chooseChannel, handOutCash } from './commands.ts'
import { channelInput, handOutBody } from './input.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const params = z.object({ id: z.string() })
const tags = ['settlement']

export const cashRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/settlement-lines/{id}/channel',
      tags,
      summary: 'Pay a household’s line in cash, or by the bank after all; before it has gone to the bank',
      request: { headers: writeHeaders, params, body: body(channelInput) },
      responses: { 201: json('Chosen', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const choose = () => chooseChannel(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', choose)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/settlement-lines/{id}/cash-receipt',
      tags,
      summary: 'Hand a line out in cash: received by the household’s own PIN or signature',
      request: { headers: writeHeaders, params, body: body(handOutBody) },
      responses: { 201: json('Received', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { signature, ...input } = c.req.valid('json')
      const scan = signature ? blobOf(signature) : null
      const handOut = () => handOutCash(context, c.req.valid('param').id, input, scan)
      return c.json({ id: unwrap(await once(context, 'county', handOut)) }, 201)
    },
  )
