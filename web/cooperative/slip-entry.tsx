import { basisBp, bothFloors, leastPriceFenPerKg } from '../../src/contract/floor.ts'
import { findReference } from '../../src/contract/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { recordDelivery } from '../../src/intake/commands.ts'
import { newDeliveryInput } from '../../src/intake/input.ts'
import { listDeliveries } from '../../src/intake/queries.ts'
import { quoteDelivery } from '../../src/intake/quote/queries.ts'
import { kindsAtScale, memberAtScale, membersByTerm, type KindAtScale, type MemberAtScale } from '../../src/intake/scale/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { countyOf } from '../../src/region/division.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { deliveryFields, kindKey, upload } from './slip-form.ts'
import { FindMember, WeighPage, type Preview } from './slip-entry-form.tsx'

/** Weighing: who delivers, what, how much; one page on a phone at the scale. */
export const slipEntry = newConsole()

slipEntry.get('/slips/new', async (c) => {
  const { household, q = '' } = c.req.query()
  if (household) return weighing(c, household)
  const { context, organisation } = c.var
  if (q.trim() === '') return c.html(<FindMember c={c} term="" found={[]} recent={await recentMembers(c)} />)
  const found = await membersByTerm(context, organisation.id, q)
  if (found.length === 1) return weighing(c, found[0]!.householdId)
  return c.html(<FindMember c={c} term={q} found={found} recent={[]} />)
})

slipEntry.post('/slips/new', async (c) => {
  const { organisation, context } = c.var
  const form = await c.req.parseBody()
  const input = parseInput(newDeliveryInput, deliveryFields(form, organisation.id))
  if (!input.ok) return weighing(c, typeof form['householdId'] === 'string' ? form['householdId'] : '', { form, problem: input.problem })
  if (form['step'] === 'check') {
    const quote = await quoteDelivery(context, input.value)
    return weighing(c, input.value.householdId, quote.ok ? { form, preview: quote.value } : { form, problem: quote.problem })
  }
  const sent = await formOnce(c, context, form)
  const recorded = await once(sent, 'county', () => recordDelivery(sent, input.value, upload(form['photo'])))
  if (!recorded.ok) return weighing(c, input.value.householdId, { form, problem: recorded.problem })
  return c.redirect(href(context.locale, `/coop/slips/${recorded.value}?recorded=1`), 303)
})

type Tried = { form?: Record<string, unknown>; problem?: Problem; preview?: Preview }

async function weighing(c: ConsoleContext, householdId: string, { form = {}, problem, preview }: Tried = {}) {
  const { context, organisation } = c.var
  const today = localDate(context.clock.now())
  const on = typeof form['deliveredOn'] === 'string' && form['deliveredOn'] <= today ? form['deliveredOn'] : today
  const member = (await memberAtScale(context, organisation.id, householdId, on)) ?? (await anyDay(c, householdId))
  if (!member) return c.html(<FindMember c={c} term={householdId} found={[]} recent={await recentMembers(c)} />, 404)
  const kinds = await kindsAtScale(context.county, organisation.id, householdId, on)
  const kind = await chosenKind(c, kinds, form['kind'])
  const terms = kind && (await termsOf(c, kind, on))
  const page = <WeighPage {...{ c, member, kinds, kind, terms, today, values: form, problem, preview }} />
  return c.html(page, problem ? statusOf(problem) : 200)
}

// A member who has left, or who joins later, is still shown by name, so that the refusal has someone to be about.
async function anyDay(c: ConsoleContext, householdId: string): Promise<MemberAtScale | null> {
  const slip = (await listDeliveries(c.var.context, { organisationId: c.var.organisation.id, householdId, limit: 1 }))[0]
  return slip ? memberAtScale(c.var.context, c.var.organisation.id, householdId, slip.deliveredOn) : null
}

/** The kind asked for, else the one weighed last, else the first. */
async function chosenKind(c: ConsoleContext, kinds: readonly KindAtScale[], posted: unknown): Promise<KindAtScale | undefined> {
  const asked = typeof posted === 'string' ? posted : c.req.query('kind')
  const last = asked ? undefined : (await listDeliveries(c.var.context, { organisationId: c.var.organisation.id, limit: 1 }))[0]
  const wanted = asked ?? (last && kindKey(last))
  return kinds.find((kind) => kindKey(kind) === wanted) ?? kinds[0]
}

async function termsOf(c: ConsoleContext, kind: KindAtScale, on: string) {
  const { context, organisation } = c.var
  const county = countyOf(organisation.divisionCode)
  const referenceFenPerKg = await findReference(context.county, kind.productId, kind.grade, county, on)
  const leastFenPerKg = leastPriceFenPerKg(kind.mode, kind.floorFenPerKg, referenceFenPerKg)
  const basis = basisBp(kind.floorBasis, kind.householdBp)
  return { referenceFenPerKg, leastFenPerKg, basis, floors: bothFloors(leastFenPerKg, basis) }
}

export type TermsShown = Awaited<ReturnType<typeof termsOf>>

/** The last few households weighed, each once: at the scale people come with several baskets. */
async function recentMembers(c: ConsoleContext): Promise<MemberAtScale[]> {
  const { context, organisation } = c.var
  const slips = await listDeliveries(context, { organisationId: organisation.id, limit: 12 })
  const households = [...new Set(slips.map(({ householdId }) => householdId))].slice(0, 6)
  const today = localDate(context.clock.now())
  const members = await Promise.all(households.map((id) => memberAtScale(context, organisation.id, id, today)))
  return members.filter((member) => member !== null)
}
