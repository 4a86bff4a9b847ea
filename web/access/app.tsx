import { newApp } from '../../src/http/request.ts'
import { accountPage, closeOthers, leave } from './account.tsx'
import { setupPage, trySetup } from './setup.tsx'
import { signInPage, trySignIn } from './sign-in.tsx'

/** The ways in and out: signing in, the account, the first set-up. */
export const accessPages = newApp()
  .get('/sign-in', (c) => signInPage(c))
  .post('/sign-in', trySignIn)
  .post('/sign-out', leave)
  .get('/account', accountPage)
  .post('/account', closeOthers)
  .get('/setup', (c) => setupPage(c))
  .post('/setup', trySetup)
