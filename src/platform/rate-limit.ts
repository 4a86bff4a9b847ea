import { sql } from 'drizzle-orm'
import type { Problem } from '../kernel/problem.ts'
import type { Context } from './context.ts'

/** Counts one try under each key; the problem to answer once any key has had more than `tries` within its window. */
export async function limitTries(
  context: Context,
  keys: string[],
  { tries, minutes }: { tries: number; minutes: number },
): Promise<Problem | null> {
  const now = context.clock.now()
  const ends = now + minutes * 60_000
  const counts = await context.market.all<{ count: number; endsAtMs: number }>(sql`
    INSERT INTO rate_limits (key, window_ends_at_ms, count) SELECT value, ${ends}, 1 FROM json_each(${JSON.stringify(keys)}) WHERE 1
    ON CONFLICT (key) DO UPDATE SET
      count = iif(window_ends_at_ms <= ${now}, 1, count + 1),
      window_ends_at_ms = iif(window_ends_at_ms <= ${now}, excluded.window_ends_at_ms, window_ends_at_ms)
    RETURNING count, window_ends_at_ms AS endsAtMs`)
  const over = counts.find(({ count }) => count > tries)
  return over ? { code: 'too_many_tries', facts: { minutes: Math.max(1, Math.ceil((over.endsAtMs - now) / 60_000)) } } : null
}

/** Forgets the tries under a key once one of them was right. */
export async function forgetTries(context: Context, key: string): Promise<void> {
  await context.market.run([sql`DELETE FROM rate_limits WHERE key = ${key}`])
}
