import { z } from '@hono/zod-openapi'

export const openCardInput = z
  .object({ token: z.string().min(1).max(200), pin: z.string().regex(/^\d{6}$/, '密码是六位数字|A PIN has six digits') })
  .openapi('OpenCard')

export type OpenCard = z.infer<typeof openCardInput>
