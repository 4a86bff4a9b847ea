import { createRoute, z } from '@hono/zod-openapi'
import { reachOf } from '../identity/permission.ts'
import { localDate } from '../kernel/time.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { registerHousehold } from './commands.ts'
import { newHouseholdInput } from './input.ts'
import { maskAccount, maskIdNumber, maskName, maskPhone } from './mask.ts'
import { findReadableHousehold, listHouseholds, statusesOf } from './queries.ts'
import { registryStatuses } from './status.ts'
import { accountsInForce } from './account/queries.ts'
import { identityOf, namesOf } from './vault/queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })
const status = z.enum(registryStatuses)

const listed = z
  .object({
    id: z.string(),
    maskedName: z.string().openapi({ example: '吴**' }),
    villageCode: z.string(),
    people: z.int(),
    workers: z.int(),
    status,
    statusFromOn: z.string().nullable(),
  })
  .openapi('ListedHousehold')

const household = z
  .object({
    id: z.string(),
    villageCode: z.string(),
    people: z.int(),
    workers: z.int(),
    statuses: z.array(z.object({ status, fromOn: z.string(), reason: z.string() })),
    identity: z
      .object({ name: z.string(), idNumber: z.string(), phone: z.string(), bankName: z.string(), bankAccount: z.string() })
      .nullable()
      .openapi({ description: 'Masked' }),
  })
  .openapi('Household')

const page = z.object({ households: z.array(listed), next: z.string().nullable() }).openapi('Households')

export const householdRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/households',
      tags: ['households'],
      summary: 'The households of a village, names masked',
      request: { query: z.object({ village: z.string().regex(/^\d{12}$/), after: z.string().optional() }) },
      responses: { 200: json('A page of 50', page), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { village, after } = c.req.valid('query')
      const scope = unwrap(reachOf(context.actor, 'household.read'))
      const rows = await listHouseholds(context.county, scope, { villageCode: village, on: localDate(context.clock.now()), after })
      const names = await namesOf(
        context,
        rows.map((row) => row.id),
      )
      const households = rows.map((row) => Object.assign(row, { maskedName: maskName(names.get(row.id) ?? '') }))
      return c.json({ households, next: rows.length === 50 ? rows.at(-1)!.id : null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/households/{id}',
      tags: ['households'],
      summary: 'A household with its registry statuses, its identity masked',
      request: { params: id },
      responses: { 200: json('The household', household), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const scope = unwrap(reachOf(context.actor, 'household.read'))
      const row = found(await findReadableHousehold(context.county, scope, c.req.valid('param').id))
      const [statuses, identity, accounts] = await Promise.all([
        statusesOf(context.county, row.id),
        identityOf(context, row.id),
        accountsInForce(context, [row.id], context.clock.now()),
      ])
      const account = accounts.get(row.id)
      const masked = identity && {
        name: maskName(identity.name),
        idNumber: maskIdNumber(identity.idNumber),
        phone: maskPhone(identity.phone),
        bankName: account?.bankName ?? '',
        bankAccount: maskAccount(account?.bankAccount ?? ''),
      }
      return c.json({ ...row, statuses, identity: masked }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/households',
      tags: ['households'],
      summary: 'Register one household',
      request: { headers: writeHeaders, body: body(newHouseholdInput) },
      responses: { 201: json('Registered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => registerHousehold(context, c.req.valid('json')))) }, 201)
    },
  )
