import type { z } from '@hono/zod-openapi'
import type { Problem } from '../kernel/problem.ts'
import { ok, type Result } from '../kernel/result.ts'

/** Parses outside input; what is wrong comes back by field, in both languages. */
export function parseInput<T>(schema: z.ZodType<T>, raw: unknown): Result<T> {
  const parsed = schema.safeParse(raw)
  return parsed.success ? ok(parsed.data) : { ok: false, problem: invalidInput(parsed.error.issues) }
}

type Words = { zh: string; en: string }

/** A schema's own message may carry both languages as "中文|English"; otherwise the words of its kind serve. */
export function invalidInput(issues: readonly z.core.$ZodIssue[]): Problem {
  const fields: NonNullable<Problem['fields']> = {}
  for (const issue of issues) {
    const [zh, en] = issue.message.split('|')
    fields[issue.path.join('.')] ??= en ? { zh: zh!, en } : wordsOf(issue)
  }
  return { code: 'invalid_input', facts: {}, fields }
}

function wordsOf(issue: z.core.$ZodIssue): Words {
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'too_big') return tooBig(issue)
  if (issue.code === 'invalid_value') return { zh: '请从列出的选项中选择', en: 'Please choose one of the options' }
  if (issue.code === 'invalid_format') return { zh: '格式不对', en: 'This is not in the right form' }
  if (issue.code === 'unrecognized_keys') return { zh: `不认识：${issue.keys.join('、')}`, en: `Not known: ${issue.keys.join(', ')}` }
  const missing = issue.code === 'invalid_type' && /undefined|null/.test(issue.message)
  return missing ? { zh: '请填写', en: 'Please fill this in' } : { zh: '填写的内容不对', en: 'This cannot be right' }
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): Words {
  if (origin === 'string' && Number(minimum) <= 1) return { zh: '请填写', en: 'Please fill this in' }
  if (origin === 'string') return { zh: `至少 ${minimum} 个字`, en: `At least ${minimum} characters` }
  if (origin === 'array') return { zh: `至少选 ${minimum} 项`, en: `Choose at least ${minimum}` }
  return { zh: `不能小于 ${minimum}`, en: `Must be at least ${minimum}` }
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig): Words {
  if (origin === 'string') return { zh: `最多 ${maximum} 个字`, en: `At most ${maximum} characters` }
  if (origin === 'array') return { zh: `最多 ${maximum} 项`, en: `At most ${maximum}` }
  return { zh: `不能大于 ${maximum}`, en: `Must be at most ${maximum}` }
}
