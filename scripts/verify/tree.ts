import { createHash } from 'node:crypto'
import { fromHex, hex } from '../../src/proof/bytes.ts'

// Of its own, with the hash of the machine: nothing here is shared with what built the log.
const hash = (...parts: Uint8Array[]): Uint8Array => parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest()
const nodeOf = (left: Uint8Array, right: Uint8Array) => hash(Uint8Array.of(1), left, right)

/** The hash of a leaf in the tree, from its commitment in hex digits. RFC 6962, section 2.1. */
export function leafOf(commitment: string): Uint8Array {
  return hash(Uint8Array.of(0), fromHex(commitment))
}

/** A Merkle tree that only grows; it keeps one hash for each power of two in its size. */
export class GrowingTree {
  readonly #peaks: { leaves: number; hash: Uint8Array }[] = []
  size = 0

  add(leaf: Uint8Array): void {
    this.size += 1
    let peak = { leaves: 1, hash: leaf }
    while (this.#peaks.at(-1)?.leaves === peak.leaves) {
      const left = this.#peaks.pop()!
      peak = { leaves: 2 * left.leaves, hash: nodeOf(left.hash, peak.hash) }
    }
    this.#peaks.push(peak)
  }

  /** In hex digits. */
  root(): string {
    if (this.size === 0) return hex(hash())
    return hex(this.#peaks.map((peak) => peak.hash).reduceRight((right, left) => nodeOf(left, right)))
  }
}
