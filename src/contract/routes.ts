import { createRoute, z } from '@hono/zod-openapi'
import { reachOf } from '../identity/permission.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { addContractVersion, attachScan, createContract, signContract, terminateContract } from './commands.ts'
import { contractTermsInput, newContractInput, terminationInput } from './input.ts'
import { deductionsOf, pricesOf } from './queries.ts'
import { boundTotals, findReadableVersion, findScan, listVersions } from './version/queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })

const version = z
  .object({
    id: z.string(),
    contractId: z.string(),
    organisationId: z.string(),
    title: z.string(),
    linkageMode: z.enum(['order_purchase', 'share', 'entrusted']),
    enterpriseId: z.string().nullable(),
    cooperativeId: z.string(),
    guarantorId: z.string(),
    version: z.int(),
    enterpriseBp: z.int(),
    cooperativeBp: z.int(),
    householdBp: z.int(),
    floorBasis: z.enum(['goods', 'household']),
    advanceBp: z.int(),
    deductionCapBp: z.int().openapi({ description: 'Packing and processing together take no more of the goods money' }),
    inputCapBp: z
      .int()
      .openapi({ description: 'Of what a settlement pays under the contract, no more goes to inputs taken on credit; 0 = none' }),
    guaranteeOn: z.string(),
    receiptDays: z.int(),
    afterSalesHours: z.int(),
    fromOn: z.string(),
    untilOn: z.string(),
    scanFileId: z.string().nullable(),
    madeBy: z.string(),
    signedBy: z.string().nullable(),
    signedAtMs: z.int().nullable(),
    terminatedOn: z.string().nullable(),
  })
  .openapi('ContractVersion')

const wholeVersion = version
  .extend({
    prices: z.array(z.object({ productId: z.string(), grade: z.string(), floorFenPerKg: z.int() })),
    deductions: z.array(z.object({ kind: z.string(), proceedsBp: z.int(), fenPerKg: z.int() })),
    households: z.int(),
    landCentimu: z.int(),
  })
  .openapi('WholeContractVersion')

const versionFilter = z.object({
  organisation: z.string().optional(),
  unsigned: z.enum(['true', 'false']).default('false'),
  before: z.string().optional(),
})

export const contractRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/contracts',
      tags: ['contracts'],
      summary: 'Make a contract with its first version',
      request: { headers: writeHeaders, body: body(newContractInput) },
      responses: { 201: json('The version made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => createContract(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/contracts/{id}/versions',
      tags: ['contracts'],
      summary: 'Add a version, which binds new deliveries only',
      request: { headers: writeHeaders, params: id, body: body(contractTermsInput) },
      responses: { 201: json('The version made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const add = () => addContractVersion(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', add)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/contract-versions',
      tags: ['contracts'],
      summary: 'Contract versions within reach, newest first',
      request: { query: versionFilter },
      responses: { 200: json('A page of 50', z.object({ versions: z.array(version), next: z.string().nullable() })), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { organisation: organisationId, unsigned, before } = c.req.valid('query')
      const scope = unwrap(reachOf(context.actor, 'contract.read'))
      const versions = await listVersions(context.county, scope, { organisationId, unsigned: unsigned === 'true', before })
      return c.json({ versions, next: versions.length === 50 ? versions.at(-1)!.id : null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/contract-versions/{id}',
      tags: ['contracts'],
      summary: 'One version with its prices and deductions',
      request: { params: id },
      responses: { 200: json('The version', wholeVersion), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const row = found(await findReadableVersion(county, unwrap(reachOf(actor, 'contract.read')), c.req.valid('param').id))
      const [prices, deductions, totals] = await Promise.all([
        pricesOf(county, row.id),
        deductionsOf(county, row.id),
        boundTotals(county, row.id),
      ])
      return c.json({ ...row, prices, deductions, ...totals }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/contract-versions/{id}/signature',
      tags: ['contracts'],
      summary: 'Sign a version off, as the office',
      request: { headers: writeHeaders, params: id },
      responses: { 201: json('Signed', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => signContract(context, c.req.valid('param').id))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/contract-versions/{id}/termination',
      tags: ['contracts'],
      summary: 'End a signed version from a day on',
      request: { headers: writeHeaders, params: id, body: body(terminationInput) },
      responses: { 201: json('Ended', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const end = () => terminateContract(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', end)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/contract-versions/{id}/scan',
      tags: ['contracts'],
      summary: 'Attach a scan of the signed paper',
      description: 'The body is the file itself: PDF, JPEG, PNG or WebP, at most 5 MB.',
      request: { headers: writeHeaders, params: id },
      responses: { 201: json('Attached', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const scan = new Blob([await c.req.arrayBuffer()], { type: c.req.header('content-type') ?? '' })
      return c.json({ id: unwrap(await once(context, 'county', () => attachScan(context, c.req.valid('param').id, scan))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/contract-versions/{id}/scan',
      tags: ['contracts'],
      summary: 'The scan of the signed paper',
      request: { params: id },
      responses: { 200: { description: 'The file' }, ...refused },
    }),
    async (c) => {
      const { county, files, actor } = c.get('context')
      const scan = found(await findScan(county, unwrap(reachOf(actor, 'contract.read')), c.req.valid('param').id))
      const kept = found(await files.get(scan.fileId))
      return c.body(kept.body, 200, {
        'content-type': scan.mediaType,
        'content-disposition': 'attachment',
        'cache-control': 'private, no-store',
      })
    },
  )
