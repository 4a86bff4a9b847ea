import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localDate, monthOf } from '../../kernel/time.ts'
import { findOrganisation } from '../../organisation/queries.ts'
import { newId } from '../../platform/clock.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { jsonRows, must, type Statement } from '../../platform/database.ts'
import { loadBooks, slipRecords, standing } from '../books/queries.ts'
import { insertSettlement } from '../draft/queries.ts'
import type { NewSettlement } from '../input.ts'
import { settle, type Books } from '../settlement.ts'

/**
 * Drafts the settlement of an organisation for a month: what every party is due today less what earlier lines carry.
 * One month once, one open settlement at a time. Answers its id.
 */
export async function draftSettlement(context: Context, { organisationId, month }: NewSettlement): Promise<Result<string>> {
  const organisation = await findOrganisation(context.county, organisationId)
  const refused = permit(context.actor, 'settlement.write', organisation ? { organisationId, divisionCode: organisation.divisionCode } : {})
  if (refused) return { ok: false, problem: refused }
  if (!organisation) return refuse('not_found')
  const today = localDate(context.clock.now())
  if (month > monthOf(today)) return refuse('settlement_in_future', { month }, 'month')
  return retried(async () => commitDraft(context, month, await loadBooks(context.county, organisationId, today)))
}

async function commitDraft(context: Context, month: string, books: Books): Promise<Result<string>> {
  const id = newId('stl', context.clock)
  const settlement = settle(books)
  const made = {
    id,
    organisationId: books.organisationId,
    month,
    asOfOn: books.asOf,
    madeBy: actorKey(context.actor),
    madeAtMs: context.clock.now(),
  }
  const statements = [unchanged(books), ...insertSettlement(made, settlement)]
  const detail = { month, lines: settlement.lines.length, totalFen: settlement.totalFen }
  return commit(context, 'county', statements, { action: 'settlement.draft', subject: id, detail })
}

/** Holds while these books are still as they were read. */
// A sale that became final, a slip, a closing, a line given back or a payment between reading and writing would make the figures stale.
export function unchanged({ organisationId, lots, slips, guarantees, earlier, slipRecords: records }: Books): Statement {
  const read = lots.map(({ lotId, finalFen, finalGrams, closed }) => ({ lotId, finalFen, finalGrams, closed: Number(closed) }))
  const paidInFen = guarantees.reduce((sum, guarantee) => sum + guarantee.paidInFen, 0)
  const linedFen = [...slips, ...earlier].reduce((sum, lined) => sum + lined.linedFen, 0)
  return must(
    sql`(SELECT count(*) FROM lots WHERE organisation_id = ${organisationId}) = ${lots.length}
      AND (SELECT count(*) FROM ${jsonRows(read)} r JOIN lots l ON l.id = r.value ->> 'lotId' WHERE l.final_fen = r.value ->> 'finalFen'
        AND l.final_grams = r.value ->> 'finalGrams' AND (l.closed_at_ms IS NOT NULL) = r.value ->> 'closed') = ${lots.length}
      AND ${slipRecords(organisationId)} = ${records}
      AND (SELECT coalesce(sum(amount_fen), 0) FROM guarantee_payments WHERE organisation_id = ${organisationId}) = ${paidInFen}
      AND (SELECT coalesce(sum(l.amount_fen + l.credit_fen), 0) FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id
        WHERE t.organisation_id = ${organisationId} AND t.kind = 'proceeds' AND ${standing(sql`l.status`)})
        - (SELECT coalesce(sum(amount_fen), 0) FROM write_offs WHERE organisation_id = ${organisationId}) = ${linedFen}`,
    'busy_try_again',
  )
}
