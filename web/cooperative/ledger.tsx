import type { Child } from 'hono/jsx'
import { closePeriod } from '../../src/bookkeeping/commands.ts'
import { newPeriodForm } from '../../src/bookkeeping/input.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { permit } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { accountLedger } from '../ledger/account.tsx'
import { accountsOfCode } from '../ledger/accounts.tsx'
import { codeAsked, monthAsked, transferAsked } from '../ledger/asked.ts'
import { entrySheetPage } from '../ledger/entry.tsx'
import type { LedgerSite } from '../ledger/site.ts'
import { trialBalance } from '../ledger/trial-balance.tsx'
import { dictionary } from '../ledger/words.ts'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'

/** The organisation's books for its manager: trial balance, general ledger, entries, and closing a month. */
export const ledger = newConsole()

ledger.use('/ledger/*', async (c, next) => {
  const { organisation, context } = c.var
  const problem = permit(context.actor, 'ledger.read', { organisationId: organisation.id })
  if (problem) throw new Refusal(problem)
  await next()
})

ledger.get('/ledger', (c) => balancePage(c))
ledger.get('/ledger/periods', (c) => c.redirect(href(c.var.context.locale, '/coop/ledger'), 303))
ledger.get('/ledger/accounts/:code', async (c) =>
  shown(c, await accountsOfCode(siteOf(c), codeAsked(c), monthAsked(c), c.req.query('after'))),
)
ledger.get('/ledger/accounts/:code/:subject', async (c) => {
  const asked = { code: codeAsked(c), subject: c.req.param('subject'), month: monthAsked(c), after: c.req.query('after') }
  return shown(c, await accountLedger(siteOf(c), asked))
})
ledger.get('/ledger/entries/:id', async (c) => shown(c, await entrySheetPage(siteOf(c), c.req.param('id'), transferAsked(c))))

ledger.post('/ledger/periods', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(newPeriodForm, { ...form, organisationId: c.var.organisation.id })
  const context = await formOnce(c, c.var.context, form)
  const result = input.ok
    ? await once(context, 'county', () => closePeriod(context, { organisationId: c.var.organisation.id, month: input.value.month }))
    : input
  if (!result.ok) return balancePage(c, result.problem)
  const month = result.value.split('/')[1]!
  return c.redirect(`${href(context.locale, '/coop/ledger')}?month=${month}&done=1`, 303)
})

async function balancePage(c: ConsoleContext, problem: Problem | null = null) {
  const text = dictionary[c.var.context.locale]
  const body = await trialBalance(siteOf(c), monthAsked(c), problem)
  const page = (
    <>
      <h1>{text.ledger}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.closed} />}
      {body}
    </>
  )
  return shown(c, page, problem ? statusOf(problem) : 200)
}

function shown(c: ConsoleContext, body: Child, status: ReturnType<typeof statusOf> | 200 = 200) {
  const page = (
    <ConsolePage c={c} title={dictionary[c.var.context.locale].ledger} wide>
      {body}
    </ConsolePage>
  )
  return c.html(page, status)
}

const pages: Partial<Record<string, string>> = {
  lot: '/coop/lots',
  order: '/coop/orders',
  settlement: '/coop/settlements',
  household: '/coop/members',
  input: '/coop/inputs',
}

function siteOf(c: ConsoleContext): LedgerSite {
  const { context, organisation } = c.var
  return {
    context,
    organisation,
    base: '/coop/ledger',
    pathOf: ({ kind, id }) => (pages[kind] ? `${pages[kind]}/${id}` : null),
    canClose: permit(context.actor, 'ledger.close', { organisationId: organisation.id }) === null,
  }
}
