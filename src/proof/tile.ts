import { nodeHash, rootOf, splitOf, type Hash, type HashOf } from './tree.ts'

/** A tile of `width` hashes (256 when full) at a level, as C2SP tlog-tiles cuts the tree. */
export type Tile = { level: number; n: number; width: number }
export type FullTile = { level: number; n: number; hashes: Hash[]; root: Hash }

/** The unfinished tiles on the right edge of a tree, by level: each fewer than 256 hashes, the last one not empty. */
export type Edge = readonly (readonly Hash[])[]

export const tileWidth = 256

/** "1/x001/x234/067.p/8" for tile 1234067 of level 1, 8 hashes wide; `level` null for the bundle of entries. */
export function tilePath({ level, n, width }: { level: number | null; n: number; width: number }): string {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0')
  const parts = digits.match(/\d{3}/g)!.map((part, index, all) => (index < all.length - 1 ? `x${part}` : part))
  return `${level ?? 'entries'}/${parts.join('/')}${width < tileWidth ? `.p/${width}` : ''}`
}

/** The tile a path asks for; null when it is no path of a tile, or not the one way to write it. */
export function parseTilePath(path: string): { level: number | null; n: number; width: number } | null {
  const match = /^(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return null
  const tile = {
    level: match[1] === 'entries' ? null : Number(match[1]),
    n: Number(match[2]!.replaceAll(/[x/]/g, '')),
    width: match[3] === undefined ? tileWidth : Number(match[3]),
  }
  return Number.isSafeInteger(tile.n) && tile.width > 0 && tilePath(tile) === path ? tile : null
}

/** How many hashes of a level there are in a tree of `size` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** How wide tile `n` of a level is in a tree of `size` leaves; 0 when it has none. */
export function widthOf(level: number, n: number, size: number): number {
  return Math.max(0, Math.min(tileWidth, hashesAt(level, size) - n * tileWidth))
}

/** The tiles with every hash that proofs about these leaves need in a tree of `size` leaves. */
export function tilesFor(indexes: readonly number[], size: number): Tile[] {
  const tiles = new Map<string, Tile>()
  for (const index of [...indexes, size - 1]) {
    for (let level = 0; hashesAt(level, size) > 0; level++) {
      const n = Math.floor(index / tileWidth ** (level + 1))
      const width = widthOf(level, n, size)
      if (width > 0) tiles.set(`${level}/${n}`, { level, n, width })
    }
  }
  return [...tiles.values()]
}

/** Reads the tree through its tiles; throws where a tile that is needed was not given. */
export function hashThrough(tileOf: (level: number, n: number) => readonly Hash[] | undefined): HashOf {
  return function hashOf(from: number, until: number): Hash {
    const leaves = until - from
    const height = Math.log2(leaves)
    if (!Number.isInteger(height)) {
      const split = splitOf(leaves)
      return nodeHash(hashOf(from, from + split), hashOf(from + split, until))
    }
    const level = Math.floor(height / 8)
    const first = from / tileWidth ** level
    const offset = first % tileWidth
    const hashes = tileOf(level, Math.floor(first / tileWidth))?.slice(offset, offset + 2 ** (height % 8))
    if (hashes?.length !== 2 ** (height % 8)) throw new Error(`tile ${level} lacks the leaves ${from} to ${until}`)
    return rootOf(hashes)
  }
}

/** How many leaves a tree with this edge has, the full tiles of each level counted by the edge of the next. */
export function sizeOf(edge: Edge): number {
  return edge.reduce((size, hashes, level) => size + hashes.length * tileWidth ** level, 0)
}

/** The root of the tree, from its edge alone. */
export function edgeRoot(edge: Edge): Hash {
  let right: Hash | null = null
  for (const hashes of edge) {
    for (const subtree of perfectParts(hashes)) right = right ? nodeHash(subtree, right) : subtree
  }
  return right ?? rootOf([])
}

// The whole subtrees a row of hashes falls into, the smallest, rightmost first.
function perfectParts(hashes: readonly Hash[]): Hash[] {
  const parts: Hash[] = []
  for (let until = hashes.length; until > 0;) {
    const width = until & -until
    parts.push(rootOf(hashes.slice(until - width, until)))
    until -= width
  }
  return parts
}

/** The edge after these leaf hashes have been added, and every tile that they filled. */
export function grow(edge: Edge, leaves: readonly Hash[]): { edge: Hash[][]; tiles: FullTile[] } {
  const grown = edge.map((hashes) => [...hashes])
  const tiles: FullTile[] = []
  for (const leaf of leaves) {
    let hash: Hash | null = leaf
    for (let level = 0; hash; level++) {
      const row: Hash[] = (grown[level] ??= [])
      row.push(hash)
      hash = row.length === tileWidth ? rootOf(row) : null
      if (hash) tiles.push({ level, n: sizeOf(grown.slice(level + 1)), hashes: row.splice(0), root: hash })
    }
  }
  return { edge: grown, tiles }
}
