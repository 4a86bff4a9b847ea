import { sql } from 'drizzle-orm'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { must } from '../../platform/database.ts'
import type { ResolutionInput } from '../input.ts'
import { findStatement } from '../statement/queries.ts'

/** Answers a household's "not right"; a line held for it goes on unless another objection is open. */
export async function resolveStatement(context: Context, statementId: string, { resolution }: ResolutionInput): Promise<Result<string>> {
  const statement = await findStatement(context.county, context.actor, statementId)
  const refused = permit(context.actor, 'statement.resolve', statement ?? {})
  if (refused) return { ok: false, problem: refused }
  if (!statement || statement.verdict !== 'not_right') return refuse('not_found')
  if (statement.resolvedAtMs !== null) return refuse('statement_resolved')
  const statements = [
    must(sql`(SELECT resolved_at_ms IS NULL FROM statements WHERE id = ${statementId})`, 'statement_resolved'),
    sql`UPDATE statements SET resolution = ${resolution}, resolved_by = ${actorKey(context.actor)}, resolved_at_ms = ${context.clock.now()} WHERE id = ${statementId}`,
    sql`UPDATE settlement_lines SET status = 'draft' WHERE id = ${statement.lineId} AND status = 'held'
      AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.line_id = settlement_lines.id AND s.verdict = 'not_right' AND s.resolved_at_ms IS NULL)`,
  ]
  return commit(context, 'county', statements, { action: 'statement.resolve', subject: statementId })
}
