import { newApp } from '../../src/http/request.ts'
import { lineProof, orderProof, slipProof } from './downloads.ts'
import { verifyHere } from './verify.ts'
import { verifyPage } from './verify-page.tsx'

/** Proof files for those they belong to, and the page that verifies any. */
export const proofPages = newApp()
  .get('/verify', (c) => verifyPage(c))
  .post('/verify', verifyHere)
  .get('/orders/:checkout/:order/proof', orderProof)
  .get('/card/lines/:id/proof', lineProof)
  .get('/card/slips/:id/proof', slipProof)
