import { describe, expect, it } from 'vitest'
import { hex, utf8 } from '../../src/proof/bytes.ts'
import {
  edgeRoot,
  grow,
  hashThrough,
  parseTilePath,
  sizeOf,
  tilePath,
  tilesFor,
  tileWidth,
  widthOf,
  type Edge,
  type FullTile,
} from '../../src/proof/tile.ts'
import { consistencyProof, inclusionProof, leafHash, nodeHash, rootOf, splitOf, type Hash } from '../../src/proof/tree.ts'
import { always, fc } from '../support/property.ts'

const leaves = Array.from({ length: 70_000 }, (_, index) => leafHash(utf8(String(index))))

// The tree hash by its definition, each part worked out once.
function remembering(all: readonly Hash[]) {
  const known = new Map<string, Hash>()
  return function hashOf(from: number, until: number): Hash {
    const name = `${from} ${until}`
    const split = from + splitOf(until - from)
    const hash = known.get(name) ?? (until - from === 1 ? all[from]! : nodeHash(hashOf(from, split), hashOf(split, until)))
    known.set(name, hash)
    return hash
  }
}

describe('the path of a tile', () => {
  it.each([
    [{ level: 0, n: 0, width: 256 }, '0/000'],
    [{ level: 1, n: 1_234_067, width: 256 }, '1/x001/x234/067'],
    [{ level: null, n: 273, width: 112 }, 'entries/273.p/112'],
    [{ level: 2, n: 1000, width: 1 }, '2/x001/000.p/1'],
  ])('of %j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path)
    expect(parseTilePath(path)).toEqual(tile)
  })

  it.each([
    '',
    '0',
    '0/0',
    '00/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/x000/001',
    '0/1/000',
    '-1/000',
    'x/000',
    '0/000/',
    '0/000.p/',
  ])('refuses %j', (path) => expect(parseTilePath(path)).toBeNull())
})

describe('a tree kept in tiles', () => {
  it('is cut as tlog-tiles says for 256 and for 70,000 leaves', () => {
    expect([widthOf(0, 0, 256), widthOf(1, 0, 256), widthOf(1, 1, 256)]).toEqual([256, 1, 0])
    expect([widthOf(0, 273, 70_000), widthOf(1, 0, 70_000), widthOf(1, 1, 70_000), widthOf(2, 0, 70_000)]).toEqual([112, 256, 17, 1])
  })

  always(
    'has the same root from its edge as from its leaves, however it grew',
    fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }),
    (steps) => {
      let edge: Edge = []
      let size = 0
      for (const step of steps) {
        edge = grow(edge, leaves.slice(size, size + step)).edge
        size += step
      }
      expect(sizeOf(edge)).toBe(size)
      expect(hex(edgeRoot(edge))).toBe(hex(rootOf(leaves.slice(0, size))))
    },
  )

  it('gives the proofs that the leaves give, over three levels of tiles', () => {
    const size = leaves.length
    const { edge, tiles } = grow([], leaves)
    expect(tiles.length).toBe(274)
    const kept = new Map(tiles.map((tile: FullTile) => [`${tile.level}/${tile.n}`, tile.hashes]))
    edge.forEach((hashes, level) => kept.set(`${level}/${Math.floor(size / tileWidth ** (level + 1))}`, hashes))
    const naive = remembering(leaves)
    for (const index of [0, 255, 256, 65_535, 65_536, 69_888, 69_999]) {
      const needed = new Set(tilesFor([index], size).map(({ level, n }) => `${level}/${n}`))
      const hashOf = hashThrough((level, n) => (needed.has(`${level}/${n}`) ? kept.get(`${level}/${n}`) : undefined))
      expect(inclusionProof(hashOf, index, size).map(hex), `leaf ${index}`).toEqual(inclusionProof(naive, index, size).map(hex))
      expect(consistencyProof(hashOf, index + 1, size).map(hex), `from ${index + 1}`).toEqual(
        consistencyProof(naive, index + 1, size).map(hex),
      )
    }
  })

  it('throws rather than prove from a tile it was not given', () => {
    expect(() => hashThrough(() => undefined)(0, 1)).toThrow('tile 0 lacks the leaves 0 to 1')
  })
})
