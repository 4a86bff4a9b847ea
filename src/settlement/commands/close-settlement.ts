import { sql } from 'drizzle-orm'
import { refuse, type Result } from '../../kernel/result.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import { postReturned } from '../posting/queries.ts'
import { settlementAt, stillAt } from './step.ts'

/**
 * Closes a settlement once the bank has answered every line it was sent: a line in flight may have been paid, and would be
 * paid again. A line that was held or never sent carries nothing any more; its money goes back to where it came from and
 * is due again in the next settlement. Law: design 2.6.
 */
export function closeSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  return retried(() => close(context, settlementId))
}

async function close(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['approved', 'exported'])
  if (!found.ok) return found
  const open = await context.county.all<{ id: string; status: 'draft' | 'held' | 'exported' }>(
    sql`SELECT id, status FROM settlement_lines WHERE settlement_id = ${settlementId} AND status IN ('draft', 'held', 'exported')`,
  )
  const unanswered = open.filter(({ status }) => status === 'exported').length
  if (unanswered > 0) return refuse('answers_missing', { lines: unanswered })
  const ids = open.map(({ id }) => id)
  const stillOpen = sql`settlement_lines WHERE settlement_id = ${settlementId} AND status IN ('draft', 'held')`
  const statements = [
    stillAt(found.value),
    // An export meanwhile has sent some of them.
    must(sql`(SELECT count(*) FROM ${stillOpen}) = ${ids.length}`, 'busy_try_again'),
    ...(await postReturned(context, found.value, { id: `close:${settlementId}` }, ids)),
    sql`UPDATE settlement_lines SET status = 'released' WHERE settlement_id = ${settlementId} AND status IN ('draft', 'held')`,
    sql`UPDATE settlements SET status = 'closed', closed_at_ms = ${context.clock.now()} WHERE id = ${settlementId}`,
  ]
  return commit(context, 'county', statements, { action: 'settlement.close', subject: settlementId, detail: { released: ids.length } })
}
