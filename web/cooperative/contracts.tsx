import { addContractVersion, attachScan, createContract } from '../../src/contract/commands.ts'
import { contractTermsInput, newContractInput } from '../../src/contract/input.ts'
import { deductionsOf, findVersion, listProducts, pricesOf } from '../../src/contract/queries.ts'
import { findReadableVersion, householdsOf, listVersions, type BoundHousehold } from '../../src/contract/version/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { ok, refuse, type Result } from '../../src/kernel/result.ts'
import { householdsByNumber, organisationsOfCounty } from '../../src/organisation/queries.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { countyOf } from '../../src/region/division.ts'
import { href } from '../components/locale.ts'
import { showVersion } from '../registry/contract-view.tsx'
import { sendScan } from '../registry/scan.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { listedNumbers, nameFields, termsFields, valuesOf } from './contract-fields.ts'
import { ContractFormPage, ContractPage, ContractsPage } from './contract-pages.tsx'

/** Contracts of the cooperative: drawing up, new versions, the scan of the signed paper. */
export const contracts = newConsole()

type Tried = { form?: Record<string, unknown>; problem?: Problem }

contracts.get('/contracts', async (c) => {
  const { context, organisation } = c.var
  const scope = unwrap(reachOf(context.actor, 'contract.read'))
  const rows = await listVersions(context.county, scope, { organisationId: organisation.id, before: c.req.query('before') })
  return c.html(<ContractsPage c={c} rows={rows} />)
})

contracts.get('/contracts/new', (c) => drawUp(c))

contracts.post('/contracts/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody()
  const terms = await readTerms(c, form)
  if (!terms.ok) return drawUp(c, { form, problem: terms.problem })
  const { title, linkageMode, enterpriseId, guarantorId } = form
  const parties = { organisationId: organisation.id, cooperativeId: organisation.id, enterpriseId: enterpriseId || null, guarantorId }
  const input = parseInput(newContractInput, { title, linkageMode, ...parties, terms: terms.value })
  if (!input.ok) return drawUp(c, { form, problem: nameFields(input.problem, form) })
  const sent = await formOnce(c, context, form)
  const made = await once(sent, 'county', () => createContract(sent, input.value))
  if (!made.ok) return drawUp(c, { form, problem: made.problem })
  return c.redirect(href(context.locale, `/coop/contracts/${made.value}?done=made`), 303)
})

async function drawUp(c: ConsoleContext, { form = {}, problem }: Tried = {}) {
  const { context, organisation } = c.var
  unwrap(reachOf(context.actor, 'contract.write'))
  const partners = await organisationsOfCounty(context.county, countyOf(organisation.divisionCode))
  const page = <ContractFormPage c={c} products={await listProducts(context.county)} partners={partners} values={form} problem={problem} />
  return c.html(page, problem ? statusOf(problem) : 200)
}

contracts.get('/contracts/:id', (c) => contract(c))
contracts.get('/contracts/:id/scan', (c) => sendScan(c, c.req.param('id')))
contracts.get('/contracts/:id/next', (c) => nextVersion(c))

contracts.post('/contracts/:id/next', async (c) => {
  const { context } = c.var
  const form = await c.req.parseBody()
  const before = found(await findVersion(context.county, c.req.param('id')))
  const terms = await readTerms(c, form)
  if (!terms.ok) return nextVersion(c, { form, problem: terms.problem })
  const input = parseInput(contractTermsInput, terms.value)
  if (!input.ok) return nextVersion(c, { form, problem: nameFields(input.problem, form) })
  const sent = await formOnce(c, context, form)
  const made = await once(sent, 'county', () => addContractVersion(sent, before.contractId, input.value))
  if (!made.ok) return nextVersion(c, { form, problem: made.problem })
  return c.redirect(href(context.locale, `/coop/contracts/${made.value}?done=made`), 303)
})

async function nextVersion(c: ConsoleContext, { form, problem }: Tried = {}) {
  const { county, actor } = c.var.context
  const version = found(await findReadableVersion(county, unwrap(reachOf(actor, 'contract.write')), c.req.param('id')!))
  const [prices, deductions, bound] = await Promise.all([
    pricesOf(county, version.id),
    deductionsOf(county, version.id),
    allHouseholds(c, version.id),
  ])
  const values = form ?? valuesOf(version, prices, deductions, bound)
  const page = <ContractFormPage c={c} products={await listProducts(county)} before={version} values={values} problem={problem} />
  return c.html(page, problem ? statusOf(problem) : 200)
}

async function allHouseholds(c: ConsoleContext, versionId: string): Promise<BoundHousehold[]> {
  const all: BoundHousehold[] = []
  for (let page = await householdsOf(c.var.context.county, versionId); page.length > 0;) {
    all.push(...page)
    page = page.length < 100 ? [] : await householdsOf(c.var.context.county, versionId, page.at(-1)!.householdId)
  }
  return all.sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
}

async function readTerms(c: ConsoleContext, form: Record<string, unknown>): Promise<Result<Record<string, unknown>>> {
  const numbers = listedNumbers(form)
  if (!numbers.ok) return numbers
  const ids = await householdsByNumber(c.var.context.county, c.var.organisation.id, numbers.value)
  const unknown = numbers.value.filter((number) => !ids.has(number))
  if (unknown.length > 0) return refuse('member_number_unknown', { numbers: unknown.slice(0, 10).join(', ') }, 'households')
  return ok(termsFields(form, ids))
}

contracts.post('/contracts/:id/scan', async (c) => {
  const { context } = c.var
  const form = await c.req.parseBody()
  const scan = form['scan'] instanceof File ? form['scan'] : new Blob([])
  const sent = await formOnce(c, context, form)
  const kept = await once(sent, 'county', () => attachScan(sent, c.req.param('id'), scan))
  if (!kept.ok) return contract(c, kept.problem)
  return c.redirect(href(context.locale, `/coop/contracts/${kept.value}?done=scan`), 303)
})

async function contract(c: ConsoleContext, problem?: Problem) {
  const { context } = c.var
  const version = found(await findReadableVersion(context.county, unwrap(reachOf(context.actor, 'contract.read')), c.req.param('id')!))
  const shown = await showVersion(context, version, c.req.query('after'))
  return c.html(<ContractPage c={c} shown={shown} problem={problem} />, problem ? statusOf(problem) : 200)
}
