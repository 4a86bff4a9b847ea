import { z } from '@hono/zod-openapi'
import { grades } from '../intake/slip.ts'
import { findProvince } from '../region/province.ts'

const name = z.string().trim().min(1).max(40)
const words = z.string().trim().max(1000).default('')
const id = z.string().min(1).max(64)
const monthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, '请写月-日，如 05-25|Write month-day, such as 05-25')
const province = z.string().refine((code) => findProvince(code) !== null, '没有这个省份|No such province')

export const freightRuleInput = z
  .object({
    organisationId: id,
    nameZh: name,
    nameEn: name,
    provinces: z.array(province).min(1, '至少选一个省份|Choose at least one province').max(34),
    firstGrams: z.int().min(1).max(100_000),
    firstFen: z.int().min(0).max(1_000_000),
    stepGrams: z.int().min(1).max(100_000),
    stepFen: z.int().min(0).max(1_000_000),
    freeFromFen: z.int().min(1).max(100_000_000).nullable().default(null),
  })
  .openapi('FreightRuleInput')

export const packPricesInput = z
  .array(z.object({ packId: id, priceFen: z.int().min(1).max(10_000_000) }))
  .min(1, '至少给一个规格定价|Price at least one pack')
  .max(12)

export const offerWordsInput = z.object({
  nameZh: name,
  nameEn: name,
  storyZh: words,
  storyEn: words,
  storageZh: words,
  storageEn: words,
  shelfLifeDays: z.int().min(1).max(3650),
  seasonFrom: monthDay.default('01-01'),
  seasonUntil: monthDay.default('12-31'),
  freightRuleId: id,
})

export const offerInput = offerWordsInput
  .extend({ organisationId: id, productId: id, grade: z.enum(grades), packs: packPricesInput })
  .openapi('OfferInput')

export const changePriceInput = z.object({ packs: packPricesInput }).openapi('OfferPrices')
export const reviseOfferInput = offerWordsInput.openapi('OfferWords')

export type FreightRuleInput = z.infer<typeof freightRuleInput>
export type OfferInput = z.infer<typeof offerInput>
export type OfferWords = z.infer<typeof offerWordsInput>
export type PackPrices = z.infer<typeof packPricesInput>
