import { createHash, createPublicKey, verify } from 'node:crypto'
import { hex } from '../../src/proof/bytes.ts'
import type { CountyFile } from './county-file.ts'
import type { Checked, Finding } from './finding.ts'
import { GrowingTree, leafOf } from './tree.ts'

type Leaf = { idx: number; kind: string; subject: string; commitment: string; hasRoot: number }
type CheckpointRow = { size: number; root: string; note: string; key: string }

export type LogOptions = {
  /** The key as handed on outside the file; what the file says of itself when left out. */
  key?: string
  /** Checkpoints somebody kept: the log must begin with each. */
  kept?: readonly string[]
}

/** Whether the log is whole: every leaf in its place, every checkpoint the root of the leaves before it and signed by the key. */
export function checkLog(county: CountyFile, { key, kept = [] }: LogOptions): Checked {
  const checkpoints = county.rows<CheckpointRow>('SELECT size, root, note, key FROM log_checkpoints ORDER BY size')
  const stated = kept.map((note) => ({ note, ...statedBy(note) }))
  const roots = new Map<number, string>(stated.map(({ size }) => [size, '']))
  const grown = growAlong(county, checkpoints, roots)
  const findings = [
    ...grown.findings,
    ...checkpoints.flatMap((checkpoint) => checkSignature(checkpoint, key ?? checkpoint.key)),
    ...stated.flatMap(({ size, root }) =>
      roots.get(size) === root ? [] : [broken(`checkpoint ${size}`, 'the log does not begin with the checkpoint that was kept')],
    ),
    ...county
      .rows<{ reason: string; detail: string }>('SELECT reason, detail FROM log_faults WHERE healed_at_ms IS NULL')
      .map(({ reason, detail }) => broken('the log', `stopped by itself: ${reason}, ${detail}`)),
  ]
  const notes = key
    ? []
    : [`the key is the one the file names itself: compare it with the published one\n  ${checkpoints.at(-1)?.key ?? '(none yet)'}`]
  return { title: 'log', counted: `${grown.leaves} leaves, ${checkpoints.length} checkpoints`, findings, notes }
}

const broken = (name: string, detail: string): Finding => ({ what: 'log', name, detail })

function growAlong(county: CountyFile, checkpoints: readonly CheckpointRow[], roots: Map<number, string>) {
  const findings: Finding[] = []
  const tree = new GrowingTree()
  const waiting = [...checkpoints]
  const since: Leaf[] = []
  let spoilt = false
  for (const leaf of county.each<Leaf>('SELECT idx, kind, subject, commitment FROM log_leaves ORDER BY idx')) {
    if (leaf.idx !== tree.size) {
      findings.push({
        what: 'removed',
        name: leaf.idx === tree.size + 1 ? `leaf ${tree.size}` : `leaves ${tree.size} to ${leaf.idx - 1}`,
        detail: 'from the log',
      })
      return { findings, leaves: tree.size }
    }
    tree.add(leafOf(leaf.commitment))
    since.push(leaf)
    if (roots.has(tree.size)) roots.set(tree.size, tree.root())
    if (waiting[0]?.size !== tree.size) continue
    const { root } = waiting.shift()!
    // Behind the first one that does not fit none can.
    if (!spoilt && root !== tree.root()) findings.push(...suspects(county, since))
    spoilt ||= root !== tree.root()
    since.length = 0
  }
  for (const { size } of waiting)
    findings.push({ what: 'removed', name: 'leaves', detail: `the log was signed with ${size}, and has ${tree.size}` })
  return { findings, leaves: tree.size }
}

// Which leaf was changed: the tile that kept its hash tells; where there is none yet, all since the last checkpoint that fits.
function suspects(county: CountyFile, since: readonly Leaf[]): Finding[] {
  const changed = since.filter(({ idx, commitment }) => {
    const [tile] = county.rows<{ hashes: string }>('SELECT hashes FROM log_tiles WHERE level = 0 AND n = ?', Math.floor(idx / 256))
    return tile && tile.hashes.slice(64 * (idx % 256), 64 * (idx % 256) + 64) !== hex(leafOf(commitment))
  })
  if (changed.length > 0)
    return changed.map((leaf) => ({ what: 'edited', name: `${leaf.kind} ${leaf.subject}`, detail: `leaf ${leaf.idx} of the log` }))
  const names = since.slice(0, 10).map(({ kind, subject }) => `${kind} ${subject}`)
  const more = since.length > 10 ? ` and ${since.length - 10} more` : ''
  return [broken(`leaves ${since[0]!.idx} to ${since.at(-1)!.idx}`, `one of them is not what was signed: ${names.join(', ')}${more}`)]
}

function statedBy(note: string): { size: number; root: string; text: string } {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const [, size, root = ''] = text.split('\n')
  return { size: Number(size), root: Buffer.from(root, 'base64').toString('hex'), text }
}

function checkSignature({ size, root, note }: CheckpointRow, key: string): Finding[] {
  const name = `checkpoint ${size}`
  const stated = statedBy(note)
  if (stated.size !== size || stated.root !== root) return [broken(name, 'states another size or root than it is kept for')]
  const [, origin = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key.trim()) ?? []
  const publicKey = Buffer.from(encoded, 'base64').subarray(1)
  const idOfKey = createHash('sha256').update(`${origin}\n`).update(Uint8Array.of(1)).update(publicKey).digest('hex').slice(0, 8)
  if (idOfKey !== id) return [broken(name, 'the key is misspelt')]
  for (const line of note.slice(stated.text.length + 1).split('\n')) {
    const [, by, signature = ''] = line.split(' ')
    const bytes = Buffer.from(signature, 'base64')
    if (by !== origin || bytes.subarray(0, 4).toString('hex') !== id) continue
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
    const good = verify(null, Buffer.from(stated.text), createPublicKey({ key: spki, format: 'der', type: 'spki' }), bytes.subarray(4))
    return good ? [] : [broken(name, 'the signature is wrong')]
  }
  return [broken(name, `not signed by ${key}`)]
}
