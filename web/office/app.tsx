import { scopeOf } from '../../src/identity/permission.ts'
import { Refusal } from '../../src/platform/api.ts'
import { cashPage } from './cash.tsx'
import { newOffice } from './console.tsx'
import { floorsPage } from './floors.tsx'
import { householdPage, slipPage } from './household-page.tsx'
import { divisionPage, officeHome } from './overview.tsx'
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
  .get('/settlements', settlementsPage)
  .get('/settlements/:id', (c) => settlementPage(c))
  .post('/settlements/:id/approval', approve)
  .post('/settlements/:id/rejection', reject)
  .get('/floors', floorsPage)
  .get('/cash', cashPage)
  .get('/statements', (c) => statementsPage(c))
  .post('/statements/:id', answerStatement)
