import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { isSigned } from '../../src/platform/signature.ts'
import { utf8 } from '../../src/proof/bytes.ts'
import { parseKey, signatureBy, type NoteKey } from '../../src/proof/note.ts'
import { logKeyLine } from '../../src/proof/queries.ts'
import { readProof, type Reading } from '../../src/proof/reading.ts'
import { verdictOf, type Known, type Verdict } from './verdict.ts'
import { verifyPage } from './verify-page.tsx'
import { dictionary } from './words.ts'

type C = HonoContext<AppEnv>

const mostLetters = 4_000_000

/** The same check for a browser that runs no script. */
export async function verifyHere(c: C) {
  const form = await c.req.parseBody()
  const { file } = form
  const [text, key] = [typed(form['text']), typed(form['key'])]
  const proof = file instanceof File && file.size > 0 ? await file.text() : text
  const verdict = await judge(c, proof.slice(0, mostLetters), parseKey(key))
  return verifyPage(c, verdict, { text, key: key || (await logKeyLine(c.var.context)) })
}

const typed = (value: unknown) => (typeof value === 'string' ? value : '')

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
