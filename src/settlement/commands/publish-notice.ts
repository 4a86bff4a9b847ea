import { sql } from 'drizzle-orm'
import type { Result } from '../../kernel/result.ts'
import { dayMs } from '../../kernel/time.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { settlementAt, stillAt } from './step.ts'

/** Shows a draft to members and on the village board for the organisation's notice days, at least seven. */
export async function publishNotice(context: Context, settlementId: string): Promise<Result<string>> {
  const found = await settlementAt(context, settlementId, 'settlement.write', ['draft'])
  if (!found.ok) return found
  const now = context.clock.now()
  const until = now + found.value.noticeDays * dayMs
  const publish = sql`UPDATE settlements SET status = 'notice', notice_from_ms = ${now}, notice_until_ms = ${until} WHERE id = ${settlementId}`
  return commit(context, 'county', [stillAt(found.value), publish], { action: 'settlement.notice', subject: settlementId })
}
