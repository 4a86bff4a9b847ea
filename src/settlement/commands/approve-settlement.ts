import { sql } from 'drizzle-orm'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { localMinute } from '../../kernel/time.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { postSettlement } from '../posting/queries.ts'
import { settlementAt, stillAt } from './step.ts'

/** Approves a settlement whose notice has ended, by another person than its maker, and posts it to the ledger. */
export async function approveSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.approve', ['notice'])
  if (!found.ok) return found
  const settlement = found.value
  const now = context.clock.now()
  if (settlement.madeBy === actorKey(context.actor)) return refuse('approved_by_maker')
  if (now < settlement.noticeUntilMs!) return refuse('notice_running', { until: localMinute(settlement.noticeUntilMs!) })
  const approve = sql`UPDATE settlements SET status = 'approved', approved_by = ${actorKey(context.actor)}, approved_at_ms = ${now} WHERE id = ${settlementId}`
  const statements = [stillAt(settlement), ...(await postSettlement(context, settlement)), approve]
  return commit(context, 'county', statements, {
    action: 'settlement.approve',
    subject: settlementId,
    detail: { totalFen: settlement.totalFen },
  })
}
