import type { Child } from 'hono/jsx'
import { findBooks } from '../../src/bookkeeping/queries.ts'
import { found } from '../../src/platform/api.ts'
import { words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { accountLedger } from '../ledger/account.tsx'
import { accountsOfCode } from '../ledger/accounts.tsx'
import { codeAsked, monthAsked, transferAsked } from '../ledger/asked.ts'
import { entrySheetPage } from '../ledger/entry.tsx'
import type { LedgerSite } from '../ledger/site.ts'
import { trialBalance } from '../ledger/trial-balance.tsx'
import { dictionary } from '../ledger/words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary as officeWords } from './words.ts'

/** The books of an organisation in the office's division: its trial balance. */
export async function ledgerPage(c: OfficeContext) {
  const { locale } = c.var.context
  const site = await siteOf(c)
  const name = words(locale, site.organisation.nameZh, site.organisation.nameEn)
  const body = await trialBalance(site, monthAsked(c))
  return shown(
    c,
    <>
      <Breadcrumb crumbs={[{ label: officeWords[locale].cash, path: '/office/cash' }, { label: name }]} />
      <h1>{`${name} · ${dictionary[locale].ledger}`}</h1>
      {body}
    </>,
  )
}

export async function ledgerCodePage(c: OfficeContext) {
  return shown(c, await accountsOfCode(await siteOf(c), codeAsked(c), monthAsked(c), c.req.query('after')))
}

export async function ledgerAccountPage(c: OfficeContext) {
  const asked = { code: codeAsked(c), subject: c.req.param('subject')!, month: monthAsked(c), after: c.req.query('after') }
  return shown(c, await accountLedger(await siteOf(c), asked))
}

export async function ledgerEntryPage(c: OfficeContext) {
  return shown(c, await entrySheetPage(await siteOf(c), c.req.param('id')!, transferAsked(c)))
}

function shown(c: OfficeContext, body: Child) {
  return c.html(
    <OfficePage c={c} title={dictionary[c.var.context.locale].ledger} wide>
      {body}
    </OfficePage>,
  )
}

const pages: Partial<Record<string, string>> = { settlement: '/office/settlements', household: '/office/households' }

async function siteOf(c: OfficeContext): Promise<LedgerSite> {
  const { context } = c.var
  const organisation = found(await findBooks(context.county, context.actor, c.req.param('organisation')!))
  return {
    context,
    organisation,
    base: `/office/ledger/${organisation.id}`,
    pathOf: ({ kind, id }) => (pages[kind] ? `${pages[kind]}/${id}` : null),
    canClose: false,
  }
}
