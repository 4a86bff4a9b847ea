import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../../kernel/time.ts'

const day = z.string().refine(isLocalDate, { message: '日期应为 2026-06-18 的形式|A date looks like 2026-06-18' })

/** A day of the calendar in China, "2026-06-18". */
export const dayInput = z.object({ date: day })

/** `before`: the last day seen. */
export const listInput = z.object({ before: day.optional() })
