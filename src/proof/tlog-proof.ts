import { base64, concat, fromBase64 } from './bytes.ts'
import type { Hash } from './tree.ts'

/** One row's proof: its salt and canonical bytes, its place in the log, the path to the root and the checkpoint signed for it. */
export type LogProof = { salt: Uint8Array; canonical: Uint8Array; index: number; path: Hash[]; checkpoint: string }

const head = 'c2sp.org/tlog-proof@v1'
const saltBytes = 32
// A tree of 2^53 leaves is 53 high.
const longestPath = 53

/** As a .tlog-proof file (c2sp.org/tlog-proof). The extra line holds the salt, then the canonical bytes. */
export function formatProof({ salt, canonical, index, path, checkpoint }: LogProof): string {
  const lines = [head, `extra ${base64(concat(salt, canonical))}`, `index ${index}`, ...path.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** What a .tlog-proof file of this log says; null when it is none. Line ends of Windows and space around it are forgiven. */
export function parseProof(file: string): LogProof | null {
  const text = `${file.replaceAll('\r\n', '\n').trim()}\n`
  const end = text.indexOf('\n\n')
  const [first, extra = '', index = '', ...hashes] = text.slice(0, end).split('\n')
  const content = fromBase64(/^extra (\S+)$/.exec(extra)?.[1] ?? '')
  const place = /^index (0|[1-9]\d{0,15})$/.exec(index)?.[1]
  const path = hashes.map(fromBase64)
  if (end < 0 || first !== head || !content || content.length <= saltBytes || place === undefined || path.length > longestPath) return null
  if (!path.every((hash): hash is Hash => hash?.length === 32)) return null
  return {
    salt: content.slice(0, saltBytes),
    canonical: content.slice(saltBytes),
    index: Number(place),
    path,
    checkpoint: text.slice(end + 2),
  }
}
