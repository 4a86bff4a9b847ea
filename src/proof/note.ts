import { base64, concat, fromBase64, hex, sameBytes, utf8 } from './bytes.ts'
import { sha256 } from './sha256.ts'
import type { Hash } from './tree.ts'

/** A text and who signed it, as in c2sp.org/signed-note. */
export type Note = { text: string; signatures: { name: string; keyId: Uint8Array; signature: Uint8Array }[] }

/** An Ed25519 public key of 32 bytes and the name it signs under. */
export type NoteKey = { name: string; publicKey: Uint8Array }

/** What a log commits to: its name, how many leaves it has and their root. c2sp.org/tlog-checkpoint */
export type Checkpoint = { origin: string; size: number; root: Hash }

// The type of an Ed25519 signature, as registered in c2sp.org/signed-note.
const ed25519 = Uint8Array.of(1)

export function keyId({ name, publicKey }: NoteKey): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), ed25519, publicKey)).slice(0, 4)
}

/** The key as one line to hand on: name+id+base64, which Go's sumdb/note and others read. */
export function formatKey(key: NoteKey): string {
  return `${key.name}+${hex(keyId(key))}+${base64(concat(ed25519, key.publicKey))}`
}

export function parseKey(line: string): NoteKey | null {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim())
  const bytes = match && fromBase64(match[3]!)
  if (!bytes || bytes.length !== 33 || bytes[0] !== 1) return null
  const key = { name: match[1]!, publicKey: bytes.slice(1) }
  return hex(keyId(key)) === match[2] ? key : null
}

/** The text with one more signature under it. */
export function signedNote(text: string, key: NoteKey, signature: Uint8Array): string {
  return `${text}\n— ${key.name} ${base64(concat(keyId(key), signature))}\n`
}

/** Null when it is no signed note. */
export function parseNote(note: string): Note | null {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return null
  const signatures: Note['signatures'] = []
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const match = /^— (\S+) (\S+)$/.exec(line)
    const bytes = match && fromBase64(match[2]!)
    if (!bytes || bytes.length < 5) return null
    signatures.push({ name: match[1]!, keyId: bytes.slice(0, 4), signature: bytes.slice(4) })
  }
  return { text: note.slice(0, end + 1), signatures }
}

/** The signature a key should have left under a note; null when there is none under its name and id. */
export function signatureBy({ signatures }: Note, key: NoteKey): Uint8Array | null {
  const id = keyId(key)
  return signatures.find((one) => one.name === key.name && sameBytes(one.keyId, id))?.signature ?? null
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64(root)}\n`
}

/** The checkpoint a note's text states; null when it states none. Lines after the third are nobody's and are passed over. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', digits = '', encoded = ''] = text.split('\n')
  const root = fromBase64(encoded)
  const size = Number(digits)
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(size) || root?.length !== 32) return null
  return { origin, size, root }
}
