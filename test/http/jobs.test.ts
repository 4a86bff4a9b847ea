import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { runNightJobs } from '../../src/http/jobs.ts'
import { hourMs } from '../../src/kernel/time.ts'
import { bindings, TestClock, testContext } from '../support/context.ts'

describe('the night', () => {
  it('forgets idempotency keys after 72 hours and sessions that are over, and nothing younger', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const old = clock.now() - 73 * hourMs
    const young = clock.now() - 71 * hourMs
    const key = (name: string, at: number) =>
      sql`INSERT INTO idempotency_keys VALUES ('guest', 'POST /x', ${name}, ${'0'.repeat(64)}, 'id', ${at})`
    await context.county.run([key('key-old-1', old), key('key-young', young)])
    await context.market.run([
      key('key-old-2', old),
      sql`INSERT INTO sessions VALUES (${'a'.repeat(64)}, NULL, 'hh_1', 'card_1', 1, ${clock.now() - 1})`,
      sql`INSERT INTO sessions VALUES (${'b'.repeat(64)}, NULL, 'hh_1', 'card_1', 1, ${clock.now() + hourMs})`,
    ])
    await runNightJobs(bindings, clock)
    expect(await context.county.all(sql`SELECT key FROM idempotency_keys`)).toEqual([{ key: 'key-young' }])
    expect(await context.market.all(sql`SELECT key FROM idempotency_keys`)).toEqual([])
    expect(await context.market.all(sql`SELECT substr(token_sha256, 1, 1) AS token FROM sessions`)).toEqual([{ token: 'b' }])
  })
})
