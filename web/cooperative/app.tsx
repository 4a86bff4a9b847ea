import { getCookie, setCookie } from 'hono/cookie'
import type { Actor } from '../../src/kernel/actor.ts'
import { findOrganisation } from '../../src/organisation/queries.ts'
import { Refusal } from '../../src/platform/api.ts'
import { href } from '../components/locale.ts'
import { newConsole } from './console.tsx'

const chosenCookie = 'organisation'

/** The cooperative console at /coop: everyone signed in to an organisation, one organisation's books at a time. */
export const cooperative = newConsole()

cooperative.use(async (c, next) => {
  const { context } = c.var
  const own = organisationsOf(context.actor)
  const chosen = getCookie(c, chosenCookie)
  const id = own.find((scope) => scope === chosen) ?? own[0]
  const organisation = id ? await findOrganisation(context.county, id) : null
  if (!organisation) throw new Refusal({ code: context.actor.kind === 'guest' ? 'sign_in_required' : 'forbidden', facts: {} })
  c.set('organisation', organisation)
  await next()
})

cooperative.post('/organisation', async (c) => {
  const { id } = await c.req.parseBody()
  const own = organisationsOf(c.var.context.actor)
  if (typeof id !== 'string' || !own.includes(id)) throw new Refusal({ code: 'not_found', facts: {} })
  setCookie(c, chosenCookie, id, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 365 * 86_400 })
  return c.redirect(href(c.var.context.locale, '/coop'), 303)
})

/** The organisations whose manager or clerk the actor is. */
function organisationsOf(actor: Actor): string[] {
  if (actor.kind !== 'user') return []
  return [...new Set(actor.grants.filter(({ role }) => role === 'manager' || role === 'clerk').map(({ scope }) => scope))]
}
