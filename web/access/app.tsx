import { newApp } from '../../src/http/request.ts'
import { accountPage, closeOthers, leave } from './account.tsx'
import { operatorPage, organisationForm, tryOrganisation } from './operator.tsx'
import { reconciliationFile, reconciliationPage, reconciliationsPage } from './reconciliations.tsx'
import { setupPage, trySetup } from './setup.tsx'
import { signInPage, trySignIn } from './sign-in.tsx'
import { tryUser, userForm, usersPage } from './users.tsx'

/** The ways in and out: signing in, the account, the first set-up, and who may come in. */
export const accessPages = newApp()
  .get('/sign-in', (c) => signInPage(c))
  .post('/sign-in', trySignIn)
  .post('/sign-out', leave)
  .get('/account', accountPage)
  .post('/account', closeOthers)
  .get('/setup', (c) => setupPage(c))
  .post('/setup', trySetup)
  .get('/operator', operatorPage)
  .get('/operator/organisations/new', (c) => organisationForm(c))
  .post('/operator/organisations/new', tryOrganisation)
  .get('/operator/reconciliations', reconciliationsPage)
  .get('/operator/reconciliations/:date', reconciliationPage)
  .get('/operator/reconciliations/:date/items', reconciliationFile)
  .get('/users', usersPage)
  .get('/users/new', (c) => userForm(c))
  .post('/users/new', tryUser)
