import { z } from '@hono/zod-openapi'

/** A mainland mobile number, however it is spaced or prefixed. */
export const phoneInput = z
  .string('请填写手机号|Enter a mobile number')
  .transform((text) =>
    text
      .normalize('NFKC')
      .replace(/[\s-]/g, '')
      .replace(/^\+?86(?=1)/, ''),
  )
  .pipe(z.string().regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号|Enter an 11-digit mobile number'))

export const codeRequestInput = z.object({ phone: phoneInput }).openapi('SignInCodeRequest')

export const codeInput = z
  .object({
    phone: phoneInput,
    code: z
      .string('请填写验证码|Enter the code')
      .trim()
      .regex(/^\d{6}$/, '验证码是 6 位数字|The code has 6 digits'),
  })
  .openapi('SignInByCode')
