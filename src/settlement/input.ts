import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../kernel/time.ts'

const localDate = z.string().refine(isLocalDate, '请填写日期，如 2026-06-18|Enter a date such as 2026-06-18')
const words = (max: number) => z.string().trim().min(1, '请填写|Please fill this in').max(max)

export const newSettlementInput = z
  .object({
    organisationId: z.string().min(1),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '请选择月份，如 2026-06|Choose a month such as 2026-06'),
  })
  .openapi('NewSettlement')

export const rejectionInput = z.object({ reason: words(200) }).openapi('Rejection')

export const guaranteePaymentInput = z
  .object({
    contractId: z.string().min(1),
    amountFen: z.int().min(1, '金额要大于 0|The amount must be above 0').max(1_000_000_000_000),
    bankReference: words(64),
    paidOn: localDate,
  })
  .openapi('NewGuaranteePayment')

export const reservePaymentInput = z
  .object({
    organisationId: z.string().min(1),
    amountFen: z.int().min(1, '金额要大于 0|The amount must be above 0').max(1_000_000_000_000),
    bankReference: words(64),
    paidOn: localDate,
  })
  .openapi('NewReservePayment')

export const writeOffInput = z.object({ contractId: z.string().min(1), reason: words(200) }).openapi('NewWriteOff')

export const newStatementInput = z
  .object({
    about: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('delivery'), deliveryId: z.string().min(1) }),
      z.object({ kind: z.literal('line'), lineId: z.string().min(1) }),
    ]),
    verdict: z.enum(['right', 'not_right']),
    words: z.string().trim().max(500).default(''),
  })
  .openapi('NewStatement')

export const resolutionInput = z.object({ resolution: words(500) }).openapi('Resolution')

export type NewSettlement = z.infer<typeof newSettlementInput>
export type Rejection = z.infer<typeof rejectionInput>
export type NewGuaranteePayment = z.infer<typeof guaranteePaymentInput>
export type NewReservePayment = z.infer<typeof reservePaymentInput>
export type NewWriteOff = z.infer<typeof writeOffInput>
export type NewStatement = z.infer<typeof newStatementInput>
export type ResolutionInput = z.infer<typeof resolutionInput>
