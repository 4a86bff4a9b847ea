import { createRoute, z } from '@hono/zod-openapi'
import { photoInput } from '../../intake/input.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { blobOf } from '../../platform/files.ts'
import { recordInput, reverseInput } from './commands.ts'
import { inputFilter, inputReversalInput, newInputInput } from './input.ts'
import { findInput, inputsAPage, listInputs, type InputRow } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })
const tags = ['inputs']

const input: z.ZodType<InputRow> = z
  .object({
    id: z.string(),
    organisationId: z.string(),
    organisationZh: z.string(),
    organisationEn: z.string(),
    householdId: z.string().openapi({ description: 'Pseudonymous; names stay in the vault' }),
    memberNumber: z.int().nullable(),
    contractId: z.string(),
    contractVersionId: z.string(),
    contractTitle: z.string(),
    item: z.string(),
    count: z.int(),
    unit: z.string(),
    amountFen: z.int(),
    handedOn: z.string(),
    evidenceFileId: z.string().nullable(),
    confirmedBy: z.enum(['pin', 'signature']).openapi({ description: 'The household’s own confirmation' }),
    recordedBy: z.string(),
    atMs: z.int(),
    reversedAtMs: z.int().nullable(),
    reversedBy: z.string().nullable(),
    reversalReason: z.string().nullable(),
  })
  .openapi('Input')

export const inputRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/inputs',
      tags,
      summary: 'Record inputs handed to a household on credit',
      request: { headers: writeHeaders, body: body(newInputInput.extend({ evidence: photoInput.optional() })) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { evidence, ...handed } = c.req.valid('json')
      const bytes = evidence ? blobOf(evidence) : null
      return c.json({ id: unwrap(await once(context, 'county', () => recordInput(context, handed, bytes))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/inputs',
      tags,
      summary: 'Inputs on credit within reach, the latest first',
      request: { query: inputFilter },
      responses: { 200: json('A page of 50', z.object({ inputs: z.array(input), next: z.string().nullable() })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const inputs = await listInputs(county, actor, c.req.valid('query'))
      return c.json({ inputs, next: inputs.length === inputsAPage ? inputs.at(-1)!.id : null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/inputs/{id}',
      tags,
      summary: 'One hand-out',
      request: { params: id },
      responses: { 200: json('The hand-out', input), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      return c.json(found(await findInput(county, actor, c.req.valid('param').id)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/inputs/{id}/reversal',
      tags,
      summary: 'Take a hand-out back, by a second person, while nothing is deducted for it',
      request: { params: id, headers: writeHeaders, body: body(inputReversalInput) },
      responses: { 201: json('Reversed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { reason } = c.req.valid('json')
      return c.json({ id: unwrap(await once(context, 'county', () => reverseInput(context, c.req.valid('param').id, reason))) }, 201)
    },
  )
