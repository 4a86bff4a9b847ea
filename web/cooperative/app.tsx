import { getCookie, setCookie } from 'hono/cookie'
import type { Actor } from '../../src/kernel/actor.ts'
import { findOrganisation } from '../../src/organisation/queries.ts'
import { Refusal } from '../../src/platform/api.ts'
import { href } from '../components/locale.ts'
import { newConsole } from './console.tsx'
import { contracts } from './contracts.tsx'
import { corrections } from './corrections.tsx'
import { inputs } from './inputs.tsx'
import { ledger } from './ledger.tsx'
import { lots } from './lots.tsx'
import { memberAccounts } from './member-account.tsx'
import { members } from './members.tsx'
import { orders } from './orders.tsx'
import { reserve } from './reserve.tsx'
import { offers } from './offers.tsx'
import { ownAccounts } from './own-account.tsx'
import { slipEntry } from './slip-entry.tsx'
import { slips } from './slips.tsx'
import { settlementBoard } from './settlement-board.tsx'
import { settlementFiles } from './settlement-files.tsx'
import { settlementLines } from './settlement-line.tsx'
import { objections } from './settlement-objections.tsx'
import { settlementPages } from './settlement-page.tsx'
import { settlements } from './settlements.tsx'
import { surplus } from './surplus.tsx'
import { today } from './today.tsx'

const chosenCookie = 'organisation'

/** The cooperative console at /coop: everyone signed in to an organisation, one organisation's books at a time. */
export const cooperative = newConsole()

cooperative.use(async (c, next) => {
  const { context } = c.var
  const own = await Promise.all(organisationsOf(context.actor).map((id) => findOrganisation(context.county, id)))
  const known = own.filter((organisation) => organisation !== null)
  const chosen = getCookie(c, chosenCookie)
  const organisation = known.find(({ id }) => id === chosen) ?? known[0]
  if (!organisation) throw new Refusal({ code: context.actor.kind === 'guest' ? 'sign_in_required' : 'forbidden', facts: {} })
  c.set('organisation', organisation)
  c.set(
    'others',
    known.filter((other) => other !== organisation),
  )
  await next()
})

cooperative.route('/', today)
cooperative.route('/', slipEntry)
cooperative.route('/', corrections)
cooperative.route('/', slips)
cooperative.route('/', lots)
cooperative.route('/', settlements)
cooperative.route('/', reserve)
cooperative.route('/', settlementPages)
cooperative.route('/', settlementBoard)
cooperative.route('/', settlementFiles)
cooperative.route('/', settlementLines)
cooperative.route('/', objections)
cooperative.route('/', offers)
cooperative.route('/', members)
cooperative.route('/', memberAccounts)
cooperative.route('/', ownAccounts)
cooperative.route('/', contracts)
cooperative.route('/', inputs)
cooperative.route('/', surplus)
cooperative.route('/', orders)
cooperative.route('/', ledger)

// A refused form stays at its own address; the other language, or a reload, leads back to the page it stood on.
cooperative.get('/:section{slips|lots|offers|orders|members|contracts|inputs|settlements}/:id/:form/:part?', (c) => {
  const { section, id } = c.req.param()
  return c.redirect(href(c.var.context.locale, `/coop/${section}/${id}`), 303)
})
cooperative.get('/corrections/:id/:form', (c) => c.redirect(href(c.var.context.locale, '/coop/corrections'), 303))
cooperative.on('GET', ['/reserve-payments', '/write-offs'], (c) => c.redirect(href(c.var.context.locale, '/coop/reserve'), 303))
cooperative.on('GET', ['/guarantee-payments', '/statements/:id'], (c) => c.redirect(href(c.var.context.locale, '/coop/settlements'), 303))

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
