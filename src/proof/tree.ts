import { concat, sameBytes } from './bytes.ts'
import { sha256 } from './sha256.ts'

/** 32 bytes. */
export type Hash = Uint8Array

/** The Merkle tree hash of the leaves from `from` up to, not including, `until`. */
export type HashOf = (from: number, until: number) => Hash

const leafTag = Uint8Array.of(0)
const nodeTag = Uint8Array.of(1)

/** RFC 6962, section 2.1: the two tags keep a leaf from being read as a node. */
export function leafHash(entry: Uint8Array): Hash {
  return sha256(concat(leafTag, entry))
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(concat(nodeTag, left, right))
}

/** Where a tree of two leaves or more divides: the largest power of two smaller than its number of leaves. */
export function splitOf(leaves: number): number {
  let split = 1
  while (split * 2 < leaves) split *= 2
  return split
}

/** The Merkle tree hash of these leaf hashes; of none, the hash of nothing. */
export function rootOf(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha256(new Uint8Array())
  if (leaves.length === 1) return leaves[0]!
  const split = splitOf(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

/** The audit path of a leaf in the tree of the first `size` leaves, from the leaf up. RFC 6962, section 2.1.1. */
export function inclusionProof(hashOf: HashOf, index: number, size: number, from = 0): Hash[] {
  if (size === 1) return []
  const split = splitOf(size)
  return index < split
    ? [...inclusionProof(hashOf, index, split, from), hashOf(from + split, from + size)]
    : [...inclusionProof(hashOf, index - split, size - split, from + split), hashOf(from, from + split)]
}

/** What shows that the tree of `size` leaves begins with the tree of `old` leaves, 0 < old <= size. RFC 6962, section 2.1.2. */
export function consistencyProof(hashOf: HashOf, old: number, size: number): Hash[] {
  return old === size ? [] : subproof(hashOf, old, size, 0, true)
}

function subproof(hashOf: HashOf, old: number, size: number, from: number, whole: boolean): Hash[] {
  if (old === size) return whole ? [] : [hashOf(from, from + size)]
  const split = splitOf(size)
  return old <= split
    ? [...subproof(hashOf, old, split, from, whole), hashOf(from + split, from + size)]
    : [...subproof(hashOf, old - split, size - split, from + split, false), hashOf(from, from + split)]
}

/** Whether the path leads from the leaf hash at `index` to the root of a tree of `size` leaves. RFC 9162, section 2.1.3.2. */
export function isIncluded(leaf: Hash, index: number, size: number, path: readonly Hash[], root: Hash): boolean {
  if (index < 0 || index >= size || leaf.length !== 32) return false
  let [node, last, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(hash, root)
}

/** Whether the proof shows that the tree of `size` leaves begins with the one of `old` leaves. RFC 9162, section 2.1.4.2. */
export function isConsistent(old: number, size: number, proof: readonly Hash[], oldRoot: Hash, root: Hash): boolean {
  if (old < 1 || old > size) return false
  if (old === size) return proof.length === 0 && sameBytes(oldRoot, root)
  const [first, ...rest] = Number.isInteger(Math.log2(old)) ? [oldRoot, ...proof] : proof
  if (!first || proof.length === 0) return false
  let [node, last] = [old - 1, size - 1]
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let [before, after] = [first, first]
  for (const hash of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      before = nodeHash(hash, before)
      after = nodeHash(hash, after)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else after = nodeHash(after, hash)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(before, oldRoot) && sameBytes(after, root)
}

const half = (number: number) => Math.floor(number / 2)
