import { findByIdNumbers } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import { localDate } from '../../src/kernel/time.ts'
import { refuse, type Result } from '../../src/kernel/result.ts'
import { endMembership, issueMemberCard, joinMember } from '../../src/organisation/commands.ts'
import { departureInput, newMemberInput } from '../../src/organisation/input.ts'
import { findMember, findMembers, listMembers } from '../../src/organisation/queries.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { CardPage, JoinPage, MemberPage, MembersPage, type Tried } from './member-pages.tsx'

/** Who belongs to the cooperative: the list, joining, leaving, and the household's card. */
export const members = newConsole()

members.use('/members/*', async (c, next) => {
  unwrap(reachOf(c.var.context.actor, 'member.read'))
  await next()
})

members.get('/members', async (c) => {
  const { context, organisation } = c.var
  const term = (c.req.query('q') ?? '').trim()
  const after = Number(/^\d{1,7}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0)
  const rows = term ? await findMembers(context, organisation.id, term) : await listMembers(context, organisation.id, after)
  return c.html(<MembersPage c={c} rows={rows} term={term} after={after} />)
})

members.get('/members/new', (c) => joining(c))

members.post('/members/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const input = await memberInput(c, form)
  if (!input.ok) return joining(c, { form, problem: input.problem })
  const sent = await formOnce(c, context, form)
  const joined = await once(sent, 'county', () => joinMember(sent, organisation.id, input.value))
  if (!joined.ok) return joining(c, { form, problem: joined.problem })
  return c.redirect(href(context.locale, `/coop/members/${joined.value}?done=joined`), 303)
})

function joining(c: ConsoleContext, tried: Tried = {}) {
  const today = localDate(c.var.context.clock.now())
  return c.html(<JoinPage c={c} today={today} {...tried} />, tried.problem ? statusOf(tried.problem) : 200)
}

async function memberInput(c: ConsoleContext, form: Record<string, unknown>) {
  const { context } = c.var
  const idNumber = typeof form['idNumber'] === 'string' ? form['idNumber'].trim().toUpperCase() : ''
  const householdId = (await findByIdNumbers(context, [idNumber])).get(idNumber)
  if (!householdId) return refuse('person_not_registered', {}, 'idNumber')
  const number = form['number'] ? Number(form['number']) : undefined
  return parseInput(newMemberInput, { householdId, number, fromOn: form['fromOn'] })
}

members.get('/members/:id', (c) => member(c))

members.post('/members/:id/departure', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const input = parseInput(departureInput, { householdId: c.req.param('id'), untilOn: form['untilOn'] })
  if (!input.ok) return member(c, { form, problem: input.problem })
  const sent = await formOnce(c, context, form)
  const left: Result<string> = await once(sent, 'county', () => endMembership(sent, organisation.id, input.value))
  if (!left.ok) return member(c, { form, problem: left.problem })
  return c.redirect(href(context.locale, `/coop/members/${left.value}?done=ended`), 303)
})

// The PIN is only in this answer: there is no address to come back to.
members.post('/members/:id/card', async (c) => {
  const { context, organisation } = c.var
  const sent = await formOnce(c, context, await c.req.parseBody())
  const issued = await issueMemberCard(sent, organisation.id, c.req.param('id'))
  if (!issued.ok) return member(c, { problem: issued.problem })
  const row = found(await findMember(context, organisation.id, c.req.param('id')))
  return c.html(<CardPage c={c} row={row} card={issued.value} />, 201)
})

async function member(c: ConsoleContext, tried: Tried = {}) {
  const { context, organisation } = c.var
  const row = found(await findMember(context, organisation.id, c.req.param('id')!))
  const today = localDate(context.clock.now())
  return c.html(<MemberPage c={c} row={row} today={today} {...tried} />, tried.problem ? statusOf(tried.problem) : 200)
}
