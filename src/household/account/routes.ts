import { createRoute, z } from '@hono/zod-openapi'
import { reachOf } from '../../identity/permission.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { blobOf } from '../../platform/files.ts'
import { findReadableHousehold } from '../queries.ts'
import { addAdult, cancelAccountChange, changeAccount } from './commands.ts'
import { cancellationInput, newAccountInput, newAdultInput, signatureInput } from './input.ts'
import { changesOf } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const params = z.object({ id: z.string() })
const tags = ['accounts']

const change = z
  .object({
    id: z.string(),
    householdId: z.string(),
    organisationId: z.string().nullable().openapi({ description: 'Where it was entered; null at the office' }),
    reason: z.string(),
    proof: z.enum(['pin', 'signature', 'register']),
    enteredBy: z.string(),
    enteredAtMs: z.int(),
    effectiveAtMs: z.int(),
    cancelledBy: z.string().nullable(),
    cancelReason: z.string().nullable(),
    cancelledAtMs: z.int().nullable(),
  })
  .openapi('AccountChange')

export const accountRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/households/{id}/account-changes',
      tags,
      summary: 'Changes of a household’s bank account, the latest first; no numbers',
      request: { params },
      responses: { 200: json('At most 10', z.object({ changes: z.array(change) })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const household = found(await findReadableHousehold(county, unwrap(reachOf(actor, 'household.read')), c.req.valid('param').id))
      return c.json({ changes: await changesOf(county, household.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/households/{id}/account-changes',
      tags,
      summary: 'The office changes the account of a household that is present; it counts after 72 hours',
      request: { headers: writeHeaders, params, body: body(newAccountInput.extend({ signature: signatureInput.optional() })) },
      responses: { 201: json('Entered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { signature, ...input } = c.req.valid('json')
      const scan = signature ? blobOf(signature) : null
      const enter = () => changeAccount(context, c.req.valid('param').id, input, scan)
      return c.json({ id: unwrap(await once(context, 'county', enter)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/account-changes/{id}/cancellation',
      tags,
      summary: 'Take a waiting change back: the household itself, or the office',
      request: { headers: writeHeaders, params, body: body(cancellationInput) },
      responses: { 201: json('Cancelled', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const cancel = () => cancelAccountChange(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', cancel)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/households/{id}/adults',
      tags,
      summary: 'Enter a person of the household beside its head',
      request: { headers: writeHeaders, params, body: body(newAdultInput) },
      responses: { 201: json('Entered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const add = () => addAdult(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', add)) }, 201)
    },
  )
