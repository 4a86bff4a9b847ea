import { createRoute, z } from '@hono/zod-openapi'
import { photoInput } from '../../intake/input.ts'
import { grades } from '../../intake/slip.ts'
import { body, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { blobOf } from '../../platform/files.ts'
import { decideCorrection, proposeCorrection } from './commands.ts'
import { correctionDecisionInput, newCorrectionInput } from './input.ts'
import { openCorrections } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })
const tags = ['delivery']
const correction = z
  .object({
    id: z.string(),
    deliveryId: z.string(),
    number: z.string(),
    organisationId: z.string(),
    before: z.object({
      householdId: z.string(),
      grade: z.enum(grades),
      netGrams: z.int(),
      guaranteedFenPerKg: z.int(),
      floorDueFen: z.int(),
    }),
    householdId: z.string().nullable().openapi({ description: 'Null with all corrected figures: the slip is to be struck out' }),
    grade: z.enum(grades).nullable(),
    grossGrams: z.int().nullable(),
    tareGrams: z.int().nullable(),
    deductedGrams: z.int().nullable(),
    priceFenPerKg: z.int().nullable(),
    reason: z.string(),
    proposedBy: z.string(),
    proposedAtMs: z.int(),
  })
  .openapi('Correction')

export const correctionRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/corrections',
      tags,
      summary: 'Corrections of slips that wait for a second person, the oldest first',
      responses: { 200: json('At most 100', z.object({ corrections: z.array(correction) })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      return c.json({ corrections: await openCorrections(county, actor) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/deliveries/{id}/corrections',
      tags,
      summary: 'Say what a slip should have said; nothing changes until a second person approves',
      request: { headers: writeHeaders, params: id, body: body(newCorrectionInput.extend({ evidence: photoInput.nullish() })) },
      responses: { 201: json('Proposed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { evidence, ...input } = c.req.valid('json')
      const deliveryId = c.req.valid('param').id
      const propose = () => proposeCorrection(context, deliveryId, input, evidence ? blobOf(evidence) : null)
      return c.json({ id: unwrap(await once(context, 'county', propose)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/corrections/{id}/decision',
      tags,
      summary: 'Approve or refuse a correction; never one’s own',
      request: { headers: writeHeaders, params: id, body: body(correctionDecisionInput) },
      responses: { 201: json('Decided', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const decide = () => decideCorrection(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', decide)) }, 201)
    },
  )
