import { sql } from 'drizzle-orm'
import type { Result } from '../../kernel/result.ts'
import { localDate } from '../../kernel/time.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import { postReturned } from '../posting/queries.ts'
import { settlementAt, stillAt } from './step.ts'

/**
 * Closes a settlement. A line that was held, never sent or never answered carries nothing any more; its money goes back
 * to where it came from and is due again in the next settlement.
 */
export async function closeSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['approved', 'exported'])
  if (!found.ok) return found
  const now = context.clock.now()
  const openLines = sql`settlement_lines WHERE settlement_id = ${settlementId} AND status IN ('draft', 'held', 'exported')`
  const open = await context.county.all<{ id: string }>(sql`SELECT id FROM ${openLines}`)
  const ids = open.map(({ id }) => id)
  const statements = [
    stillAt(found.value),
    // No line opens again, so a count that still holds says that the bank answered none of them meanwhile.
    must(sql`(SELECT count(*) FROM ${openLines}) = ${ids.length}`, 'busy_try_again'),
    ...(await postReturned(context, found.value, `close:${settlementId}`, ids)),
    sql`UPDATE settlement_lines SET status = 'released' WHERE settlement_id = ${settlementId} AND status IN ('draft', 'held')`,
    sql`UPDATE settlement_lines SET status = 'failed', failure = 'unanswered', answered_on = ${localDate(now)} WHERE settlement_id = ${settlementId} AND status = 'exported'`,
    sql`UPDATE settlements SET status = 'closed', closed_at_ms = ${now} WHERE id = ${settlementId}`,
  ]
  return commit(context, 'county', statements, { action: 'settlement.close', subject: settlementId, detail: { released: ids.length } })
}
