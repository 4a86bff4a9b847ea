import { sql } from 'drizzle-orm'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { yuan } from '../../kernel/money.ts'
import { localMinute } from '../../kernel/time.ts'
import { commit, retried } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { postSettlement, reserveCovers, reserveStanding } from '../posting/queries.ts'
import type { SettlementRow } from '../queries.ts'
import { settlementAt, stillAt } from './step.ts'

/**
 * Approves a settlement whose notice has ended, by another person than its maker, and posts it to the ledger. Refused while
 * the organisation's reserve does not cover what it lays out for money that was paid and is no longer due. Law: design 2.6.
 */
export async function approveSettlement(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.approve', ['notice'])
  if (!found.ok) return found
  const settlement = found.value
  const now = context.clock.now()
  if (settlement.madeBy === actorKey(context.actor)) return refuse('approved_by_maker')
  if (now < settlement.noticeUntilMs!) return refuse('notice_running', { until: localMinute(settlement.noticeUntilMs!) })
  const approve = sql`UPDATE settlements SET status = 'approved', approved_by = ${actorKey(context.actor)}, approved_at_ms = ${now} WHERE id = ${settlementId}`
  const deed = { action: 'settlement.approve', subject: settlementId, detail: { totalFen: settlement.totalFen } }
  const approved = await retried(async () => {
    const posting = await postSettlement(context, settlement)
    return commit(context, 'county', [stillAt(settlement), ...posting, reserveCovers(settlement.organisationId), approve], deed)
  })
  return withReserve(context, settlement, approved)
}

// Who approves is told what the organisation would have laid out before this settlement and what its reserve holds.
async function withReserve(context: Context, { organisationId }: SettlementRow, result: Result<string>): Promise<Result<string>> {
  if (result.ok || result.problem.code !== 'reserve_short') return result
  const { frontedFen, reserveFen } = await reserveStanding(context.county, organisationId)
  return refuse('reserve_short', { fronted: yuan(frontedFen), reserve: yuan(reserveFen) })
}
