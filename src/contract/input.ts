import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../kernel/time.ts'

const localDate = z.string().refine(isLocalDate, '日期不正确|This is not a date')
const basisPoints = z.int().min(0).max(10_000)
const id = z.string().min(1).max(64)

/**
 * What one version of a contract fixes. Shares, the advance and both caps in basis points, prices in fen per kg, land in
 * hundredths of a mu. `deductionCapBp`: packing and processing together take no more of the goods money. `inputCapBp`: a
 * settlement takes no more of what it pays a household for inputs it took on credit; 0 = no inputs on credit.
 */
export const contractTermsInput = z
  .object({
    enterpriseBp: basisPoints,
    cooperativeBp: basisPoints,
    householdBp: basisPoints,
    floorBasis: z.enum(['goods', 'household']),
    advanceBp: basisPoints.default(0),
    deductionCapBp: basisPoints.default(5000),
    inputCapBp: z.int().min(0).max(5000).default(0),
    guaranteeOn: localDate,
    receiptDays: z.int().min(1).max(60).default(10),
    afterSalesHours: z.int().min(1).max(720).default(48),
    fromOn: localDate,
    untilOn: localDate,
    prices: z
      .array(
        z.object({
          productId: id,
          grade: z.enum(['premium', 'first', 'second', 'processing']),
          floorFenPerKg: z.int().min(1).max(1_000_000),
        }),
      )
      .min(1)
      .max(40)
      .refine(
        (prices) => new Set(prices.map(({ productId, grade }) => `${productId} ${grade}`)).size === prices.length,
        '同一产品和等级只能有一个保底价|One product and grade has one floor price',
      ),
    deductions: z
      .array(
        z.object({
          kind: z.enum(['packing', 'processing']),
          proceedsBp: z.int().min(0).max(5000),
          fenPerKg: z.int().min(0).max(100_000),
        }),
      )
      .max(2)
      .refine(
        (deductions) => new Set(deductions.map(({ kind }) => kind)).size === deductions.length,
        '同一种扣除只能写一次|One kind of deduction stands once',
      )
      .default([]),
    households: z
      .array(z.object({ householdId: id, landCentimu: z.int().min(0).max(10_000_000) }))
      .max(5000)
      .default([]),
  })
  .refine(({ enterpriseBp, cooperativeBp, householdBp }) => enterpriseBp + cooperativeBp + householdBp === 10_000, {
    path: ['householdBp'],
    message: '三方分成合计须为 100%|The three parts must add up to 100%',
  })
  .refine(({ deductions, deductionCapBp }) => deductions.reduce((sum, { proceedsBp }) => sum + proceedsBp, 0) <= deductionCapBp, {
    path: ['deductionCapBp'],
    message: '扣除的百分比合计超过了上限|The percentages taken off add up to more than the cap',
  })
  .refine(({ fromOn, untilOn }) => fromOn <= untilOn, { path: ['untilOn'], message: '结束日期早于开始日期|It ends before it begins' })
  .openapi('ContractTerms')

export const newContractInput = z
  .object({
    organisationId: id,
    title: z.string().trim().min(1).max(120),
    linkageMode: z.enum(['order_purchase', 'share', 'entrusted']),
    enterpriseId: id.nullable().default(null),
    cooperativeId: id,
    guarantorId: id,
    terms: contractTermsInput,
  })
  .openapi('NewContract')

export const terminationInput = z.object({ onDate: localDate, reason: z.string().trim().min(1).max(400) }).openapi('Termination')

export const newProductInput = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
    nameZh: z.string().trim().min(1).max(40),
    nameEn: z.string().trim().min(1).max(80),
    category: z.enum(['fruit', 'grain', 'tea', 'mushroom', 'vegetable', 'other']),
    drawing: z.string().trim().min(1).max(40),
    maxDeliveryGrams: z.int().min(1).max(100_000_000),
    maxGramsPerMu: z.int().min(1).max(100_000_000).nullable().default(null),
    lossNormBp: basisPoints.default(1500),
    grades: z
      .array(z.enum(['premium', 'first', 'second', 'processing']))
      .min(1)
      .max(4),
  })
  .openapi('NewProduct')

export const marketPriceInput = z
  .object({
    productId: id,
    grade: z.enum(['premium', 'first', 'second', 'processing']),
    countyCode: z.string().regex(/^\d{6}000000$/),
    onDate: localDate,
    fenPerKg: z.int().min(1).max(1_000_000),
    source: z.string().trim().min(1).max(120),
  })
  .openapi('MarketPrice')

export type ContractTerms = z.infer<typeof contractTermsInput>
export type NewContract = z.infer<typeof newContractInput>
export type Termination = z.infer<typeof terminationInput>
export type NewProduct = z.infer<typeof newProductInput>
export type MarketPrice = z.infer<typeof marketPriceInput>
