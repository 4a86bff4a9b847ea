import { parseFact, commitment, type Fact } from './leaf.ts'
import { parseCheckpoint, parseNote, type Checkpoint, type Note } from './note.ts'
import { parseProof } from './tlog-proof.ts'
import { isIncluded, leafHash } from './tree.ts'

/** What a proof file says, and whether it leads to the root it names. Who signed that root is for a key to tell. */
export type Reading =
  | { kind: 'unreadable' }
  | { kind: 'broken'; fact: Fact }
  | { kind: 'included'; fact: Fact; index: number; checkpoint: Checkpoint; note: Note }

/** Reads a .tlog-proof file and follows its path, in the Worker and in the browser alike. */
export function readProof(file: string): Reading {
  const proof = parseProof(file)
  const fact = proof && parseFact(proof.canonical)
  const note = proof && parseNote(proof.checkpoint)
  const checkpoint = note && parseCheckpoint(note.text)
  if (!proof || !fact || !note || !checkpoint) return { kind: 'unreadable' }
  const leaf = leafHash(commitment(proof.salt, proof.canonical))
  const { index, path } = proof
  return isIncluded(leaf, index, checkpoint.size, path, checkpoint.root)
    ? { kind: 'included', fact, index, checkpoint, note }
    : { kind: 'broken', fact }
}
