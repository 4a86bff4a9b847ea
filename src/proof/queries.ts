import { sql, type SQL } from 'drizzle-orm'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Context } from '../platform/context.ts'
import { build, jsonRows, type Database, type Statement } from '../platform/database.ts'
import { signerOf, type Signer } from '../platform/signature.ts'
import { fromHex, hex, sameBytes } from './bytes.ts'
import { rowsOfFacts } from './fact/queries.ts'
import { factOf, type Kind } from './kinds.ts'
import { canonicalBytes, commitment } from './leaf.ts'
import { formatKey, type NoteKey } from './note.ts'
import { logCheckpoints, logFaults, logLeaves } from './tables.ts'
import { hashesAt, hashThrough, tilesFor, tileWidth, widthOf, type Edge, type FullTile, type Tile } from './tile.ts'
import { formatProof } from './tlog-proof.ts'
import { consistencyProof, inclusionProof, leafHash, type Hash, type HashOf } from './tree.ts'

export type LeafRow = typeof logLeaves.$inferSelect
export type CheckpointRow = typeof logCheckpoints.$inferSelect
export type FaultRow = typeof logFaults.$inferSelect

/** The key this log signs with. */
export async function logKey(context: Context): Promise<NoteKey & Signer> {
  return { name: context.logOrigin, ...(await signerOf(context.secrets.logKey)) }
}

export async function logKeyLine(context: Context): Promise<string> {
  return formatKey(await logKey(context))
}

export async function lastLeaf(county: Database): Promise<LeafRow | null> {
  return county.row(logLeaves, sql`ORDER BY idx DESC`)
}

export async function lastCheckpoint(county: Database): Promise<CheckpointRow | null> {
  return county.row(logCheckpoints, sql`ORDER BY size DESC`)
}

/** Why the log is stopped; null while it runs. */
export async function openFault(county: Database): Promise<FaultRow | null> {
  return county.row(logFaults, sql`WHERE healed_at_ms IS NULL`)
}

export type LogStatus = { checkpoint: CheckpointRow | null; fault: FaultRow | null }

export async function logStatus(county: Database): Promise<LogStatus> {
  return { checkpoint: await lastCheckpoint(county), fault: await openFault(county) }
}

/** The commitments of the leaves from `from` up to, not including, `until`. */
export async function commitments(county: Database, from: number, until: number): Promise<Hash[]> {
  const rows = await county.all<{ commitment: string }>(commitmentRows(from, until))
  return rows.map(({ commitment }) => fromHex(commitment))
}

function commitmentRows(from: number, until: number): SQL {
  return sql`SELECT commitment FROM log_leaves WHERE idx >= ${from} AND idx < ${until} ORDER BY idx`
}

function tileRoots(level: number, from: number, until: number): SQL {
  return sql`SELECT root FROM log_tiles WHERE level = ${level} AND n >= ${from} AND n < ${until} ORDER BY n`
}

/** The right edge of the tree of the first `size` leaves: the last leaves themselves, and above them the roots of full tiles. */
export async function edgeOf(county: Database, size: number): Promise<Edge> {
  const levels: SQL[] = []
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const until = hashesAt(level, size)
    levels.push(rowsOfTile(level, until - (until % tileWidth), until))
  }
  if (levels.length === 0) return []
  const rows = await county.allOf<HashRow[]>(...levels)
  return rows.map((row) => row.map(hashOfRow))
}

type HashRow = { commitment: string } | { root: string }

function rowsOfTile(level: number, from: number, until: number): SQL {
  return level === 0 ? commitmentRows(from, until) : tileRoots(level - 1, from, until)
}

function hashOfRow(row: HashRow): Hash {
  return 'root' in row ? fromHex(row.root) : leafHash(fromHex(row.commitment))
}

/** The hashes of tiles, each as wide as asked for: full ones as they are kept, the others from what lies beneath. */
export async function hashesOfTiles(county: Database, tiles: readonly Tile[]): Promise<Hash[][]> {
  const rows = await county.allOf<(HashRow | { hashes: string })[]>(
    ...tiles.map(({ level, n, width }) =>
      width === tileWidth
        ? sql`SELECT hashes FROM log_tiles WHERE level = ${level} AND n = ${n}`
        : rowsOfTile(level, n * tileWidth, n * tileWidth + width),
    ),
  )
  return (rows as unknown as (HashRow | { hashes: string })[][]).map((found) =>
    found.flatMap((row) => ('hashes' in row ? splitHashes(row.hashes) : [hashOfRow(row)])),
  )
}

/** 64 hex digits a hash. */
export function splitHashes(text: string): Hash[] {
  return Array.from({ length: text.length / 64 }, (_, index) => fromHex(text.slice(64 * index, 64 * index + 64)))
}

/** One tile of the signed tree; null when the tree has none that wide. */
export async function publicTile(county: Database, tile: Tile): Promise<Hash[] | null> {
  const checkpoint = await lastCheckpoint(county)
  if (!checkpoint || tile.width > widthOf(tile.level, tile.n, checkpoint.size)) return null
  const [hashes] = await hashesOfTiles(county, [tile])
  return hashes?.length === tile.width ? hashes : null
}

/** The tree of the first `size` leaves, as far as proofs about these leaves need it. */
async function treeAt(county: Database, indexes: readonly number[], size: number): Promise<HashOf> {
  const tiles = tilesFor(indexes, size)
  const hashes = await hashesOfTiles(county, tiles)
  const byName = new Map(tiles.map(({ level, n }, index) => [`${level}/${n}`, hashes[index]!]))
  return hashThrough((level, n) => byName.get(`${level}/${n}`))
}

/** What shows that the log of `size` leaves begins with the one of `old` leaves; null beyond what is signed. */
export async function proveConsistency(county: Database, old: number, size: number): Promise<Hash[] | null> {
  const checkpoint = await lastCheckpoint(county)
  if (!checkpoint || old < 1 || old > size || size > checkpoint.size) return null
  return consistencyProof(await treeAt(county, [old - 1], size), old, size)
}

/**
 * The .tlog-proof file of a fact under the newest checkpoint. The caller has made sure that the reader may see the fact.
 * Refused when it is not sealed yet, when its salt was forgotten, and when the row is no longer what was sealed.
 */
export async function proveFact({ county }: Context, kind: Kind, subject: string): Promise<Result<string>> {
  const leaf = await county.row(logLeaves, sql`WHERE kind = ${kind} AND subject = ${subject}`)
  const checkpoint = await lastCheckpoint(county)
  if (!leaf || !checkpoint || leaf.idx >= checkpoint.size) return refuse('not_sealed_yet')
  if (leaf.salt === null) return refuse('proof_forgotten')
  const [row] = await rowsOfFacts(county, [{ kind, subject }])
  const salt = fromHex(leaf.salt)
  const canonical = row ? canonicalBytes(factOf(kind, row)) : new Uint8Array()
  if (!sameBytes(commitment(salt, canonical), fromHex(leaf.commitment))) return refuse('proof_broken')
  const path = inclusionProof(await treeAt(county, [leaf.idx], checkpoint.size), leaf.idx, checkpoint.size)
  return ok(formatProof({ salt, canonical, index: leaf.idx, path, checkpoint: checkpoint.note }))
}

/** The statements that add leaves and the tiles they filled; an interfering sealer makes them fail as a whole. */
export function addLeaves(leaves: readonly LeafRow[], tiles: readonly FullTile[]): Statement[] {
  const rows = tiles.map(({ level, n, hashes, root }) => ({ level, n, hashes: hashes.map(hex).join(''), root: hex(root) }))
  return [
    sql`INSERT INTO log_leaves (idx, kind, subject, entry_seq, fact_seq, salt, commitment, marks)
      SELECT value ->> 'idx', value ->> 'kind', value ->> 'subject', value ->> 'entrySeq', value ->> 'factSeq', value ->> 'salt',
        value ->> 'commitment', value ->> 'marks' FROM ${jsonRows(leaves)} ORDER BY key`,
    sql`INSERT INTO log_tiles (level, n, hashes, root)
      SELECT value ->> 'level', value ->> 'n', value ->> 'hashes', value ->> 'root' FROM ${jsonRows(rows)}`,
  ]
}

export function addCheckpoint(row: CheckpointRow): Statement {
  return build.insert(logCheckpoints).values(row)
}

/** Records why the log stops; a fault that is open already stays the one that counts. */
export function addFault(fault: Omit<FaultRow, 'healedAtMs'>): Statement {
  return build.insert(logFaults).values(fault).onConflictDoNothing()
}
