import { createRoute, z } from '@hono/zod-openapi'
import { cancellationInput, newAccountInput, signatureInput } from '../../household/account/input.ts'
import { reachOf } from '../../identity/permission.ts'
import { body, found, json, refused, router, unwrap, writeHeaders } from '../../platform/api.ts'
import { once } from '../../platform/commit.ts'
import { blobOf } from '../../platform/files.ts'
import { findReadableOrganisation } from '../queries.ts'
import { cancelMemberAccount, changeMemberAccount, decideOrganisationAccount, enterOrganisationAccount } from './commands.ts'
import { accountDecisionInput, newOrganisationAccountInput } from './input.ts'
import { accountVersions } from './queries.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const params = z.object({ id: z.string() })
const tags = ['accounts']

const version = z
  .object({
    id: z.string(),
    version: z.int(),
    holder: z.string(),
    bankName: z.string(),
    bankAccount: z.string(),
    cnaps: z.string(),
    reason: z.string(),
    enteredBy: z.string(),
    enteredAtMs: z.int(),
    decision: z.enum(['confirmed', 'refused']).nullable(),
    decidedBy: z.string().nullable(),
    decidedAtMs: z.int().nullable(),
  })
  .openapi('OrganisationAccount')

export const organisationAccountRoutes = router()
  .openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{id}/accounts',
      tags,
      summary: 'The bank accounts an organisation has entered, the latest first; the latest confirmed one is in force',
      request: { params },
      responses: { 200: json('At most 20', z.object({ accounts: z.array(version) })), ...refused },
    }),
    async (c) => {
      const { county, actor } = c.get('context')
      const organisation = found(await findReadableOrganisation(county, unwrap(reachOf(actor, 'settlement.read')), c.req.valid('param').id))
      return c.json({ accounts: await accountVersions(county, organisation.id) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/accounts',
      tags,
      summary: 'Enter the account an organisation is paid on; a second person confirms it',
      request: { headers: writeHeaders, params, body: body(newOrganisationAccountInput) },
      responses: { 201: json('Entered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const enter = () => enterOrganisationAccount(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', enter)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisation-accounts/{id}/decision',
      tags,
      summary: 'Confirm or refuse an organisation’s account, by another person than entered it',
      request: { headers: writeHeaders, params, body: body(accountDecisionInput) },
      responses: { 201: json('Decided', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const decide = () => decideOrganisationAccount(context, c.req.valid('param').id, c.req.valid('json'))
      return c.json({ id: unwrap(await once(context, 'county', decide)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/member-accounts',
      tags,
      summary: 'Change the account of a member household that is present; it counts after 72 hours',
      request: {
        headers: writeHeaders,
        params,
        body: body(newAccountInput.extend({ householdId: z.string().min(1).max(64), signature: signatureInput.optional() })),
      },
      responses: { 201: json('Entered', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { householdId, signature, ...input } = c.req.valid('json')
      const scan = signature ? blobOf(signature) : null
      const change = () => changeMemberAccount(context, c.req.valid('param').id, householdId, input, scan)
      return c.json({ id: unwrap(await once(context, 'county', change)) }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{id}/member-accounts/{changeId}/cancellation',
      tags,
      summary: 'A manager takes a waiting change of a member household back',
      request: { headers: writeHeaders, params: params.extend({ changeId: z.string() }), body: body(cancellationInput) },
      responses: { 201: json('Cancelled', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      const { id, changeId } = c.req.valid('param')
      return c.json(
        { id: unwrap(await once(context, 'county', () => cancelMemberAccount(context, id, changeId, c.req.valid('json')))) },
        201,
      )
    },
  )
