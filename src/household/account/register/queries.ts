import { sql } from 'drizzle-orm'
import { actorKey } from '../../../kernel/actor.ts'
import { newId } from '../../../platform/clock.ts'
import type { Context } from '../../../platform/context.ts'
import { jsonRows, type Statement } from '../../../platform/database.ts'
import { accountStatements } from '../../vault/account/queries.ts'
import { coolingMs } from '../account.ts'
import { householdsWaiting } from '../queries.ts'

type Listed = { householdId: string; holder: string; bankName: string; bankAccount: string }

/**
 * The statements by which accounts that an office's list gives become changes like any other: they cool off, show on the
 * card and can be cancelled. Households that have a change waiting are passed over.
 */
export async function registerAccounts(
  context: Context,
  listed: readonly Listed[],
  importId: string,
): Promise<{ vault: Statement[]; county: Statement[] }> {
  const now = context.clock.now()
  const waiting = await householdsWaiting(
    context.county,
    listed.map(({ householdId }) => householdId),
    now,
  )
  const entries = listed
    .filter(({ householdId }) => !waiting.has(householdId))
    .map(({ householdId, holder, bankName, bankAccount }) => {
      return { changeId: newId('acc', context.clock), householdId, account: { holder, bankName, bankAccount, cnaps: '' } }
    })
  if (entries.length === 0) return { vault: [], county: [] }
  const rows = entries.map(({ changeId, householdId }) => ({ changeId, householdId }))
  const insert = sql`INSERT INTO account_changes (id, household_id, reason, proof, entered_by, entered_at_ms, effective_at_ms)
    SELECT value ->> 'changeId', value ->> 'householdId', ${`import:${importId}`}, 'register', ${actorKey(context.actor)}, ${now}, ${now + coolingMs}
    FROM ${jsonRows(rows)}`
  return { vault: await accountStatements(context, entries), county: [insert] }
}
