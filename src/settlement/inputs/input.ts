import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../../kernel/time.ts'

const words = (max: number) => z.string().trim().min(1, '请填写|Please fill this in').max(max)

/** At most 50,000 yuan at a time. */
export const newInputInput = z
  .object({
    organisationId: z.string().min(1),
    householdId: z.string('请选择成员|Choose a member').min(1, '请选择成员|Choose a member'),
    contractVersionId: z.string('请选择协议|Choose a contract').min(1, '请选择协议|Choose a contract'),
    item: words(40).openapi({ example: '有机肥' }),
    count: z.int('请填写数量|Enter how many').min(1, '请填写数量|Enter how many').max(100_000),
    unit: words(12).openapi({ example: '袋' }),
    amountFen: z
      .int('请填写金额|Enter an amount')
      .min(1, '金额要大于 0|The amount must be above 0')
      .max(5_000_000, '一次不超过 5 万元|At most 50,000 yuan at a time'),
    handedOn: z.string().refine(isLocalDate, '请填写日期|Enter a date'),
    pin: z
      .string()
      .regex(/^\d{6}$/, '密码是六位数字|A PIN has six digits')
      .nullish()
      .openapi({ description: 'The household’s own PIN, typed by the household. Without it a photo of its signature is needed.' }),
  })
  .openapi('NewInput')

export const inputReversalInput = z.object({ reason: words(200) }).openapi('NewInputReversal')

export const inputFilter = z.object({
  organisationId: z.string().optional(),
  householdId: z.string().optional(),
  before: z.string().max(64).optional().openapi({ description: 'The `next` of the page before' }),
})

export type NewInput = z.infer<typeof newInputInput>
