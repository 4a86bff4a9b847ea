import { createRoute, z } from '@hono/zod-openapi'
import { permit } from '../../identity/permission.ts'
import { findOrganisation } from '../../organisation/queries.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { recordReservePayment } from '../commands/record-reserve-payment.ts'
import { writeOff } from '../commands/write-off.ts'
import { reservePaymentInput, writeOffInput } from '../input.ts'
import { reserveStanding } from '../posting/queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const tags = ['settlement']
const standing = z
  .object({
    frontedFen: z.int().openapi({ description: 'Laid out for money that was paid and is no longer due; later dues pay it back' }),
    reserveFen: z.int(),
  })
  .openapi('Reserve')

export const reserveRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{id}/reserve',
      tags,
      summary: 'The refund reserve of an organisation and what it has laid out',
      request: { params: z.object({ id: z.string() }) },
      responses: { 200: json('Both in fen', standing), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const organisation = await findOrganisation(county, c.req.valid('param').id)
      const target = organisation ? { organisationId: organisation.id, divisionCode: organisation.divisionCode } : {}
      const problem = permit(actor, 'settlement.read', target)
      const { id } = found(unwrap(problem ? { ok: false, problem } : { ok: true, value: organisation }))
      return c.json(await reserveStanding(county, id), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/reserve-payments',
      tags,
      summary: 'Record money set aside in the refund reserve',
      request: { headers: writeHeaders, body: body(reservePaymentInput) },
      responses: { 201: json('Recorded', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => recordReservePayment(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/write-offs',
      tags,
      summary: 'When a contract has ended: bear from the reserve what was paid beyond what is due',
      request: { headers: writeHeaders, body: body(writeOffInput) },
      responses: { 201: json('Written off', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => writeOff(context, c.req.valid('json')))) }, 201)
    },
  )
