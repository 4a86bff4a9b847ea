import { env } from 'cloudflare:workers'
import { configure, type Bindings } from '../../src/env.ts'
import { actingAs, makeContext } from '../../src/http/context.ts'
import type { Actor, Grant } from '../../src/kernel/actor.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { startOfDay, hourMs, type LocalDate, type Ms } from '../../src/kernel/time.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Result } from '../../src/kernel/result.ts'

export const bindings = env as unknown as Bindings

/** A clock that stands still until it is moved. */
export class TestClock {
  #at: Ms

  constructor(date: LocalDate = '2026-06-18') {
    this.#at = startOfDay(date) + 9 * hourMs
  }

  now(): Ms {
    return this.#at
  }

  moveTo(date: LocalDate): void {
    this.#at = startOfDay(date) + 9 * hourMs
  }

  pass(ms: Ms): void {
    this.#at += ms
  }
}

/** A context as a request would have it, with a clock of the test's own. */
export function testContext({
  clock = new TestClock(),
  actor = { kind: 'system', job: 'test' },
}: { clock?: TestClock; actor?: Actor } = {}): Context {
  const configuration = configure(bindings)
  if ('missing' in configuration) throw new Error(configuration.missing.join())
  return actingAs(makeContext(bindings, configuration, { requestId: 'test', locale: 'zh', clock }), actor)
}

/** A signed-in user with the given roles. */
export function userWith(...grants: Grant[]): Actor {
  return { kind: 'user', userId: `usr_${grants.map(({ role, scope }) => role + scope).join('_')}`, name: 'Test', grants }
}

/** The value of a result that must be one. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`)
  return result.value
}

/** The problem of a result that must be a refusal. */
export function problemOf(result: Result<unknown>): Problem {
  if (result.ok) throw new Error('expected a refusal')
  return result.problem
}
