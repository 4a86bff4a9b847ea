import type { Problem, ProblemCode } from './problem.ts'

/** A command either answers or is refused for a named reason; a refusal has changed nothing. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** `field` names the input the reason is about; `facts` fill the placeholders of its words. */
export function refuse(code: ProblemCode, facts: Problem['facts'] = {}, field?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, facts, field } }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${message}`)
}
