import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../kernel/time.ts'
import { grades } from './slip.ts'

const grams = z.int('请填写重量|Enter a weight').max(200_000_000)
const date = z.string().refine(isLocalDate, '请填写日期|Enter a date')

export const newDeliveryInput = z
  .object({
    organisationId: z.string().min(1),
    householdId: z.string('请选择成员|Choose a member').min(1, '请选择成员|Choose a member'),
    contractVersionId: z.string().min(1, '请选择协议|Choose a contract'),
    productId: z.string().min(1, '请选择产品|Choose a product'),
    grade: z.enum(grades, '请选择等级|Choose a grade'),
    deliveredOn: date,
    grossGrams: grams.min(1, '毛重必须大于 0|Gross weight must be above 0'),
    tareGrams: grams.min(0).default(0),
    deductedGrams: grams.min(0).default(0),
    priceFenPerKg: z.int().min(1).max(1_000_000).nullish().openapi({ description: 'Left out: the least price the contract allows' }),
    pin: z
      .string()
      .regex(/^\d{6}$/, '密码是六位数字|A PIN has six digits')
      .nullish()
      .openapi({ description: 'The household’s own PIN, typed by the household: it confirms the slip' }),
  })
  .openapi('NewDelivery')

export const reversalInput = z.object({ reason: z.string().trim().min(2, '请写明原因|Say why').max(200) }).openapi('NewReversal')

/** A photo in a JSON body; pages send a file instead. */
export const photoInput = z
  .object({ mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp']), base64: z.base64().max(7_000_000) })
  .openapi('Photo')

const count = z.coerce.number().int()

export const deliveryFilter = z.object({
  organisationId: z.string().min(1),
  householdId: z.string().optional(),
  from: date.optional(),
  until: date.optional(),
  waiting: z.enum(['true', 'false']).optional().openapi({ description: 'Only slips that are neither reversed nor in a lot' }),
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}~\w+$/)
    .optional()
    .openapi({ description: 'The `next` of the page before' }),
  limit: count.min(1).max(100).default(20),
})

export type NewDelivery = z.infer<typeof newDeliveryInput>
