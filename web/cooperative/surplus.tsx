import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { parseYuan, sumFen } from '../../src/kernel/money.ts'
import { refuse, type Result } from '../../src/kernel/result.ts'
import { parsePercent } from '../../src/kernel/share.ts'
import { localDate } from '../../src/kernel/time.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { householdsByNumber } from '../../src/organisation/queries.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { depositSurplus, draftSurplus, draftUnpaidSurplus, planSurplus, recordCapital } from '../../src/settlement/surplus/commands.ts'
import { newCapitalInput, newSurplusInput, surplusDepositInput } from '../../src/settlement/surplus/input.ts'
import { capitalSums, listCapitals, listDeposits, loadAllotted } from '../../src/settlement/surplus/queries.ts'
import { surplusLines } from '../../src/settlement/surplus/surplus.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { isManager } from './settlements.tsx'
import { SurplusPage, type Planned, type SurplusShown, type Tried } from './surplus-pages.tsx'

/** 二次返利: dividing a year's surplus, the money for it, and members' capital. */
export const surplus = newConsole()

type Form = Record<string, unknown>

surplus.get('/surplus', (c) => surplusPage(c))

surplus.post('/surplus', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(newSurplusInput, surplusFields(form, c.var.organisation.id))
  if (!input.ok) return surplusPage(c, { form: 'surplus', values: form, problem: input.problem })
  const planned = await planSurplus(c.var.context, input.value)
  if (!planned.ok) return surplusPage(c, { form: 'surplus', values: form, problem: planned.problem })
  if (form['step'] !== 'draft') return surplusPage(c, { form: 'surplus', values: form }, { terms: input.value, plan: planned.value })
  return taken(c, { form: 'surplus', values: form }, (context) => draftSurplus(context, input.value), toSettlement)
})

surplus.post('/surplus/unpaid', async (c) => {
  const form = await c.req.parseBody()
  return taken(c, { form: 'again', values: form }, (context) => draftUnpaidSurplus(context, c.var.organisation.id), toSettlement)
})

surplus.post('/surplus/deposits', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(surplusDepositInput, { ...form, organisationId: c.var.organisation.id, amountFen: yuanOf(form['amountFen']) })
  return taken(c, { form: 'deposit', values: form }, async (context) => (input.ok ? depositSurplus(context, input.value) : input), back)
})

surplus.post('/surplus/capitals', async (c) => {
  const form = await c.req.parseBody()
  const organisationId = c.var.organisation.id
  const typed = typeof form['member'] === 'string' ? form['member'].trim() : ''
  const number = /^\d{1,7}$/.test(typed) ? Number(typed) : 0
  const known = await householdsByNumber(c.var.context.county, organisationId, [number])
  const householdId = known.get(number)
  const input = parseInput(newCapitalInput, { ...form, organisationId, householdId, shareFen: yuanOf(form['shareFen']) })
  return taken(
    c,
    { form: 'capital', values: form },
    async (context) => {
      if (!householdId) return refuse('member_number_unknown', { numbers: typed }, 'member')
      return input.ok ? recordCapital(context, input.value) : input
    },
    back,
  )
})

surplus.on('GET', ['/surplus/unpaid', '/surplus/deposits', '/surplus/capitals'], (c) =>
  c.redirect(href(c.var.context.locale, '/coop/surplus'), 303),
)

const toSettlement = (id: string) => `/coop/settlements/${id}`
const back = () => '/coop/surplus?done=1'

async function taken(
  c: ConsoleContext,
  tried: Tried,
  command: (context: Context) => Promise<Result<string>>,
  next: (id: string) => string,
) {
  const context = await formOnce(c, c.var.context, tried.values)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return surplusPage(c, { ...tried, problem: result.problem })
  return c.redirect(href(context.locale, next(result.value)), 303)
}

/** What the form holds, in the API's own shape: yuan to fen, percent to basis points. */
function surplusFields(form: Form, organisationId: string): Form {
  const percent = (name: string) => (typeof form[name] === 'string' ? (parsePercent(form[name]) ?? Number.NaN) : Number.NaN)
  return { ...form, organisationId, surplusFen: yuanOf(form['surplusFen']), reserveBp: percent('reserveBp'), volumeBp: percent('volumeBp') }
}

function yuanOf(typed: unknown): number {
  return typeof typed === 'string' ? (parseYuan(typed) ?? Number.NaN) : Number.NaN
}

async function surplusPage(c: ConsoleContext, tried: Tried | null = null, planned: Planned | null = null) {
  const { context, organisation } = c.var
  const shown = await loadShown(context, organisation.id, planned)
  const page = <SurplusPage {...{ c, shown, manages: isManager(c), tried, planned }} />
  return c.html(page, tried?.problem ? statusOf(tried.problem) : 200)
}

async function loadShown(context: Context, organisationId: string, planned: Planned | null): Promise<SurplusShown> {
  const { county } = context
  const today = localDate(context.clock.now())
  const [heldFen, capital, capitals, deposits, { allotted }] = await Promise.all([
    balanceFen(county, account(organisationId, 'surplus')),
    capitalSums(county, organisationId, today),
    listCapitals(county, organisationId),
    listDeposits(county, organisationId),
    loadAllotted(county, organisationId),
  ])
  const unpaid = surplusLines(allotted)
  const parts = planned?.plan.distribution?.parts.slice(0, 100) ?? []
  const names = await namesOf(context, [...new Set([...capitals.slice(0, 20), ...parts].map(({ householdId }) => householdId))])
  const owed = { households: unpaid.length, amountFen: sumFen(unpaid.map(({ amountFen }) => amountFen)) }
  return { heldFen, unpaid: owed, capital, capitals, deposits, names, today }
}
