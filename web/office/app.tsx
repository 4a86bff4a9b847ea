import { scopeOf } from '../../src/identity/permission.ts'
import { Refusal } from '../../src/platform/api.ts'
import { href } from '../components/locale.ts'
import { accountsPage, cancelChange, decideAccount } from './accounts.tsx'
import { cashPage } from './cash.tsx'
import { newOffice } from './console.tsx'
import { correctionsPage, decide } from './corrections.tsx'
import { contractPage, contractsPage, sign, terminate } from './contracts.tsx'
import { floorsPage } from './floors.tsx'
import { ledgerAccountPage, ledgerCodePage, ledgerEntryPage, ledgerPage } from './ledger.tsx'
import { changeHouseholdAccount, enterAdult, householdAccountPage } from './household-account.tsx'
import { makeNewCard, newCardPage } from './household-card.tsx'
import { inputEvidence } from './household-inputs.tsx'
import { householdPage, slipPage } from './household-page.tsx'
import { applyUpload, importPage, importsPage, upload } from './import.tsx'
import { divisionPage, officeHome } from './overview.tsx'
import { pricesPage, recordPrice } from './prices.tsx'
import { sendScan } from '../registry/scan.ts'
import { approve, reject, settlementPage, settlementsPage } from './settlements.tsx'
import { answerStatement, statementsPage } from './statements.tsx'

/** The office at /office: county, township, village and supervisor, each within its own division. */
export const office = newOffice()

office.use(async (c, next) => {
  const { actor } = c.var.context
  if (actor.kind === 'guest') throw new Refusal({ code: 'sign_in_required', facts: {} })
  if (actor.kind === 'system' || !scopeOf(actor, 'oversight.read')) throw new Refusal({ code: 'forbidden', facts: {} })
  await next()
})

office
  .get('/', officeHome)
  .get('/divisions/:code', divisionPage)
  .get('/households/:id', householdPage)
  .get('/slips/:id', slipPage)
  .get('/inputs/:id/evidence', inputEvidence)
  .get('/settlements', settlementsPage)
  .get('/settlements/:id', (c) => settlementPage(c))
  .post('/settlements/:id/approval', approve)
  .post('/settlements/:id/rejection', reject)
  .get('/floors', floorsPage)
  .get('/cash', cashPage)
  .get('/ledger/:organisation', ledgerPage)
  .get('/ledger/:organisation/accounts/:code', ledgerCodePage)
  .get('/ledger/:organisation/accounts/:code/:subject', ledgerAccountPage)
  .get('/ledger/:organisation/entries/:id', ledgerEntryPage)
  .get('/statements', (c) => statementsPage(c))
  .post('/statements/:id', answerStatement)
  .get('/corrections', (c) => correctionsPage(c))
  .post('/corrections/:id', decide)

office
  .get('/accounts', (c) => accountsPage(c))
  .post('/accounts/:id/cancellation', cancelChange)
  .post('/organisation-accounts/:id', decideAccount)
  .get('/households/:id/account', (c) => householdAccountPage(c))
  .post('/households/:id/account', changeHouseholdAccount)
  .post('/households/:id/adults', enterAdult)
  .get('/households/:id/card', (c) => newCardPage(c))
  .post('/households/:id/card', makeNewCard)
  .get('/import', (c) => importsPage(c))
  .post('/import', upload)
  .get('/import/:id', (c) => importPage(c))
  .post('/import/:id/application', applyUpload)
  .get('/contracts', contractsPage)
  .get('/contracts/:id', (c) => contractPage(c))
  .get('/contracts/:id/scan', (c) => sendScan(c, c.req.param('id')))
  .post('/contracts/:id/signature', sign)
  .post('/contracts/:id/termination', terminate)
  .get('/prices', (c) => pricesPage(c))
  .post('/prices', recordPrice)

// A refused form stays at its own address; the other language, or a reload, leads back to the page it stood on.
office
  .get('/:section{settlements|contracts|import|households}/:id/:form', (c) => {
    const { section, id } = c.req.param()
    return c.redirect(href(c.var.context.locale, `/office/${section}/${id}`), 303)
  })
  .get('/corrections/:id', (c) => c.redirect(href(c.var.context.locale, '/office/corrections'), 303))
  .get('/accounts/:id/cancellation', (c) => c.redirect(href(c.var.context.locale, '/office/accounts'), 303))
  .get('/organisation-accounts/:id', (c) => c.redirect(href(c.var.context.locale, '/office/accounts'), 303))
  .get('/statements/:id', (c) => c.redirect(href(c.var.context.locale, '/office/statements'), 303))
