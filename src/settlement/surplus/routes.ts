import { createRoute, z } from '@hono/zod-openapi'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { findSettlement } from '../queries.ts'
import { depositSurplus, draftSurplus, draftUnpaidSurplus, planSurplus, recordCapital } from './commands.ts'
import { newCapitalInput, newSurplusInput, surplusDepositInput, unpaidSurplusInput } from './input.ts'
import { findDistribution, listParts } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const tags = ['surplus']
const fen = z.int()

const part = z
  .object({
    householdId: z.string(),
    tradeFen: fen.openapi({ description: 'Goods delivered in the year at their guaranteed price' }),
    capitalFen: fen.openapi({ description: 'Capital on record at the end of the year' }),
    byVolumeFen: fen,
    byCapitalFen: fen,
  })
  .openapi('SurplusPart')

const distribution = z
  .object({
    settlementId: z.string(),
    year: z.string(),
    surplusFen: fen,
    reserveBp: z.int(),
    reserveFen: fen,
    volumeBp: z.int(),
    byVolumeFen: fen,
    byCapitalFen: fen,
    parts: z.array(part),
    next: z.string().nullable(),
  })
  .openapi('SurplusDistribution')

const plan = z
  .object({
    reserveFen: fen,
    distributableFen: fen,
    byVolumeFen: fen,
    byCapitalFen: fen,
    members: z.int(),
    lines: z.int(),
    totalFen: fen,
    missingFen: fen.openapi({ description: 'What the surplus account lacks for it' }),
  })
  .openapi('SurplusPlan')

const query = newSurplusInput.extend({
  surplusFen: z.coerce.number().int().min(1).max(100_000_000_000),
  reserveBp: z.coerce.number().int().min(0).max(10_000),
  volumeBp: z.coerce.number().int().min(0).max(10_000),
})

export const surplusRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/member-capitals',
      tags,
      summary: 'Record a member’s capital of one kind from a day on',
      request: { headers: writeHeaders, body: body(newCapitalInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => recordCapital(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/surplus-deposits',
      tags,
      summary: 'Record surplus paid into the payout account',
      request: { headers: writeHeaders, body: body(surplusDepositInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => depositSurplus(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/surplus-plans',
      tags,
      summary: 'What distributing a year’s surplus would give; writes nothing',
      request: { query },
      responses: { 200: json('The plan', plan), ...refused },
    }),
    async (c) => {
      const { distribution: divided, lines, totalFen, missingFen } = unwrap(await planSurplus(c.get('context'), c.req.valid('query')))
      const { parts, ...sums } = divided!
      return c.json({ ...sums, members: parts.length, lines: lines.length, totalFen, missingFen }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/surplus-settlements',
      tags,
      summary: 'Draft the return of a year’s surplus: a settlement of kind surplus',
      request: { headers: writeHeaders, body: body(newSurplusInput) },
      responses: { 201: json('Drafted', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => draftSurplus(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/unpaid-surplus-settlements',
      tags,
      summary: 'Draft a settlement of what earlier surplus settlements could not pay',
      request: { headers: writeHeaders, body: body(unpaidSurplusInput) },
      responses: { 201: json('Drafted', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const draft = () => draftUnpaidSurplus(context, c.req.valid('json').organisationId)
      return c.json({ id: unwrap(await once(context, 'county', draft)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/settlements/{id}/distribution',
      tags,
      summary: 'What a surplus settlement was worked out from, so that anyone can work it out again',
      request: { params: z.object({ id: z.string() }), query: z.object({ after: z.string().default('') }) },
      responses: { 200: json('The distribution, 100 parts at a time', distribution), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const { id } = found(await findSettlement(county, actor, c.req.valid('param').id))
      const head = found(await findDistribution(county, id))
      const parts = await listParts(county, id, c.req.valid('query').after)
      return c.json({ ...head, parts, next: parts.length === 100 ? parts.at(-1)!.householdId : null }, 200)
    },
  )
