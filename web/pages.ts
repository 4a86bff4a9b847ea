import { newApp } from '../src/http/request.ts'
import { accessPages } from './access/app.tsx'
import { cooperative } from './cooperative/app.tsx'
import { household } from './household/app.tsx'
import { proofPages } from './proof/app.tsx'
import { reference } from './reference/app.tsx'
import { office } from './office/app.tsx'
import { buyer } from './storefront/buyer.tsx'
import { storefront } from './storefront/app.tsx'
import { renderProblem } from './components/problem-page.tsx'

const consoles = newApp()

consoles.use(async (c, next) => {
  c.set('renderProblem', renderProblem)
  await next()
})

consoles.route('/', storefront)
consoles.route('/', buyer)
consoles.route('/', accessPages)
consoles.route('/', proofPages)
consoles.route('/', household)
consoles.route('/', reference)
consoles.route('/coop', cooperative)
consoles.route('/office', office)

/** Every page, in Chinese at / and in English at /en; `context.locale` says which. */
export const pages = newApp()
pages.get('/en/', (c) => c.redirect('/en', 301))
pages.route('/en', consoles)
pages.route('/', consoles)
