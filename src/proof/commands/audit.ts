import { sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { hex } from '../bytes.ts'
import { rowsOfFacts } from '../fact/queries.ts'
import type { Kind } from '../kinds.ts'
import { commitments, lastCheckpoint, openFault } from '../queries.ts'
import { edgeRoot, grow, sizeOf, type Edge, type FullTile } from '../tile.ts'
import { leafHash } from '../tree.ts'
import { stop } from './seal.ts'

const leavesAtOnce = 16 * 256

/**
 * The night's part: grows the whole tree again from its leaves, and compares every tile on the way and the root that was
 * signed. What does not fit stops the log; a stopped log whose tree fits again goes on. Reads every leaf once.
 */
export async function auditLog(context: Context): Promise<void> {
  const signed = await lastCheckpoint(context.county)
  if (!signed) return
  const wrong = await firstWrong(context.county, signed)
  if (wrong) return void (await stop(context, wrong.reason, wrong.detail))
  const fault = await openFault(context.county)
  if (fault && (fault.reason !== 'fact' || (await isBack(context.county, fault.detail))))
    await context.county.run([sql`UPDATE log_faults SET healed_at_ms = ${context.clock.now()} WHERE id = ${fault.id}`])
}

// A fact that had vanished before it was sealed.
async function isBack(county: Database, detail: string): Promise<boolean> {
  const [kind, subject = ''] = detail.split(' ') as [Kind, string?]
  return (await rowsOfFacts(county, [{ kind, subject }]))[0] !== null
}

type Wrong = { reason: 'root' | 'tile'; detail: string }

async function firstWrong(county: Database, signed: { size: number; root: string }): Promise<Wrong | null> {
  let edge: Edge = []
  for (let from = 0; from < signed.size; from += leavesAtOnce) {
    const grown = grow(edge, (await commitments(county, from, Math.min(signed.size, from + leavesAtOnce))).map(leafHash))
    edge = grown.edge
    const tile = await wrongTile(county, grown.tiles)
    if (tile) return { reason: 'tile', detail: tile }
  }
  const fits = sizeOf(edge) === signed.size && hex(edgeRoot(edge)) === signed.root
  return fits ? null : { reason: 'root', detail: `size ${signed.size}` }
}

async function wrongTile(county: Database, tiles: readonly FullTile[]): Promise<string | null> {
  for (const { level, n, hashes, root } of tiles) {
    const kept = await county.first<{ hashes: string; root: string }>(
      sql`SELECT hashes, root FROM log_tiles WHERE level = ${level} AND n = ${n}`,
    )
    if (kept?.root !== hex(root) || kept.hashes !== hashes.map(hex).join('')) return `tile ${level}/${n}`
  }
  return null
}
