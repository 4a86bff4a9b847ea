import type { Result } from '../../../src/kernel/result.ts'
import type { Context } from '../../../src/platform/context.ts'

/** The value of a command that must not be refused. */
export function made<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`)
  return result.value
}

/** The same context acting for the installation itself; the job's name tells one doer from another. */
export function asSystem(context: Context, job = 'factory'): Context {
  return { ...context, actor: { kind: 'system', job }, once: null }
}
