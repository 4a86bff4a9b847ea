import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromHex, hex, utf8 } from '../../src/proof/bytes.ts'
import { sha256 } from '../../src/proof/sha256.ts'
import { consistencyProof, inclusionProof, isConsistent, isIncluded, leafHash, rootOf, type Hash } from '../../src/proof/tree.ts'
import { always, fc } from '../support/property.ts'
import vectors from './vectors/tree.json'

const most = 70
const leaves = Array.from({ length: most }, (_, index) => leafHash(utf8(`leaf ${index}`)))
const hashOf = (from: number, until: number) => rootOf(leaves.slice(from, until))

function flipped(hash: Hash, bit = 3): Hash {
  const other = Uint8Array.from(hash)
  other[bit % 32]! ^= 1 << (bit % 8)
  return other
}

describe('sha256', () => {
  always('is the platform’s SHA-256 of any message', fc.uint8Array({ maxLength: 400 }), (message) => {
    expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'))
  })

  it('passes every length around a block', () => {
    for (let length = 0; length <= 200; length++) {
      const message = new Uint8Array(length).fill(length)
      expect(hex(sha256(message)), `${length} bytes`).toBe(createHash('sha256').update(message).digest('hex'))
    }
  })
})

describe('the tree', () => {
  const eight = vectors.leaves.map((leaf) => leafHash(fromHex(leaf)))

  it.each(vectors.roots.map((root, size) => ({ size, root })))(
    'has the root of RFC 6962’s reference for $size leaves',
    ({ size, root }) => {
      expect(hex(rootOf(eight.slice(0, size)))).toBe(root)
    },
  )

  it.each(vectors.inclusion)('has the reference’s audit path of leaf $index of $size', ({ index, size, path }) => {
    const tree = (from: number, until: number) => rootOf(eight.slice(from, until))
    expect(inclusionProof(tree, index, size).map(hex)).toEqual(path)
  })

  it.each(vectors.consistency)('has the reference’s consistency proof of $old in $size', ({ old, size, path }) => {
    const tree = (from: number, until: number) => rootOf(eight.slice(from, until))
    expect(consistencyProof(tree, old, size).map(hex)).toEqual(path)
  })
})

describe('an inclusion proof', () => {
  it('holds for every leaf of every size up to 70, and for no other index', () => {
    for (let size = 1; size <= most; size++) {
      const root = hashOf(0, size)
      for (let index = 0; index < size; index++) {
        const path = inclusionProof(hashOf, index, size)
        expect(isIncluded(leaves[index]!, index, size, path, root), `${index} of ${size}`).toBe(true)
        expect(isIncluded(leaves[index]!, index + 1, size, path, root), `${index} as ${index + 1} of ${size}`).toBe(false)
      }
    }
  })

  always(
    'fails with one bit of anything changed, a hash missing or a hash too many',
    fc.tuple(fc.integer({ min: 1, max: most }), fc.nat(), fc.nat()),
    ([size, at, bit]) => {
      const index = at % size
      const path = inclusionProof(hashOf, index, size)
      const root = hashOf(0, size)
      expect(isIncluded(flipped(leaves[index]!, bit), index, size, path, root)).toBe(false)
      expect(isIncluded(leaves[index]!, index, size, path, flipped(root, bit))).toBe(false)
      expect(isIncluded(leaves[index]!, index, size, [...path, root], root)).toBe(false)
      if (path.length === 0) return
      const wrong = path.map((hash, n) => (n === at % path.length ? flipped(hash, bit) : hash))
      expect(isIncluded(leaves[index]!, index, size, wrong, root)).toBe(false)
      expect(isIncluded(leaves[index]!, index, size, path.slice(1), root)).toBe(false)
    },
  )
})

describe('a consistency proof', () => {
  it('holds for every two sizes up to 70', () => {
    for (let size = 1; size <= most; size++) {
      for (let old = 1; old <= size; old++) {
        expect(isConsistent(old, size, consistencyProof(hashOf, old, size), hashOf(0, old), hashOf(0, size)), `${old} in ${size}`).toBe(
          true,
        )
      }
    }
  })

  always(
    'fails from nothing, backwards, with one bit changed, a hash missing or a hash too many',
    fc.tuple(fc.integer({ min: 2, max: most }), fc.nat(), fc.nat()),
    ([size, at, bit]) => {
      const old = 1 + (at % (size - 1))
      const proof = consistencyProof(hashOf, old, size)
      const [oldRoot, root] = [hashOf(0, old), hashOf(0, size)]
      expect(isConsistent(0, size, [], rootOf([]), root)).toBe(false)
      expect(isConsistent(size, old, proof, root, oldRoot)).toBe(false)
      expect(isConsistent(old, size, proof, flipped(oldRoot, bit), root)).toBe(false)
      expect(isConsistent(old, size, proof, oldRoot, flipped(root, bit))).toBe(false)
      expect(isConsistent(old, size, [...proof, root], oldRoot, root)).toBe(false)
      expect(isConsistent(old, size, proof.slice(1), oldRoot, root)).toBe(false)
      const wrong = proof.map((hash, n) => (n === at % proof.length ? flipped(hash, bit) : hash))
      expect(isConsistent(old, size, wrong, oldRoot, root)).toBe(false)
    },
  )
})
