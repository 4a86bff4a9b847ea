import { catalogueRoutes } from '../catalogue/routes.ts'
import { bookkeepingRoutes } from '../bookkeeping/routes.ts'
import { regionRoutes } from '../region/routes.ts'
import { householdRoutes } from '../household/routes.ts'
import { accountRoutes } from '../household/account/routes.ts'
import { cardRoutes } from '../household/card/routes.ts'
import { importRoutes } from '../household/import/routes.ts'
import { organisationAccountRoutes } from '../organisation/account/routes.ts'
import { organisationRoutes } from '../organisation/routes.ts'
import { contractRoutes } from '../contract/routes.ts'
import { marketRoutes } from '../contract/market/routes.ts'
import { identityRoutes } from '../identity/routes.ts'
import { cashRoutes } from '../income/cash/routes.ts'
import { accountStatementRoutes } from '../income/statement/routes.ts'
import { incomeRoutes } from '../income/routes.ts'
import { intakeRoutes } from '../intake/routes.ts'
import { correctionRoutes } from '../lot/correction/routes.ts'
import { lotRoutes } from '../lot/routes.ts'
import { oversightRoutes } from '../oversight/routes.ts'
import { orderRoutes } from '../order/routes.ts'
import { reconciliationRoutes } from '../payment/reconciliation/routes.ts'
import { proceedsRoutes } from '../proceeds/routes.ts'
import { proofRoutes } from '../proof/routes.ts'
import { router } from '../platform/api.ts'
import { settlementRoutes } from '../settlement/routes.ts'
import { inputRoutes } from '../settlement/inputs/routes.ts'
import { surplusRoutes } from '../settlement/surplus/routes.ts'
import { reserveRoutes } from '../settlement/reserve/routes.ts'
import { statementRoutes } from '../settlement/statement/routes.ts'
import { traceRoutes } from '../trace/routes.ts'

/** The JSON API: one router a feature, described at /api/openapi.json. */
export const api = router()

api.route('/', identityRoutes)
api.route('/', orderRoutes)
api.route('/', proceedsRoutes)
api.route('/', reconciliationRoutes)
api.route('/', marketRoutes)
api.route('/', contractRoutes)
api.route('/', organisationRoutes)
api.route('/', organisationAccountRoutes)
api.route('/', importRoutes)
api.route('/', cardRoutes)
api.route('/', accountRoutes)
api.route('/', householdRoutes)
api.route('/', regionRoutes)
api.route('/', intakeRoutes)
api.route('/', lotRoutes)
api.route('/', correctionRoutes)
api.route('/', catalogueRoutes)
api.route('/', traceRoutes)
api.route('/', proofRoutes)
api.route('/', incomeRoutes)
api.route('/', accountStatementRoutes)
api.route('/', cashRoutes)
api.route('/', settlementRoutes)
api.route('/', inputRoutes)
api.route('/', surplusRoutes)
api.route('/', statementRoutes)
api.route('/', reserveRoutes)
api.route('/', oversightRoutes)
api.route('/', bookkeepingRoutes)

/** What the API says about itself, for the document and for the page that renders it. */
export const apiHead = {
  openapi: '3.1.0',
  info: { title: 'Sigen 四跟', version: '0.1.0', description: 'From a household’s weighing slip to its bank account.' },
  servers: [{ url: '/api' }],
}

api.doc31('/openapi.json', apiHead)
