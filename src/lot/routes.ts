import { createRoute, z } from '@hono/zod-openapi'
import { photoInput } from '../intake/input.ts'
import { grades } from '../intake/slip.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { blobOf } from '../platform/files.ts'
import { definePack, packLot, poolLot, recordLoss } from './commands.ts'
import { newLossInput, newLotInput, newPackInput, newPackLotInput } from './input.ts'
import { listLots, lotVillages, packLotsOf, readLot, type Lot } from './listing/queries.ts'
import { originsOf } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })
const grams = z.int()
const fen = z.int()

const lot: z.ZodType<Lot> = z
  .object({
    id: z.string(),
    number: z.string().openapi({ example: 'L20260618-001' }),
    organisationId: z.string(),
    productId: z.string(),
    productZh: z.string(),
    productEn: z.string(),
    grade: z.enum(grades),
    contractVersionId: z.string(),
    grams: grams.openapi({ description: 'grams = packedGrams + lostGrams + what is left' }),
    packedGrams: grams,
    lostGrams: grams,
    slips: z.int(),
    households: z.int(),
    firstDeliveredOn: z.string(),
    lastDeliveredOn: z.string(),
    floorDueFen: fen,
    goodsFloorFen: fen,
    referenceFen: fen,
    referenceGrams: grams,
    proceedsFen: fen.openapi({ description: 'Goods money paid, less refunds' }),
    finalFen: fen.openapi({ description: 'The part of it whose after-sales window is over' }),
    openUnits: z.int(),
    lossNormBp: z.int(),
    pooledAtMs: z.int(),
    closedAtMs: z.int().nullable(),
  })
  .openapi('Lot')

const villages = z.array(z.object({ villageCode: z.string(), households: z.int(), slips: z.int(), grams }))
const origins = z.object({ origins: z.array(z.object({ deliveryId: z.string(), householdId: z.string(), grams })) }).openapi('LotOrigins')
const packLots = z
  .object({
    packLots: z.array(
      z.object({
        id: z.string(),
        packId: z.string(),
        number: z.string(),
        packGrams: grams,
        units: z.int(),
        reservedUnits: z.int(),
        soldUnits: z.int(),
        lostUnits: z.int(),
        packedOn: z.string(),
        bestBeforeOn: z.string(),
      }),
    ),
  })
  .openapi('PackLots')

const write = { tags: ['lots'], method: 'post' as const }
const read = { tags: ['lots'], method: 'get' as const }

export const lotRoutes = router()
  .openapi(
    createRoute({
      ...write,
      path: '/lots',
      summary: 'Pool slips into an origin lot',
      request: { headers: writeHeaders, body: body(newLotInput) },
      responses: { 201: json('Pooled', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => poolLot(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      ...read,
      path: '/lots',
      summary: 'Lots of an organisation, newest first',
      request: { query: z.object({ organisationId: z.string().min(1), after: z.string().optional() }) },
      responses: { 200: json('A page of lots', z.object({ lots: z.array(lot), next: z.string().nullable() }).openapi('Lots')), ...refused },
    }),
    async (c) => {
      const lots = await listLots(c.get('context'), c.req.valid('query'))
      return c.json({ lots, next: lots.length < 20 ? null : lots.at(-1)!.number }, 200)
    },
  )
  .openapi(
    createRoute({
      ...read,
      path: '/lots/{id}',
      summary: 'One lot with the villages it came from',
      request: { params: id },
      responses: { 200: json('The lot', z.object({ lot, villages }).openapi('LotWithVillages')), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const lot = found(await readLot(context, c.req.valid('param').id))
      return c.json({ lot, villages: await lotVillages(context.county, lot.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      ...read,
      path: '/lots/{id}/origins',
      summary: 'Grams of each slip in a lot; they sum to the lot exactly',
      request: { params: id },
      responses: { 200: json('The origins', origins), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const lot = found(await readLot(context, c.req.valid('param').id))
      return c.json({ origins: await originsOf(context.county, lot.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      ...write,
      path: '/lots/{id}/pack-lots',
      summary: 'Make packs of a lot',
      request: { params: id, headers: writeHeaders, body: body(newPackLotInput) },
      responses: { 201: json('Packed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const packed = await once(context, 'county', () => packLot(context, c.req.valid('param').id, c.req.valid('json')))
      return c.json({ id: unwrap(packed) }, 201)
    },
  )
  .openapi(
    createRoute({
      ...read,
      path: '/lots/{id}/pack-lots',
      summary: 'Packs made of a lot and how many are free',
      request: { params: id },
      responses: { 200: json('The pack lots', packLots), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const lot = found(await readLot(context, c.req.valid('param').id))
      return c.json({ packLots: await packLotsOf(context.county, lot.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      ...write,
      path: '/lots/{id}/losses',
      summary: 'Write off loose grams or whole packs',
      request: { params: id, headers: writeHeaders, body: body(newLossInput.safeExtend({ photo: photoInput.optional() })) },
      responses: { 201: json('Written off', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { photo, ...input } = c.req.valid('json')
      const bytes = photo ? blobOf(photo) : null
      const lost = await once(context, 'county', () => recordLoss(context, c.req.valid('param').id, input, bytes))
      return c.json({ id: unwrap(lost) }, 201)
    },
  )
  .openapi(
    createRoute({
      ...write,
      path: '/packs',
      summary: 'Define a size in which a product and grade is sold',
      request: { headers: writeHeaders, body: body(newPackInput) },
      responses: { 201: json('Defined', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => definePack(context, c.req.valid('json')))) }, 201)
    },
  )
