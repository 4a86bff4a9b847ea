import { z } from '@hono/zod-openapi'
import { isIdentityNumber } from '../identity-number.ts'
import { accountPattern } from '../roster.ts'

const spaceless = (text: string) => text.replace(/\s+/g, '')
const reason = z.string().trim().min(2, '请写明原因|Say why').max(200)

export const bankAccountFields = {
  bankName: z.string().trim().min(2, '请填写开户行|Enter the bank').max(60),
  bankAccount: z.string().transform(spaceless).pipe(z.string().regex(accountPattern, '银行账号不正确|The bank account is not valid')),
  cnaps: z
    .string()
    .transform(spaceless)
    .pipe(z.string().regex(/^(\d{12})?$/, '联行号是十二位数字，不知道就不填|A CNAPS number has twelve digits; leave it out if unknown'))
    .default(''),
  reason,
}

export const newAccountInput = z
  .object({
    holder: z.string().trim().min(1, '请填写户名|Enter the holder').max(30),
    ...bankAccountFields,
    pin: z
      .string()
      .regex(/^\d{6}$/, '密码是六位数字|A PIN has six digits')
      .nullish()
      .openapi({ description: 'The household’s own PIN, typed by the household; or send a signed sheet instead' }),
  })
  .openapi('NewAccount')

export const cancellationInput = z.object({ reason }).openapi('Cancellation')

export const newAdultInput = z
  .object({
    name: z
      .string()
      .trim()
      .regex(/^[\p{L}·.]{1,30}$/u, '姓名不正确|The name is not valid'),
    idNumber: z.string().trim().toUpperCase().refine(isIdentityNumber, '身份证号不正确|The identity number is not valid'),
  })
  .openapi('NewAdult')

/** A scan of a signed sheet in a JSON body; pages send a file instead. */
export const signatureInput = z
  .object({ mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']), base64: z.base64().max(7_000_000) })
  .openapi('Signature')

export type NewAccount = z.infer<typeof newAccountInput>
export type Cancellation = z.infer<typeof cancellationInput>
export type NewAdult = z.infer<typeof newAdultInput>
