import { z } from '@hono/zod-openapi'

export const signInInput = z.object({ username: z.string().trim().min(3).max(40), password: z.string().min(1).max(200) }).openapi('SignIn')

export const newUserInput = z
  .object({
    username: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
    name: z.string().trim().min(1).max(40),
    password: z.string().min(10).max(200),
    role: z.enum(['operator', 'office', 'supervisor', 'manager', 'clerk']),
    scope: z.string().min(1).max(64),
  })
  .openapi('NewUser')

export const firstOperatorInput = newUserInput
  .omit({ role: true, scope: true })
  .extend({ setupToken: z.string().min(1) })
  .openapi('FirstOperator')

export type SignIn = z.infer<typeof signInInput>
export type NewUser = z.infer<typeof newUserInput>
export type FirstOperator = z.infer<typeof firstOperatorInput>
