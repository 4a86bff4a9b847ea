import { z } from '@hono/zod-openapi'
import type { Problem } from '../kernel/problem.ts'
import { ok, type Result } from '../kernel/result.ts'

const chinese = z.locales.zhCN().localeError

/** Parses outside input; what is wrong comes back by field, in both languages. */
export function parseInput<T>(schema: z.ZodType<T>, raw: unknown): Result<T> {
  const parsed = schema.safeParse(raw)
  return parsed.success ? ok(parsed.data) : { ok: false, problem: invalidInput(parsed.error.issues) }
}

/** A schema's own message may carry both languages as "中文|English"; otherwise Zod's standard words serve. */
export function invalidInput(issues: readonly z.core.$ZodIssue[]): Problem {
  const fields: NonNullable<Problem['fields']> = {}
  for (const issue of issues) {
    const [zh, en] = issue.message.split('|')
    fields[issue.path.join('.')] ??= en ? { zh: zh!, en } : { zh: chineseWords(issue), en: issue.message }
  }
  return { code: 'invalid_input', facts: {}, fields }
}

function chineseWords(issue: z.core.$ZodIssue): string {
  const words = chinese({ input: undefined, ...issue })
  return (typeof words === 'string' ? words : words?.message) ?? issue.message
}
