import { createRoute, z } from '@hono/zod-openapi'
import type { Result } from '../kernel/result.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { approveSettlement } from './commands/approve-settlement.ts'
import { closeSettlement } from './commands/close-settlement.ts'
import { draftSettlement } from './commands/draft-settlement.ts'
import { exportSettlement } from './commands/export-settlement.ts'
import { publishNotice } from './commands/publish-notice.ts'
import { recordGuaranteePayment } from './commands/record-guarantee-payment.ts'
import { rejectSettlement } from './commands/reject-settlement.ts'
import { guaranteePaymentInput, newSettlementInput, rejectionInput } from './input.ts'
import { payoutDownload, payoutFormats } from './payout/queries.ts'
import { contractSums, findSettlement, listLines, listSettlements, lotShares } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const params = z.object({ id: z.string() })
const tags = ['settlement']
const fen = z.int()
const moment = z.int().nullable()

const settlement = z
  .object({
    id: z.string(),
    organisationId: z.string(),
    kind: z.enum(['proceeds', 'surplus']),
    month: z.string(),
    status: z.enum(['draft', 'notice', 'approved', 'exported', 'closed', 'rejected']),
    asOfOn: z.string(),
    throughSeq: z.int().openapi({ description: 'The last ledger entry whose money is in the figures' }),
    lines: z.int(),
    totalFen: fen,
    madeBy: z.string(),
    madeAtMs: z.int(),
    noticeFromMs: moment,
    noticeUntilMs: moment,
    approvedBy: z.string().nullable(),
    approvedAtMs: moment,
    exportedAtMs: moment,
    closedAtMs: moment,
    rejectedReason: z.string().nullable(),
  })
  .openapi('Settlement')

const line = z
  .object({
    id: z.string(),
    party: z.enum(['household', 'enterprise', 'cooperative', 'guarantor']),
    partyId: z.string(),
    dueFen: fen,
    beforeFen: fen.openapi({ description: 'Carried by earlier lines that still stand' }),
    shareFen: fen,
    guaranteeFen: fen,
    creditFen: fen.openapi({ description: 'Deducted for inputs taken on credit' }),
    amountFen: fen.openapi({ description: 'shareFen + guaranteeFen - creditFen' }),
    status: z.enum(['draft', 'held', 'exported', 'paid', 'failed', 'released']),
    channel: z.enum(['bank', 'cash']),
    failure: z.string().nullable(),
    answeredOn: z.string().nullable(),
  })
  .openapi('SettlementLine')

const lot = z.object({
  lotId: z.string(),
  number: z.string(),
  finalFen: fen,
  enterpriseFen: fen,
  cooperativeFen: fen,
  deductedFen: fen,
  poolFen: fen,
  remainderFen: fen,
})
const guarantee = z.object({
  contractId: z.string(),
  positionFen: fen,
  paidInFen: fen,
  repaidFen: fen,
  usedFen: fen,
  claimFen: fen,
  overdueFen: fen,
})
const detail = settlement.extend({ lots: z.array(lot), guarantees: z.array(guarantee) }).openapi('SettlementDetail')
const lines = z.object({ lines: z.array(line), next: z.string().nullable() }).openapi('SettlementLines')

const step = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path,
    tags,
    summary,
    request: { headers: writeHeaders, params },
    responses: { 201: json('Done', created), ...refused },
  })

async function stepped(context: Context, command: () => Promise<Result<string>>) {
  return { id: unwrap(await once(context, 'county', command)) }
}

export const settlementRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/settlements',
      tags,
      summary: 'Settlements in reach, the latest first',
      request: { query: z.object({ organisationId: z.string().optional() }) },
      responses: { 200: json('At most 100', z.object({ settlements: z.array(settlement) })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      return c.json({ settlements: await listSettlements(county, actor, c.req.valid('query').organisationId ?? null) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/settlements',
      tags,
      summary: 'Draft the settlement of a month',
      request: { headers: writeHeaders, body: body(newSettlementInput) },
      responses: { 201: json('Drafted', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(await stepped(context, () => draftSettlement(context, c.req.valid('json'))), 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/settlements/{id}',
      tags,
      summary: 'One settlement, its lots and its guarantees',
      request: { params },
      responses: { 200: json('The settlement', detail), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const { id } = c.req.valid('param')
      const head = found(await findSettlement(county, actor, id))
      return c.json({ ...head, lots: await lotShares(county, id), guarantees: await contractSums(county, id) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/settlements/{id}/lines',
      tags,
      summary: 'Its lines, by id',
      request: { params, query: z.object({ after: z.string().default(''), limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
      responses: { 200: json('A page of lines', lines), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const { id } = c.req.valid('param')
      const page = c.req.valid('query')
      found(await findSettlement(county, actor, id))
      const rows = await listLines(county, id, page)
      return c.json({ lines: rows, next: rows.length === page.limit ? rows.at(-1)!.id : null }, 200)
    },
  )
  .openapi(step('/settlements/{id}/notice', 'Publish the draft on the notice board'), async (c) => {
    const context = c.get('context')
    return c.json(await stepped(context, () => publishNotice(context, c.req.valid('param').id)), 201)
  })
  .openapi(step('/settlements/{id}/approval', 'Approve after the notice, by another person than the maker'), async (c) => {
    const context = c.get('context')
    return c.json(await stepped(context, () => approveSettlement(context, c.req.valid('param').id)), 201)
  })
  .openapi(
    createRoute({
      method: 'post',
      path: '/settlements/{id}/rejection',
      tags,
      summary: 'Reject a draft or a noticed settlement',
      request: { headers: writeHeaders, params, body: body(rejectionInput) },
      responses: { 201: json('Rejected', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(await stepped(context, () => rejectSettlement(context, c.req.valid('param').id, c.req.valid('json'))), 201)
    },
  )
  .openapi(step('/settlements/{id}/payout-file', 'Export the payable lines'), async (c) => {
    const context = c.get('context')
    return c.json(await stepped(context, () => exportSettlement(context, c.req.valid('param').id)), 201)
  })
  .openapi(
    createRoute({
      method: 'get',
      path: '/settlements/{id}/payout-file',
      tags,
      summary: 'The payout file: canonical (no names), CSV in three encodings, ISO 20022 pain.001.001.09, or the form for the answer',
      request: { params, query: z.object({ format: z.enum(payoutFormats).default('canonical') }) },
      responses: { 200: { description: 'The file' }, ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const file = unwrap(await payoutDownload(context, c.req.valid('param').id, c.req.valid('query').format))
      return c.body(file.bytes, 200, {
        'content-type': file.mediaType,
        'content-disposition': `attachment; filename="${file.name}"`,
        'cache-control': 'no-store',
      })
    },
  )
  .openapi(step('/settlements/{id}/closing', 'Close: what was not paid is due again'), async (c) => {
    const context = c.get('context')
    return c.json(await stepped(context, () => closeSettlement(context, c.req.valid('param').id)), 201)
  })
  .openapi(
    createRoute({
      method: 'post',
      path: '/guarantee-payments',
      tags,
      summary: 'Record money a guarantor paid in',
      request: { headers: writeHeaders, body: body(guaranteePaymentInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json(await stepped(context, () => recordGuaranteePayment(context, c.req.valid('json'))), 201)
    },
  )
