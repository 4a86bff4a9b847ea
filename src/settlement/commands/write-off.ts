import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { sumFen, yuan } from '../../kernel/money.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { newId } from '../../platform/clock.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, jsonRows, must } from '../../platform/database.ts'
import { loadBooks } from '../books/queries.ts'
import type { NewWriteOff } from '../input.ts'
import { postWriteOff, reserveStanding } from '../posting/queries.ts'
import { excesses, type Books } from '../settlement.ts'
import { writeOffs } from '../tables.ts'
import { unchanged } from './draft-settlement.ts'

type Ended = { organisationId: string; divisionCode: string; runs: number; selling: number; settling: number }

/**
 * Writes off, when a contract has ended, what its households were paid beyond their due and no later due can be set off
 * against: the organisation bears it from its reserve. Refused while the contract runs, a lot of it
 * is not closed, or a settlement is open. Law: design
 * 2.6. Answers the write-off's id.
 */
export async function writeOff(context: Context, { contractId, reason }: NewWriteOff): Promise<Result<string>> {
  const today = localDate(context.clock.now())
  const contract = await context.county.first<Ended>(sql`SELECT c.organisation_id AS organisationId, o.division_code AS divisionCode,
      EXISTS (SELECT 1 FROM contract_versions v WHERE v.contract_id = c.id AND v.signed_at_ms IS NOT NULL AND v.until_on >= ${today}
        AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= ${today})) AS runs,
      EXISTS (SELECT 1 FROM contract_versions v JOIN lots l ON l.contract_version_id = v.id WHERE v.contract_id = c.id AND l.closed_at_ms IS NULL) AS selling,
      EXISTS (SELECT 1 FROM settlements s WHERE s.organisation_id = c.organisation_id AND s.status IN ('draft', 'notice', 'approved', 'exported')) AS settling
    FROM contracts c JOIN organisations o ON o.id = c.organisation_id WHERE c.id = ${contractId}`)
  const refused = permit(context.actor, 'guarantee.record', contract ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!contract) return refuse('not_found')
  if (contract.runs === 1) return refuse('contract_running')
  if (contract.selling === 1) return refuse('lots_open')
  if (contract.settling === 1) return refuse('settlement_open')
  const { organisationId } = contract
  return retried(async () => commitWriteOff(context, await loadBooks(context.county, organisationId, today), { contractId, reason }))
}

async function commitWriteOff(context: Context, books: Books, { contractId, reason }: NewWriteOff): Promise<Result<string>> {
  const slips = excesses(books, contractId)
  if (slips.length === 0) return refuse('nothing_to_write_off')
  const { organisationId } = books
  const amountFen = sumFen(slips.map(({ forgivenFen }) => forgivenFen))
  const { reserveFen, frontedFen } = await reserveStanding(context.county, organisationId)
  if (reserveFen < amountFen) return refuse('reserve_short', { reserve: yuan(reserveFen), fronted: yuan(frontedFen) })
  const id = newId('wof', context.clock)
  const row = { id, organisationId, contractId, amountFen, reason, writtenOffBy: actorKey(context.actor), atMs: context.clock.now() }
  const statements = [
    unchanged(books),
    noneOpen(organisationId),
    build.insert(writeOffs).values(row),
    sql`INSERT INTO write_off_slips (write_off_id, delivery_id, forgiven_fen)
      SELECT ${id}, value ->> 'deliveryId', value ->> 'forgivenFen' FROM ${jsonRows(slips)}`,
    ...(await postWriteOff(context, row)),
  ]
  return commit(context, 'county', statements, { action: 'settlement.write_off', subject: id, detail: { contractId, amountFen } })
}

// A draft made meanwhile would have set the same money off.
function noneOpen(organisationId: string) {
  return must(
    sql`NOT EXISTS (SELECT 1 FROM settlements WHERE organisation_id = ${organisationId} AND status IN ('draft', 'notice', 'approved', 'exported'))`,
    'settlement_open',
  )
}
