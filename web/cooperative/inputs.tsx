import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { memberAtScale, membersByTerm } from '../../src/intake/scale/queries.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { isLocalDate, localDate } from '../../src/kernel/time.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { recordInput, reverseInput } from '../../src/settlement/inputs/commands.ts'
import { inputReversalInput, newInputInput } from '../../src/settlement/inputs/input.ts'
import { findInput, inputBalances, inputContracts, inputsAPage, listInputs, type InputRow } from '../../src/settlement/inputs/queries.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { FindTaker, HandOutPage, InputPage, InputsPage } from './input-pages.tsx'
import { upload } from './slip-form.ts'

/** Inputs on credit: who took what, handing out, taking back. */
export const inputs = newConsole()

type Form = Record<string, unknown>

inputs.get('/inputs', async (c) => {
  const { context, organisation } = c.var
  const before = c.req.query('before')
  const [open, rows] = await Promise.all([
    inputBalances(context.county, { organisationId: organisation.id }),
    listInputs(context.county, context.actor, { organisationId: organisation.id, before }),
  ])
  const balances = open.filter(({ openFen }) => openFen > 0)
  const names = await namesOf(context, [...new Set([...balances, ...rows].map(({ householdId }) => householdId))])
  const next = rows.length === inputsAPage ? `/coop/inputs?before=${rows.at(-1)!.id}` : null
  return c.html(<InputsPage {...{ c, balances, rows, names, next }} />)
})

inputs.get('/inputs/new', async (c) => {
  const { household, q = '' } = c.req.query()
  if (household) return handOut(c, household)
  if (q.trim() === '') return c.html(<FindTaker c={c} term="" found={[]} />)
  const members = await membersByTerm(c.var.context, c.var.organisation.id, q)
  return members.length === 1 ? handOut(c, members[0]!.householdId) : c.html(<FindTaker c={c} term={q} found={members} />)
})

inputs.post('/inputs/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const householdId = typeof form['householdId'] === 'string' ? form['householdId'] : ''
  const input = parseInput(newInputInput, inputFields(form, organisation.id))
  if (!input.ok) return handOut(c, householdId, { form, problem: input.problem })
  const sent = await formOnce(c, context, form)
  const recorded = await once(sent, 'county', () => recordInput(sent, input.value, upload(form['evidence'])))
  if (!recorded.ok) return handOut(c, householdId, { form, problem: recorded.problem })
  return c.redirect(href(context.locale, `/coop/inputs/${recorded.value}?recorded=1`), 303)
})

inputs.get('/inputs/:id', async (c) => inputPage(c, await ownInput(c)))

inputs.get('/inputs/:id/evidence', async (c) => {
  const { evidenceFileId } = await ownInput(c)
  const file = found(evidenceFileId ? await c.var.context.files.get(evidenceFileId) : null)
  return c.body(file.body, 200, {
    'content-type': file.httpMetadata?.contentType ?? 'application/octet-stream',
    'cache-control': 'private, no-store',
  })
})

inputs.post('/inputs/:id/reversal', async (c) => {
  const row = await ownInput(c)
  const form = await c.req.parseBody()
  const input = parseInput(inputReversalInput, form)
  if (!input.ok) return inputPage(c, row, { form, problem: input.problem })
  const sent = await formOnce(c, c.var.context, form)
  const reversed = await once(sent, 'county', () => reverseInput(sent, row.id, input.value.reason))
  if (!reversed.ok) return inputPage(c, row, { form, problem: reversed.problem })
  return c.redirect(href(c.var.context.locale, `/coop/inputs/${row.id}`), 303)
})

/** What the form holds, in the API's own shape: yuan to fen, and no PIN where none was typed. */
function inputFields(form: Form, organisationId: string): Form {
  const amount = typeof form['amountFen'] === 'string' ? parseYuan(form['amountFen']) : null
  const count = typeof form['count'] === 'string' && /^\d+$/.test(form['count'].trim()) ? Number(form['count']) : Number.NaN
  return { ...form, organisationId, amountFen: amount ?? Number.NaN, count, pin: form['pin'] || null }
}

type Tried = { form?: Form; problem?: Problem }

async function handOut(c: ConsoleContext, householdId: string, { form = {}, problem }: Tried = {}) {
  const { context, organisation } = c.var
  const today = localDate(context.clock.now())
  const typed = form['handedOn']
  const on = typeof typed === 'string' && isLocalDate(typed) && typed <= today ? typed : today
  const member = await memberAtScale(context, organisation.id, householdId, today)
  if (!member) return c.html(<FindTaker c={c} term={householdId} found={[]} />, 404)
  const [contracts, balances] = await Promise.all([
    inputContracts(context.county, organisation.id, householdId, on),
    inputBalances(context.county, { organisationId: organisation.id, householdId }),
  ])
  const page = <HandOutPage {...{ c, member, contracts, balances, today, values: form, problem }} />
  return c.html(page, problem ? statusOf(problem) : 200)
}

async function inputPage(c: ConsoleContext, row: InputRow, { form = {}, problem }: Tried = {}) {
  const name = (await namesOf(c.var.context, [row.householdId])).get(row.householdId) ?? ''
  return c.html(<InputPage {...{ c, row, name, values: form, problem }} />, problem ? statusOf(problem) : 200)
}

/** A hand-out of the organisation whose books are open; any other is not found. */
async function ownInput(c: ConsoleContext): Promise<InputRow> {
  const row = found(await findInput(c.var.context.county, c.var.context.actor, c.req.param('id') ?? ''))
  if (row.organisationId !== c.var.organisation.id) throw new Refusal({ code: 'not_found', facts: {} })
  return row
}
