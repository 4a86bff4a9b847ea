import { createRoute, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { reachOf } from '../identity/permission.ts'
import { localDate, monthOf, type Month } from '../kernel/time.ts'
import { entryKinds } from '../ledger/entry.ts'
import { found, json, body, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { closePeriod } from './commands.ts'
import { codeInput, cursorInput, cursorOf, cursorText, monthInput, newPeriodInput } from './input.ts'
import {
  accountTurnovers,
  closedPeriods,
  codeTurnovers,
  findAccountTurnover,
  findBooks,
  findEntry,
  ledgerLines,
  listAccounts,
  transfersOf,
} from './queries.ts'
import { accountSheet, entrySheet, ledgerSheet, trialSheet } from './sheet.ts'
import { everyCode, isBalanced, sumOf } from './trial-balance.ts'

const tags = ['ledger']
const fen = z.int()
const format = z.enum(['json', 'csv']).default('json')
const limit = z.coerce.number().int().min(1).max(1000).default(100)
const organisationId = z.string().min(1).max(64)
const side = z.int().openapi({ description: 'In fen, debits less credits; the balances of all accounts sum to zero' })
const turnover = { openingFen: side, debitFen: fen, creditFen: fen, closingFen: side }
const answers = <T extends z.ZodType>(description: string, schema: T) => ({
  200: {
    description,
    content: {
      'application/json': { schema },
      'text/csv': { schema: z.string().openapi({ description: 'With format=csv, amounts in yuan' }) },
    },
  },
  ...refused,
})

const account = z
  .object({ id: z.string(), code: codeInput, subject: z.string(), debitFen: fen, creditFen: fen, lastMonth: z.string().nullable() })
  .openapi('LedgerAccount')
const accountTurnover = z.object({ code: codeInput, subject: z.string(), ...turnover }).openapi('AccountTurnover')
const trialBalance = z
  .object({
    organisationId,
    month: z.string(),
    balanced: z.boolean().openapi({ description: 'Balances sum to zero, and as much was debited as credited' }),
    total: z.object(turnover),
    codes: z.array(z.object({ code: codeInput, accounts: z.int(), ...turnover })),
    accounts: z.array(accountTurnover).openapi({ description: 'Those of `code`, when it is asked for' }),
    next: z.string().nullable(),
  })
  .openapi('TrialBalance')
const head = {
  seq: z.int(),
  id: z.string(),
  organisationId,
  kind: z.enum(entryKinds),
  subject: z.string(),
  month: z.string().openapi({ description: 'The month it is posted in' }),
  atMs: z.int(),
  aboutOn: z.string().nullable().openapi({ description: 'The day the fact belongs to, where that is in an earlier month' }),
  actor: z.string(),
  reason: z.string(),
  evidence: z.string(),
}
const line = z.object({ ...head, n: z.int(), otherId: z.string(), debitFen: fen, creditFen: fen, balanceFen: side }).openapi('LedgerLine')
const ledger = z.object({ id: z.string(), ...turnover, lines: z.array(line), next: z.string().nullable() }).openapi('GeneralLedger')
const entry = z
  .object({
    ...head,
    transfers: z.array(z.object({ n: z.int(), debitId: z.string(), creditId: z.string(), amountFen: fen })),
    next: z.int().nullable(),
  })
  .openapi('LedgerEntry')
const period = z
  .object({
    month: z.string(),
    accounts: z.int(),
    debitFen: fen,
    creditFen: fen,
    trialSha256: z.string().openapi({ description: 'Of the month’s trial balance as CSV, as it stood at closing' }),
    closedBy: z.string(),
    closedAtMs: z.int(),
  })
  .openapi('LedgerPeriod')

// A clerk is refused, a stranger finds nothing.
async function readable({ county, actor }: Context, id: string): Promise<string> {
  unwrap(reachOf(actor, 'ledger.read'))
  return found(await findBooks(county, actor, id)).id
}

const monthNow = ({ clock }: Context): Month => monthOf(localDate(clock.now()))
const lastIf = <Row>(rows: readonly Row[], most: number): Row | null => (rows.length === most ? rows.at(-1)! : null)

function csv(c: HonoContext, name: string, text: string, next: string | null = null) {
  c.header('content-disposition', `attachment; filename="${name}.csv"`)
  c.header('cache-control', 'no-store')
  if (next !== null) {
    const url = new URL(c.req.url)
    url.searchParams.set('after', next)
    c.header('link', `<${url.pathname}${url.search}>; rel="next"`)
  }
  return c.body(text, 200, { 'content-type': 'text/csv; charset=utf-8' })
}

export const bookkeepingRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/ledger/accounts',
      tags,
      summary: 'Accounts of an organisation with what was ever posted to them',
      request: { query: z.object({ organisationId, code: codeInput.optional(), after: z.string().max(200).optional(), limit, format }) },
      responses: answers('A page, by code and subject', z.object({ accounts: z.array(account), next: z.string().nullable() })),
    }),
    async (c) => {
      const context = c.get('context')
      const query = c.req.valid('query')
      const rows = await listAccounts(context.county, await readable(context, query.organisationId), query)
      const next = lastIf(rows, query.limit)?.id ?? null
      return query.format === 'csv' ? csv(c, 'accounts', accountSheet(rows), next) : c.json({ accounts: rows, next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/ledger/trial-balance',
      tags,
      summary: 'The trial balance of a month, by code, and by account for one code; as CSV all accounts',
      request: {
        query: z.object({
          organisationId,
          month: monthInput.optional().openapi({ description: 'This month when left out' }),
          code: codeInput.optional(),
          after: z.string().max(200).default(''),
          limit,
          format,
        }),
      },
      responses: answers('The trial balance', trialBalance),
    }),
    async (c) => {
      const context = c.get('context')
      const { county } = context
      const { month = monthNow(context), code, after, limit: most, format: as, ...asked } = c.req.valid('query')
      const books = { organisationId: await readable(context, asked.organisationId), month }
      if (as === 'csv') return csv(c, `trial-balance-${month}`, trialSheet(await accountTurnovers(county, books)))
      const codes = await codeTurnovers(county, books.organisationId, month)
      const accounts = code ? await accountTurnovers(county, books, { code, after, limit: most }) : []
      const total = sumOf(codes)
      const next = lastIf(accounts, most)?.subject ?? null
      return c.json({ ...books, balanced: isBalanced(total), total, codes: everyCode(codes), accounts, next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/ledger/accounts/{organisationId}/{code}/{subject}/entries',
      tags,
      summary: 'The general ledger of an account, oldest first, with the running balance',
      request: {
        params: z.object({ organisationId, code: codeInput, subject: z.string().max(100) }),
        query: z.object({ month: monthInput.optional(), after: cursorInput, limit, format }),
      },
      responses: answers('A page', ledger),
    }),
    async (c) => {
      const context = c.get('context')
      const asked = c.req.valid('param')
      const { month, after, limit: most, format: as } = c.req.valid('query')
      await readable(context, asked.organisationId)
      const turned = found(await findAccountTurnover(context.county, asked, month))
      const id = `${asked.organisationId}/${asked.code}/${asked.subject}`
      const lines = await ledgerLines(context.county, id, { month, after: cursorOf(after), limit: most })
      const last = lastIf(lines, most)
      const next = last && cursorText(last)
      const { openingFen, debitFen, creditFen, closingFen } = turned
      return as === 'csv'
        ? csv(c, `${asked.code}-${month ?? 'all'}`, ledgerSheet(lines), next)
        : c.json({ id, openingFen, debitFen, creditFen, closingFen, lines, next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/ledger/entries/{id}',
      tags,
      summary: 'One entry, by its id or its number, with its transfers',
      request: {
        params: z.object({ id: z.string().max(200) }),
        query: z.object({ after: z.coerce.number().int().min(0).max(1_000_000_000).default(0), limit, format }),
      },
      responses: answers('The entry', entry),
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const { format: as, ...page } = c.req.valid('query')
      unwrap(reachOf(actor, 'ledger.read'))
      const one = found(await findEntry(county, actor, c.req.valid('param').id))
      const transfers = await transfersOf(county, one.seq, page)
      const next = lastIf(transfers, page.limit)?.n ?? null
      return as === 'csv'
        ? csv(c, `entry-${one.seq}`, entrySheet(one, transfers), next === null ? null : String(next))
        : c.json({ ...one, transfers, next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/ledger/periods',
      tags,
      summary: 'Closed months, the latest first',
      request: { query: z.object({ organisationId }) },
      responses: { 200: json('At most 60', z.object({ periods: z.array(period) })), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const id = await readable(context, c.req.valid('query').organisationId)
      return c.json({ periods: await closedPeriods(context.county, id) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/ledger/periods',
      tags,
      summary: 'Close a month for good; months are closed in order, each once it is over',
      request: { headers: writeHeaders, body: body(newPeriodInput) },
      responses: { 201: json('Closed', z.object({ id: z.string() }).openapi('Created')), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => closePeriod(context, c.req.valid('json')))) }, 201)
    },
  )
