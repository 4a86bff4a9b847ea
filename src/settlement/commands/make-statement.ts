import { sql } from 'drizzle-orm'
import { refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, type Statement } from '../../platform/database.ts'
import type { NewStatement } from '../input.ts'
import { statements } from '../tables.ts'

/**
 * A household's own word about one of its slips or lines. "Not right" needs words and holds that line alone, as long as
 * it has not gone to the bank. What belongs to another household does not exist for it.
 */
export async function makeStatement(context: Context, { about, verdict, words }: NewStatement): Promise<Result<string>> {
  const { actor } = context
  if (actor.kind === 'guest') return refuse('sign_in_required')
  if (actor.kind === 'user') return refuse('forbidden')
  const owner = await ownerOf(context, about)
  if (owner === null || (actor.kind === 'household' && owner !== actor.householdId)) return refuse('not_found')
  if (verdict === 'not_right' && words === '') return refuse('statement_without_words', {}, 'words')
  const id = newId('say', context.clock)
  const deliveryId = about.kind === 'delivery' ? about.deliveryId : null
  const lineId = about.kind === 'line' ? about.lineId : null
  const row = { id, householdId: owner, deliveryId, lineId, verdict, words, atMs: context.clock.now() }
  const hold: Statement[] =
    verdict === 'not_right' && lineId !== null
      ? [sql`UPDATE settlement_lines SET status = 'held' WHERE id = ${lineId} AND status = 'draft'`]
      : []
  return commit(context, 'county', [build.insert(statements).values(row), ...hold], { action: `statement.${verdict}`, subject: id })
}

async function ownerOf(context: Context, about: NewStatement['about']): Promise<string | null> {
  const statement =
    about.kind === 'delivery'
      ? sql`SELECT household_id AS owner FROM deliveries WHERE id = ${about.deliveryId}`
      : sql`SELECT party_id AS owner FROM settlement_lines WHERE id = ${about.lineId} AND party = 'household'`
  return (await context.county.first<{ owner: string }>(statement))?.owner ?? null
}
