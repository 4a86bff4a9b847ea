import type { Context as HonoContext } from 'hono'
import { newApp, type AppEnv } from '../../src/http/request.ts'
import { cardLine, cardSlip } from '../../src/income/card/queries.ts'
import { openLink } from '../../src/order/commands/open-link.ts'
import { found, Refusal, unwrap } from '../../src/platform/api.ts'
import { isSigned } from '../../src/platform/signature.ts'
import { utf8 } from '../../src/proof/bytes.ts'
import type { Kind } from '../../src/proof/kinds.ts'
import { parseKey, signatureBy, type NoteKey } from '../../src/proof/note.ts'
import { logKeyLine, proveFact } from '../../src/proof/queries.ts'
import { readProof, type Reading } from '../../src/proof/reading.ts'
import { addressOf } from '../storefront/order.tsx'
import { verdictOf, type Known, type Verdict } from './verdict.ts'
import { verifyPage } from './verify-page.tsx'
import { dictionary } from './words.ts'

type C = HonoContext<AppEnv>

/** Proof files for those they belong to, and the page that verifies any. */
export const proofPages = newApp()
  .get('/verify', (c) => verifyPage(c))
  .post('/verify', verifyHere)
  .get('/orders/:checkout/:order/proof', orderProof)
  .get('/card/lines/:id/proof', lineProof)
  .get('/card/slips/:id/proof', slipProof)

async function download(c: C, kind: Kind, subject: string) {
  const file = unwrap(await proveFact(c.var.context, kind, subject))
  const name = `${subject.replaceAll(/\W/g, '-')}.tlog-proof`
  return c.body(file, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
  })
}

/** The payment of an order, for whoever holds the order's link. */
async function orderProof(c: C) {
  const { orders } = unwrap(await openLink(c.var.context, c.req.param('checkout')!, addressOf(c)))
  const order = found(orders.find(({ id }) => id === c.req.param('order')) ?? null)
  return download(c, 'entry', `pay:${order.id}`)
}

function householdOf(c: C): string {
  const { actor } = c.var.context
  if (actor.kind !== 'household') throw new Refusal({ code: 'sign_in_required', facts: {} })
  return actor.householdId
}

/** A household's own line, or its own slip. */
async function lineProof(c: C) {
  const id = c.req.param('id')!
  found(await cardLine(c.var.context.county, householdOf(c), id))
  return download(c, 'line', id)
}

async function slipProof(c: C) {
  const id = c.req.param('id')!
  found(await cardSlip(c.var.context.county, householdOf(c), id))
  return download(c, 'slip', id)
}

const mostLetters = 4_000_000

/** The same check for a browser that runs no script. */
async function verifyHere(c: C) {
  const form = await c.req.parseBody()
  const { file, text, key } = form
  const proof = file instanceof File && file.size > 0 ? await file.text() : String(text ?? '')
  const verdict = await judge(c, proof.slice(0, mostLetters), parseKey(String(key ?? '')))
  return verifyPage(c, verdict, {
    text: typeof text === 'string' ? text : '',
    key: typeof key === 'string' ? key : await logKeyLine(c.var.context),
  })
}

async function judge(c: C, proof: string, key: NoteKey | null): Promise<Verdict> {
  const { locale } = c.var.context
  const words = dictionary[locale]
  if (proof.trim() === '' || !key) return { tone: 'bad', title: key ? words.nothing : words.noKey, steps: [], rows: [] }
  const reading = readProof(proof)
  const signature = reading.kind === 'included' ? await signatureOf(reading, key) : 'unchecked'
  return verdictOf(locale, reading, { signature, today: null })
}

async function signatureOf({ note, checkpoint }: Extract<Reading, { kind: 'included' }>, key: NoteKey): Promise<Known['signature']> {
  const signature = signatureBy(note, key)
  const valid = signature && checkpoint.origin === key.name && (await isSigned(key.publicKey, utf8(note.text), signature))
  return valid ? 'valid' : 'wrong'
}
