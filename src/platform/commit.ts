import { sql } from 'drizzle-orm'
import { actorKey } from '../kernel/actor.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { newId } from './clock.ts'
import type { Context } from './context.ts'
import { build, type Statement } from './database.ts'
import { activities, idempotencyKeys } from './tables.ts'

export type TableGroup = 'county' | 'market'

/** Who did what to which subject; `subject` is also the id the caller gets. `detail` holds no personal data. */
export type Deed = { action: string; subject: string; detail?: Record<string, string | number> }

/**
 * The one write of a command: its statements, the record of the deed and the caller's idempotency key, in one batch.
 * Answers the subject's id; a constraint that stands for a refusal answers that problem and nothing is written.
 */
export async function commit(context: Context, group: TableGroup, statements: Statement[], deed: Deed): Promise<Result<string>> {
  const problem = await context[group].run([...keyStatements(context, deed), ...statements, activityStatement(context, deed)])
  if (problem === null) return ok(deed.subject)
  if (problem !== 'idempotency_key_taken') return refuse(problem)
  return (await firstAnswer(context, group)) ?? refuse(problem)
}

/**
 * Runs a command unless its idempotency key already has an answer in `group`, where the command commits.
 * Same key and input: the first answer again. Same key, other input: refused.
 */
export async function once(context: Context, group: TableGroup, command: () => Promise<Result<string>>): Promise<Result<string>> {
  return (await firstAnswer(context, group)) ?? command()
}

/** Reads, decides and writes again when what was read had changed by the time it was written; three times at most. */
export async function retried(attempt: () => Promise<Result<string>>): Promise<Result<string>> {
  for (let tries = 1; ; tries++) {
    const result = await attempt()
    if (result.ok || result.problem.code !== 'busy_try_again' || tries === 3) return result
  }
}

async function firstAnswer(context: Context, group: TableGroup): Promise<Result<string> | null> {
  if (!context.once) return null
  const { route, key, inputSha256 } = context.once
  const found = await context[group].row(
    idempotencyKeys,
    sql`WHERE actor = ${actorKey(context.actor)} AND route = ${route} AND key = ${key}`,
  )
  if (!found) return null
  return found.inputSha256 === inputSha256 ? ok(found.resultId) : refuse('idempotency_key_reused')
}

function keyStatements(context: Context, deed: Deed): Statement[] {
  if (!context.once) return []
  const row = { ...context.once, actor: actorKey(context.actor), resultId: deed.subject, atMs: context.clock.now() }
  return [build.insert(idempotencyKeys).values(row)]
}

function activityStatement(context: Context, deed: Deed): Statement {
  return build.insert(activities).values({
    id: newId('act', context.clock),
    atMs: context.clock.now(),
    actor: actorKey(context.actor),
    action: deed.action,
    subject: deed.subject,
    requestId: context.requestId,
    detail: JSON.stringify(deed.detail ?? {}),
  })
}
