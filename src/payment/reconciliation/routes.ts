import { createRoute, z } from '@hono/zod-openapi'
import { json, refused, router, unwrap } from '../../platform/api.ts'
import { dayInput, listInput } from './input.ts'
import { listReconciliations, readReconciliation, type Reconciliation } from './queries.ts'
import { explainedVerdicts, openVerdicts } from './reconciliation.ts'
import { reconciliationSheet } from './sheet.ts'

const tags = ['reconciliation']
const fen = z.int()
const reconciliation = z
  .object({
    madeOn: z.string().openapi({ description: 'The day it was made, in China' }),
    gateway: z.enum(['sandbox', 'stripe']),
    atMs: z.int(),
    transactions: z.int().openapi({ description: 'Movements of the provider since the time before' }),
    openingFen: fen,
    paidFen: fen,
    refundedFen: fen,
    withdrawnFen: fen,
    reinstatedFen: fen,
    feesFen: fen,
    payoutsFen: fen,
    otherFen: fen,
    balanceFen: fen.openapi({ description: 'What the provider holds: the opening balance and the movements, signed' }),
    openDisputesFen: fen.openapi({ description: 'What banks hold back until they decide' }),
    clearingFen: fen.openapi({ description: 'What the books say is with the provider' }),
    disputedFen: fen.openapi({ description: 'What the books say is held back' }),
    differenceFen: fen.openapi({ description: 'balanceFen + openDisputesFen - clearingFen - disputedFen' }),
    explainedFen: fen,
    unexplainedFen: fen,
    explainedItems: z.int(),
    openItems: z.int().openapi({ description: 'Items nothing explains; 0 when all is well' }),
  })
  .openapi('Reconciliation')
const item = z
  .object({
    item: z.string().openapi({ description: 'What it is and our reference of it, such as refund:rfd_01…' }),
    verdict: z.enum([...explainedVerdicts, ...openVerdicts]),
    providerFen: fen,
    ledgerFen: fen,
    differenceFen: fen,
    sinceMs: z.int(),
    transactionId: z.string().nullable(),
  })
  .openapi('ReconciliationItem')

function shown({ throughN: _n, throughSeq: _seq, throughMs: _ms, ...row }: Reconciliation) {
  return { ...row, differenceFen: row.explainedFen + row.unexplainedFen }
}

export const reconciliationRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/reconciliations',
      tags,
      summary: 'Days on which the provider’s balance was compared with the books, newest first',
      request: { query: listInput },
      responses: {
        200: json('At most 30', z.object({ reconciliations: z.array(reconciliation), next: z.string().nullable() })),
        ...refused,
      },
    }),
    async (c) => {
      const list = unwrap(await listReconciliations(c.get('context'), c.req.valid('query').before))
      return c.json({ reconciliations: list.map(shown), next: list.length === 30 ? list.at(-1)!.madeOn : null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/reconciliations/{date}',
      tags,
      summary: 'One day’s comparison with every item that differs',
      request: { params: dayInput },
      responses: { 200: json('The day', reconciliation.extend({ items: z.array(item) })), ...refused },
    }),
    async (c) => {
      const { reconciliation: row, items } = unwrap(await readReconciliation(c.get('context'), c.req.valid('param').date))
      return c.json({ ...shown(row), items: items.map((one) => ({ ...one, differenceFen: one.providerFen - one.ledgerFen })) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/reconciliations/{date}/items',
      tags,
      summary: 'The same items as CSV, amounts in fen',
      request: { params: dayInput },
      responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } }, ...refused },
    }),
    async (c) => {
      const { date } = c.req.valid('param')
      const { reconciliation: row, items } = unwrap(await readReconciliation(c.get('context'), date))
      c.header('content-disposition', `attachment; filename="reconciliation-${date}.csv"`)
      c.header('cache-control', 'no-store')
      return c.body(reconciliationSheet(row, items), 200, { 'content-type': 'text/csv; charset=utf-8' })
    },
  )
