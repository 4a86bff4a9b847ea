import { sql } from 'drizzle-orm'
import type { Result } from '../../kernel/result.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import type { Rejection } from '../input.ts'
import { settlementAt, stillAt } from './step.ts'

/** Rejects a draft or noticed settlement with a reason; its lines no longer carry anything, and the month may be drafted again. */
export async function rejectSettlement(context: Context, settlementId: string, { reason }: Rejection): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.reject', ['draft', 'notice'])
  if (!found.ok) return found
  const statements = [
    stillAt(found.value),
    sql`UPDATE settlement_lines SET status = 'released' WHERE settlement_id = ${settlementId}`,
    sql`UPDATE settlements SET status = 'rejected', rejected_reason = ${reason} WHERE id = ${settlementId}`,
  ]
  return commit(context, 'county', statements, { action: 'settlement.reject', subject: settlementId })
}
