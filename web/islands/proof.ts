import { fromBase64, utf8 } from '../../src/proof/bytes.ts'
import { parseCheckpoint, parseKey, parseNote, signatureBy, type Checkpoint, type NoteKey } from '../../src/proof/note.ts'
import { readProof, type Reading } from '../../src/proof/reading.ts'
import { isConsistent } from '../../src/proof/tree.ts'
import { verdictOf, type Known, type Verdict } from '../proof/verdict.ts'
import { dictionary } from '../proof/words.ts'

/** Verifies a proof in the browser, so that the site need not be believed: path, signature, and whether the log only grew since. */
const form = document.querySelector<HTMLFormElement>('form.proof')!
const output = document.querySelector<HTMLElement>('#verdict')!
const locale = document.documentElement.lang === 'en' ? 'en' : 'zh'
const text = dictionary[locale]

async function given(): Promise<string> {
  const file = form.querySelector<HTMLInputElement>('[name=file]')!.files?.[0]
  return file ? file.text() : form.querySelector<HTMLTextAreaElement>('[name=text]')!.value
}

async function check(): Promise<void> {
  const proof = await given()
  const key = parseKey(form.querySelector<HTMLInputElement>('[name=key]')!.value)
  if (proof.trim() === '' || !key) return show({ tone: 'bad', title: key ? text.nothing : text.noKey, steps: [], rows: [] })
  const reading = readProof(proof)
  const signature = reading.kind === 'included' ? await signatureOf(reading, key) : 'unchecked'
  const today = reading.kind === 'included' && signature !== 'wrong' ? await todaysLog(reading.checkpoint, key) : null
  show(verdictOf(locale, reading, { signature, today }))
}

async function signatureOf({ note, checkpoint }: Extract<Reading, { kind: 'included' }>, key: NoteKey): Promise<Known['signature']> {
  const signature = signatureBy(note, key)
  if (!signature || checkpoint.origin !== key.name) return 'wrong'
  return isSigned(key, note.text, signature)
}

async function isSigned(key: NoteKey, signed: string, signature: Uint8Array): Promise<Known['signature']> {
  try {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key.publicKey), 'Ed25519', false, ['verify'])
    return (await crypto.subtle.verify('Ed25519', imported, new Uint8Array(signature), new Uint8Array(utf8(signed)))) ? 'valid' : 'wrong'
  } catch {
    // Browsers before 2025 do not know Ed25519, and none knows it on an address without https.
    return 'unchecked'
  }
}

// A log that signs two histories is caught here, by whoever kept an old proof.
async function todaysLog(old: Checkpoint, key: NoteKey): Promise<Known['today']> {
  try {
    const note = parseNote(await (await fetch('/log/checkpoint')).text())
    const now = note && parseCheckpoint(note.text)
    const signature = note && signatureBy(note, key)
    if (!note || !now || !signature || (await isSigned(key, note.text, signature)) === 'wrong') return 'unknown'
    if (now.size < old.size) return { size: now.size, grown: false }
    const answer = await fetch(`/api/log/consistency?from=${old.size}&to=${now.size}`)
    const { hashes } = (await answer.json()) as { hashes: string[] }
    const path = hashes.map((hash) => fromBase64(hash) ?? new Uint8Array())
    return { size: now.size, grown: isConsistent(old.size, now.size, path, old.root, now.root) }
  } catch {
    return 'unknown'
  }
}

function show({ tone, title, steps, rows }: Verdict): void {
  const notice = output.querySelector<HTMLElement>('.notice')!
  const facts = output.querySelector<HTMLElement>('.facts')!
  facts.closest<HTMLElement>('.card')!.hidden = rows.length === 0
  notice.className = `notice ${tone}`
  notice.querySelector('.title')!.textContent = title
  notice.querySelector('ul')!.replaceChildren(...steps.map((step) => Object.assign(document.createElement('li'), { textContent: step })))
  facts.replaceChildren(
    ...rows.map(([label, value]) => {
      const row = document.createElement('div')
      row.append(
        Object.assign(document.createElement('dt'), { textContent: label }),
        Object.assign(document.createElement('dd'), { textContent: value }),
      )
      return row
    }),
  )
  output.hidden = false
  output.focus({ preventScroll: true })
  scrollTo({ top: 0 })
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void check()
})
form.querySelector('[name=file]')!.addEventListener('change', () => void check())
for (const hint of document.querySelectorAll<HTMLElement>('[data-script]')) hint.hidden = hint.dataset['script'] === 'no'
