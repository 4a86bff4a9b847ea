import { z } from '@hono/zod-openapi'
import { signatureInput } from '../../household/account/input.ts'

export const channelInput = z.object({ channel: z.enum(['bank', 'cash']) }).openapi('PayoutChannel')

export const handOutInput = z
  .object({
    pin: z
      .string()
      .regex(/^\d{6}$/, '密码是六位数字|A PIN has six digits')
      .nullish()
      .openapi({ description: 'The household’s own PIN, typed by the household; or send a signed sheet instead' }),
  })
  .openapi('HandOut')

export const handOutBody = handOutInput.extend({ signature: signatureInput.optional() }).openapi('HandOutBody')

export type ChannelChoice = z.infer<typeof channelInput>
export type HandOut = z.infer<typeof handOutInput>
