import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/clock.ts'
import { fromHex, hex, utf8 } from '../bytes.ts'
import { rowsOfFacts, waitingFacts, type WaitingFact } from '../fact/queries.ts'
import { factOf, type SealedRow } from '../kinds.ts'
import { canonicalBytes, commitment, fieldMarks } from '../leaf.ts'
import { checkpointText, formatKey, signedNote } from '../note.ts'
import {
  addCheckpoint,
  addFault,
  addLeaves,
  commitments,
  edgeOf,
  lastCheckpoint,
  lastLeaf,
  logKey,
  openFault,
  type FaultRow,
  type LeafRow,
} from '../queries.ts'
import { edgeRoot, grow, sizeOf } from '../tile.ts'
import { leafHash } from '../tree.ts'

// What one run of the job takes on at most: 10 times 200 of each row of facts.
const mostRounds = 10

/**
 * The clock's part: seals what happened since. Leaves first, then the checkpoint over them, each in a batch of its own that
 * may fail or be repeated: what a crash left unsigned is signed by the next run, and of two sealers at once one is turned
 * away. A log that has stopped stays stopped. Law: design 2.11.
 */
export async function sealFacts(context: Context): Promise<void> {
  if (await openFault(context.county)) return
  for (let round = 0; round < mostRounds; round++) {
    if (!(await appendLeaves(context))) break
  }
  await signCheckpoint(context)
}

// Answers whether there may be more.
async function appendLeaves(context: Context): Promise<boolean> {
  const { county } = context
  const last = await lastLeaf(county)
  const facts = await waitingFacts(county, last ?? { entrySeq: 0, factSeq: 0 })
  if (facts.length === 0) return false
  const rows = await rowsOfFacts(county, facts)
  const lost = facts.find((_, index) => rows[index] === null)
  if (lost) return stop(context, 'fact', `${lost.kind} ${lost.subject}`)
  const size = last ? last.idx + 1 : 0
  const leaves = facts.map((fact, index) => sealed(fact, rows[index]!, size + index))
  const edge = await edgeOf(county, size)
  if (sizeOf(edge) !== size) return stop(context, 'tile', `edge of ${size}`)
  const { tiles } = grow(
    edge,
    leaves.map((leaf) => leafHash(fromHex(leaf.commitment))),
  )
  return (await county.run(addLeaves(leaves, tiles))) === null
}

function sealed(fact: WaitingFact, row: SealedRow, idx: number): LeafRow {
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const said = factOf(fact.kind, row)
  const marks = fieldMarks(salt, said).map(({ mark }) => hex(mark))
  return { ...fact, idx, salt: hex(salt), commitment: hex(commitment(salt, canonicalBytes(said))), marks: marks.join('') }
}

/**
 * Signs the log as it is kept, if it goes on from what was signed last: the new root is grown, leaf by leaf, out of a tree
 * whose root is the signed one. If it is not, nothing is signed, now or later, and the fault is recorded.
 */
async function signCheckpoint(context: Context): Promise<void> {
  const { county, clock } = context
  const signed = await lastCheckpoint(county)
  const last = await lastLeaf(county)
  const [old, size] = [signed?.size ?? 0, last ? last.idx + 1 : 0]
  const edge = await edgeOf(county, old)
  if (size < old || (signed && hex(edgeRoot(edge)) !== signed.root)) return void (await stop(context, 'root', `size ${old}`))
  if (size === old) return
  const { edge: grown } = grow(edge, (await commitments(county, old, size)).map(leafHash))
  const key = await logKey(context)
  const root = edgeRoot(grown)
  const text = checkpointText({ origin: context.logOrigin, size, root })
  const note = signedNote(text, key, await key.sign(utf8(text)))
  await county.run([addCheckpoint({ size, root: hex(root), note, key: formatKey(key), atMs: clock.now() })])
}

/** Records why the log stops. Answers false: there is no more to do. */
export async function stop({ county, clock }: Context, reason: FaultRow['reason'], detail: string): Promise<false> {
  await county.run([addFault({ id: newId('flt', clock), atMs: clock.now(), reason, detail })])
  console.error(JSON.stringify({ log: 'stopped', reason, detail }))
  return false
}
