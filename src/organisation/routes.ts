import { createRoute, z } from '@hono/zod-openapi'
import { issuedCard } from '../household/card/routes.ts'
import { maskName } from '../household/mask.ts'
import { permit, reachOf } from '../identity/permission.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { createOrganisation, endMembership, issueMemberCard, joinMember } from './commands.ts'
import { departureInput, newMemberInput, newOrganisationInput } from './input.ts'
import { findMembers, findReadableOrganisation, listMembers, listOrganisations, type Member } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const id = z.object({ id: z.string() })

const organisation = newOrganisationInput.extend({ id: z.string(), createdAtMs: z.int() }).openapi('Organisation')
const member = z
  .object({
    householdId: z.string(),
    number: z.int(),
    name: z.string().openapi({ description: 'Masked for an office or a supervisor' }),
    phoneLast4: z.string(),
    villageCode: z.string(),
    villageZh: z.string(),
    villageEn: z.string(),
    fromOn: z.string(),
    untilOn: z.string().nullable(),
  })
  .openapi('Member')

/** The organisation's own people know its members; an office or a supervisor reads masked names. Law: design 4. */
function shownTo(context: Context, organisationId: string, members: Member[]): Member[] {
  if (permit(context.actor, 'delivery.record', { organisationId }) === null) return members
  return members.map((row) => ({ ...row, name: maskName(row.name), phoneLast4: '' }))
}

async function readable(context: Context, organisationId: string) {
  const scope = unwrap(reachOf(context.actor, 'member.read'))
  return found(await findReadableOrganisation(context.county, scope, organisationId))
}

export const organisationRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations',
      tags: ['organisations'],
      summary: 'Register a cooperative, enterprise, family farm or village collective',
      request: { headers: writeHeaders, body: body(newOrganisationInput) },
      responses: { 201: json('Registered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'county', () => createOrganisation(context, c.req.valid('json')))) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations',
      tags: ['organisations'],
      summary: 'Organisations within reach',
      request: { query: z.object({ after: z.string().optional() }) },
      responses: {
        200: json('A page of 50', z.object({ organisations: z.array(organisation), next: z.string().nullable() })),
        ...refused,
      },
    }),
    async (c) => {
      const context = c.get('context')
      const scope = unwrap(reachOf(context.actor, 'organisation.read'))
      const organisations = await listOrganisations(context.county, scope, c.req.valid('query').after)
      return c.json({ organisations, next: organisations.length === 50 ? organisations.at(-1)!.id : null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{id}',
      tags: ['organisations'],
      summary: 'One organisation',
      request: { params: id },
      responses: { 200: json('The organisation', organisation), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const scope = unwrap(reachOf(context.actor, 'organisation.read'))
      return c.json(found(await findReadableOrganisation(context.county, scope, c.req.valid('param').id)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{id}/members',
      tags: ['organisations'],
      summary: 'Members by number, or found by number, name, initials, phone or card',
      request: {
        params: id,
        query: z.object({ search: z.string().max(200).optional(), afterNumber: z.coerce.number().int().min(0).default(0) }),
      },
      responses: { 200: json('Members', z.object({ members: z.array(member), next: z.int().nullable() })), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { search, afterNumber } = c.req.valid('query')
      const organisationId = (await readable(context, c.req.valid('param').id)).id
      if (search)
        return c.json({ members: shownTo(context, organisationId, await findMembers(context, organisationId, search)), next: null }, 200)
      const members = await listMembers(context, organisationId, afterNumber)
      return c.json(
        { members: shownTo(context, organisationId, members), next: members.length === 50 ? members.at(-1)!.number : null },
        200,
      )
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/members',
      tags: ['organisations'],
      summary: 'Make a household a member',
      request: { headers: writeHeaders, params: id, body: body(newMemberInput) },
      responses: { 201: json('Joined', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const join = () => joinMember(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', join)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/departures',
      tags: ['organisations'],
      summary: 'End a membership with its last day',
      request: { headers: writeHeaders, params: id, body: body(departureInput) },
      responses: { 201: json('Ended', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const leave = () => endMembership(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', leave)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/members/{householdId}/cards',
      tags: ['organisations'],
      summary: 'Make a member’s household card',
      request: { headers: writeHeaders, params: z.object({ id: z.string(), householdId: z.string() }) },
      responses: { 201: json('Made', issuedCard), ...refused },
    }),
    async (c) => {
      const params = c.req.valid('param')
      return c.json(unwrap(await issueMemberCard(c.get('context'), params.id, params.householdId)), 201)
    },
  )
