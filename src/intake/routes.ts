import { createRoute, z } from '@hono/zod-openapi'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { blobOf } from '../platform/files.ts'
import { recordDelivery, reverseDelivery } from './commands.ts'
import { deliveryFilter, newDeliveryInput, photoInput, reversalInput } from './input.ts'
import { findDelivery, listDeliveries, type Slip } from './queries.ts'
import { afterSlip, grades, parseAfterSlip } from './slip.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })
const grams = z.int()
const fen = z.int()

const delivery: z.ZodType<Slip> = z
  .object({
    id: z.string(),
    number: z.string().openapi({ example: '20260618-0007' }),
    organisationId: z.string(),
    householdId: z.string().openapi({ description: 'Pseudonymous; names stay in the vault' }),
    memberNumber: z.int().nullable(),
    villageCode: z.string(),
    villageZh: z.string(),
    villageEn: z.string(),
    registryStatus: z.string().nullable().openapi({ description: 'In force on the day of the delivery; only for the household’s offices' }),
    contractVersionId: z.string(),
    productId: z.string(),
    productZh: z.string(),
    productEn: z.string(),
    grade: z.enum(grades),
    deliveredOn: z.string(),
    grossGrams: grams,
    tareGrams: grams,
    deductedGrams: grams,
    netGrams: grams,
    referenceFenPerKg: fen.nullable(),
    floorFenPerKg: fen,
    guaranteedFenPerKg: fen,
    basisBp: z.int().openapi({ description: 'Basis points of the guaranteed price that are the household’s' }),
    floorDueFen: fen,
    advanceFen: fen,
    photoFileId: z.string().nullable(),
    confirmedBy: z.enum(['none', 'pin']),
    recordedBy: z.string(),
    recordedAtMs: z.int(),
    state: z.enum(['waiting', 'pooled', 'reversed']),
    reversedAtMs: z.int().nullable(),
    reversalReason: z.string().nullable(),
    correctsId: z.string().nullable().openapi({ description: 'The slip this one stands for' }),
    correctedById: z.string().nullable().openapi({ description: 'The slip that stands for this one' }),
  })
  .openapi('Delivery')

const page = z.object({ deliveries: z.array(delivery), next: z.string().nullable() }).openapi('Deliveries')

export const intakeRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/deliveries',
      tags: ['deliveries'],
      summary: 'Record a weighed slip',
      request: { headers: writeHeaders, body: body(newDeliveryInput.extend({ photo: photoInput.optional() })) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { photo, ...input } = c.req.valid('json')
      const bytes = photo ? blobOf(photo) : null
      return c.json({ id: unwrap(await once(context, 'county', () => recordDelivery(context, input, bytes))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/deliveries',
      tags: ['deliveries'],
      summary: 'Slips of an organisation, newest first',
      request: { query: deliveryFilter },
      responses: { 200: json('A page of slips', page), ...refused },
    }),
    async (c) => {
      const { waiting, after, ...filter } = c.req.valid('query')
      const deliveries = await listDeliveries(c.get('context'), { ...filter, waiting: waiting === 'true', after: parseAfterSlip(after) })
      return c.json({ deliveries, next: deliveries.length < filter.limit ? null : afterSlip(deliveries.at(-1)!) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/deliveries/{id}',
      tags: ['deliveries'],
      summary: 'One slip',
      request: { params: id },
      responses: { 200: json('The slip', delivery), ...refused },
    }),
    async (c) => c.json(found(await findDelivery(c.get('context'), c.req.valid('param').id)), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/deliveries/{id}/reversal',
      tags: ['deliveries'],
      summary: 'Take a slip back by a counter-record; refused once it is in a lot',
      request: { params: id, headers: writeHeaders, body: body(reversalInput) },
      responses: { 201: json('Reversed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { reason } = c.req.valid('json')
      return c.json({ id: unwrap(await once(context, 'county', () => reverseDelivery(context, c.req.valid('param').id, reason))) }, 201)
    },
  )
