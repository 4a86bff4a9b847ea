import { newApp } from '../../src/http/request.ts'
import { accountStatementPage, accountStatementSheet } from './account-statement.tsx'
import { cancelChangePage, cancelOwnChange } from './account.tsx'
import { cardPage } from './card.tsx'
import { closeCard, closedPage, pinPage, tryPin } from './pin.tsx'
import { notRightPage, sayNotRight, sayRight } from './statement.tsx'

/** The household card: /card/<code> asks for the PIN, /card shows the account for ten minutes. */
export const household = newApp()
  .get('/card', cardPage)
  .post('/card', sayRight)
  .get('/card/closed', closedPage)
  .post('/card/close', closeCard)
  .get('/card/slips/:id', (c) => notRightPage(c, { kind: 'slips', id: c.req.param('id') }))
  .post('/card/slips/:id', (c) => sayNotRight(c, { kind: 'slips', id: c.req.param('id') }))
  .get('/card/lines/:id', (c) => notRightPage(c, { kind: 'lines', id: c.req.param('id') }))
  .post('/card/lines/:id', (c) => sayNotRight(c, { kind: 'lines', id: c.req.param('id') }))
  .get('/card/statement', accountStatementPage)
  .get('/card/statement.csv', accountStatementSheet)
  .get('/card/accounts/:id', (c) => cancelChangePage(c))
  .post('/card/accounts/:id', cancelOwnChange)
  .get('/card/:token', (c) => pinPage(c))
  .post('/card/:token', tryPin)
