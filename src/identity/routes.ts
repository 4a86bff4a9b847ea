import { createRoute, z } from '@hono/zod-openapi'
import { body, json, refused, router, unwrap, writeHeaders } from '../platform/api.ts'
import { once } from '../platform/commit.ts'
import { createFirstOperator, createUser, signIn, signOut } from './commands.ts'
import { firstOperatorInput, newUserInput, signInInput } from './input.ts'

const created = z.object({ id: z.string() }).openapi('Created')
const session = z.object({ token: z.string().openapi({ description: 'Send as Authorization: Bearer' }) }).openapi('Session')

export const identityRoutes = router()
  .openapi(
    createRoute({
      method: 'post',
      path: '/session',
      tags: ['identity'],
      summary: 'Sign in',
      request: { body: body(signInInput) },
      responses: { 201: json('A session', session), ...refused },
    }),
    async (c) => {
      const token = unwrap(await signIn(c.get('context'), c.req.valid('json'), c.req.header('cf-connecting-ip') ?? 'local'))
      return c.json({ token }, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/session',
      tags: ['identity'],
      summary: 'Sign out',
      responses: { 204: { description: 'Signed out' }, ...refused },
    }),
    async (c) => {
      const token = c.req.header('authorization')?.replace(/^Bearer /, '')
      if (token) await signOut(c.get('context'), token)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/setup',
      tags: ['identity'],
      summary: 'Make the first operator of an empty installation',
      request: { body: body(firstOperatorInput) },
      responses: { 201: json('Made', created), ...refused },
    }),
    async (c) => c.json({ id: unwrap(await createFirstOperator(c.get('context'), c.req.valid('json'))) }, 201),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/users',
      tags: ['identity'],
      summary: 'Add a user with one role',
      request: { headers: writeHeaders, body: body(newUserInput) },
      responses: { 201: json('Made', created), ...refused },
    }),
    async (c) => {
      const context = c.get('context')
      return c.json({ id: unwrap(await once(context, 'market', () => createUser(context, c.req.valid('json')))) }, 201)
    },
  )
