import { createHash } from 'node:crypto'
import { hold, same } from './exact.ts'
import type { Look } from './look.ts'

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

// RFC 6962, section 2.1: the left part is the largest power of two below the size.
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  let left = 1
  while (left * 2 < leaves.length) left *= 2
  return hash(Uint8Array.of(1), rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)))
}

/** Everything is sealed, once, and every checkpoint ever signed is the root of the leaves before it. Law: design 2.11; invariant I7. */
export async function checkLog(look: Look): Promise<void> {
  const [standing] = await look<{ entry: number; fact: number; faults: number }>(
    'county',
    `SELECT (SELECT coalesce(max(seq), 0) FROM entries) AS entry, (SELECT coalesce(max(seq), 0) FROM log_facts) AS fact, (SELECT count(*) FROM log_faults) AS faults`,
  )
  const leaves = await look<{ idx: number; entry: number; fact: number; commitment: string }>(
    'county',
    'SELECT idx, entry_seq AS entry, fact_seq AS fact, commitment FROM log_leaves ORDER BY idx',
  )
  same(standing!.faults, 0, 'the log never stops by itself')
  same(Math.max(0, ...leaves.map(({ entry }) => entry)), standing!.entry, 'every entry is sealed (I7)')
  same(Math.max(0, ...leaves.map(({ fact }) => fact)), standing!.fact, 'every fact is sealed (I7)')
  hold(
    leaves.every(({ idx }, index) => idx === index),
    'leaves are only added (I7)',
  )
  const hashes = leaves.map(({ commitment }) => hash(Uint8Array.of(0), Buffer.from(commitment, 'hex')))
  const checkpoints = await look<{ size: number; root: string }>('county', 'SELECT size, root FROM log_checkpoints ORDER BY size')
  same(checkpoints.at(-1)?.size ?? 0, leaves.length, 'the last checkpoint is over all leaves (I7)')
  for (const { size, root } of checkpoints.filter((_, index) => index % 7 === 0 || index === checkpoints.length - 1)) {
    const expected = Buffer.from(rootOf(hashes.slice(0, size))).toString('hex')
    hold(root === expected, 'a checkpoint is the root of its leaves (I7)', { size, root, expected })
  }
}

/** Sums that triggers keep are the sums of their rows. */
export async function checkKeptSums(look: Look): Promise<void> {
  const live = `FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id)`
  const sums = (table: string) =>
    `(SELECT coalesce(sum(slips), 0) || ' ' || coalesce(sum(net_grams), 0) || ' ' || coalesce(sum(floor_due_fen), 0) FROM ${table})`
  const [row] = await look<{ slips: string; villages: string; seasons: string; incomes: number; months: number }>(
    'county',
    `SELECT (SELECT count(*) || ' ' || coalesce(sum(d.net_grams), 0) || ' ' || coalesce(sum(d.floor_due_fen), 0) ${live}) AS slips,
      ${sums('village_months')} AS villages, ${sums('household_seasons')} AS seasons,
      (SELECT coalesce(sum(amount_fen), 0) FROM incomes) AS incomes, (SELECT coalesce(sum(amount_fen), 0) FROM income_months) AS months`,
  )
  hold(row!.slips === row!.villages && row!.slips === row!.seasons, 'villages and seasons add up to the slips', { ...row })
  same(row!.months, row!.incomes, 'months add up to the incomes')
}
