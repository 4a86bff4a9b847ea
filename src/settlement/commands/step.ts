import { sql } from 'drizzle-orm'
import { permit, type Permission } from '../../identity/permission.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { must, type Statement } from '../../platform/database.ts'
import { findSettlement, type SettlementRow } from '../queries.ts'
import type { SettlementStatus } from '../status.ts'

/** The settlement a step is about, for an actor who may take it; it must stand at one of the given statuses. */
export async function settlementAt(
  context: Context,
  id: string,
  permission: Permission,
  statuses: SettlementStatus[],
): Promise<Result<SettlementRow>> {
  const settlement = await findSettlement(context.county, context.actor, id, permission)
  const refused = permit(context.actor, permission, settlement ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!settlement) return refuse('not_found')
  return statuses.includes(settlement.status) ? ok(settlement) : refuse('settlement_status_moved')
}

/** Aborts the batch when somebody moved the settlement on in the meantime. */
export function stillAt(settlement: SettlementRow): Statement {
  return must(sql`(SELECT status FROM settlements WHERE id = ${settlement.id}) = ${settlement.status}`, 'settlement_status_moved')
}
