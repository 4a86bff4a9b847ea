import { z } from '@hono/zod-openapi'
import { grades } from '../intake/slip.ts'
import { isLocalDate } from '../kernel/time.ts'
import { lossKinds } from './loss.ts'

export const newLotInput = z
  .object({
    organisationId: z.string().min(1),
    deliveryIds: z.array(z.string().min(1)).min(1, '请至少选择一张磅单|Choose at least one slip').max(20_000),
  })
  .openapi('NewLot')

export const newPackInput = z
  .object({
    organisationId: z.string().min(1),
    productId: z.string().min(1, '请选择产品|Choose a product'),
    grade: z.enum(grades, '请选择等级|Choose a grade'),
    packGrams: z
      .int('请填写净重|Enter the net weight')
      .min(10, '净重至少 10 克|At least 10 g')
      .max(100_000, '净重至多 100 公斤|At most 100 kg'),
    nameZh: z.string().trim().min(1, '请填写名称|Enter a name').max(40),
    nameEn: z.string().trim().min(1, '请填写英文名称|Enter an English name').max(60),
  })
  .openapi('NewPack')

const units = z.int('请填写件数|Enter the number of packs').min(1, '至少 1 件|At least 1 pack').max(10_000_000)

export const newPackLotInput = z
  .object({
    packId: z.string('请选择规格|Choose a pack').min(1, '请选择规格|Choose a pack'),
    units,
    packedOn: z.string().refine(isLocalDate, '请填写日期|Enter a date'),
    shelfLifeDays: z.int('请填写保质天数|Enter the shelf life in days').min(1, '至少 1 天|At least 1 day').max(3650),
  })
  .openapi('NewPackLot')

export const newLossInput = z
  .object({
    packLotId: z.string().min(1).nullish().openapi({ description: 'Given: whole packs are lost. Left out: loose grams' }),
    grams: z.int().min(1).max(1_000_000_000_000).nullish(),
    units: units.nullish(),
    kind: z.enum(lossKinds, '请选择损耗类别|Choose a kind of loss'),
    reason: z.string().trim().min(2, '请写明原因|Say why').max(200),
  })
  .refine(({ packLotId, grams }) => packLotId || grams, { path: ['grams'], message: '请填写重量|Enter a weight' })
  .refine(({ packLotId, units }) => !packLotId || units, { path: ['units'], message: '请填写件数|Enter the number of packs' })
  .openapi('NewLoss')

export type NewLot = z.infer<typeof newLotInput>
export type NewPack = z.infer<typeof newPackInput>
export type NewPackLot = z.infer<typeof newPackLotInput>
export type NewLoss = z.infer<typeof newLossInput>
