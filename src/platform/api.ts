import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { problems, problemWords, type Problem } from '../kernel/problem.ts'
import type { Result } from '../kernel/result.ts'
import type { Context } from './context.ts'
import { invalidInput } from './input.ts'

export type ApiEnv = { Variables: { context: Context } }

/** A refusal on its way to the one place that answers it. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** The value of a result; a refusal leaves the handler and is answered as problem+json. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Refusal(result.problem)
  return result.value
}

/** What a query found, or "not found". */
export function found<T>(value: T | null): T {
  if (value === null) throw new Refusal({ code: 'not_found', facts: {} })
  return value
}

/** A router whose input errors are answered like every other problem. */
export function router(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new Refusal(invalidInput(result.error.issues))
    },
  })
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    fields: z.record(z.string(), z.string()).optional(),
    instance: z.string(),
  })
  .openapi('Problem')

/** An RFC 9457 answer in the caller's language. */
export function problemResponse(c: HonoContext, problem: Problem, locale: 'zh' | 'en', requestId: string): Response {
  const { status } = problems[problem.code]
  const fields = problem.fields && Object.fromEntries(Object.entries(problem.fields).map(([name, words]) => [name, words[locale]]))
  const body = {
    type: `/api/problems#${problem.code}`,
    title: problemWords({ ...problem, facts: problem.facts }, locale),
    status,
    code: problem.code,
    detail: problemWords(problem, locale),
    facts: problem.facts,
    ...(fields && { fields }),
    ...(problem.field && { fields: { [problem.field]: problemWords(problem, locale) } }),
    instance: requestId,
  }
  return c.json(body, status, { 'content-type': 'application/problem+json; charset=utf-8' })
}

/** The `responses` entry for refusals, the same on every route. */
export const refused = {
  default: { description: 'Refused, with a stable code', content: { 'application/problem+json': { schema: problemSchema } } },
} as const

/** A JSON answer for a route's `responses`. */
export function json<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } } as const
}

/** A JSON body for a route's `request`. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/** The header every write carries. */
export const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(8)
    .max(64)
    .openapi({ description: 'The same key with the same input gets the first answer again; kept 72 hours' }),
})
