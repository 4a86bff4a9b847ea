import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../../kernel/time.ts'
import { capitalKinds } from './surplus.ts'

const words = (max: number) => z.string().trim().min(1, '请填写|Please fill this in').max(max)
const localDate = z.string().refine(isLocalDate, '请填写日期|Enter a date')
const amount = z.int('请填写金额|Enter an amount').max(100_000_000_000)
const percent = z.int('请填写百分比|Enter a percentage').min(0).max(10_000)

/** What a member's capital of one kind is from a day on, in fen; 0 when it was given back. */
export const newCapitalInput = z
  .object({
    organisationId: z.string().min(1),
    householdId: z.string('请选择成员|Choose a member').min(1, '请选择成员|Choose a member'),
    kind: z.enum(capitalKinds, '请选择种类|Choose a kind'),
    shareFen: z.int('请填写金额|Enter an amount').min(0).max(10_000_000_000),
    fromOn: localDate,
    document: words(80).openapi({ description: 'The certificate or the resolution it rests on' }),
  })
  .openapi('NewCapital')

export const surplusDepositInput = z
  .object({
    organisationId: z.string().min(1),
    amountFen: amount.min(1, '金额要大于 0|The amount must be above 0'),
    bankReference: words(64),
    paidOn: localDate,
  })
  .openapi('NewSurplusDeposit')

export const newSurplusInput = z
  .object({
    organisationId: z.string().min(1),
    year: z.string().regex(/^[12]\d{3}$/, '请填写年份，如 2025|Enter a year such as 2025'),
    surplusFen: amount
      .min(1, '金额要大于 0|The amount must be above 0')
      .openapi({ description: 'The year’s profit after losses are made up' }),
    reserveBp: percent.openapi({ description: '公积金, taken first' }),
    volumeBp: percent.openapi({ description: 'Of what is left, returned by trade volume; the law wants at least 6000' }),
  })
  .openapi('NewSurplus')

export const unpaidSurplusInput = z.object({ organisationId: z.string().min(1) }).openapi('NewUnpaidSurplus')

export type NewCapital = z.infer<typeof newCapitalInput>
export type NewSurplusDeposit = z.infer<typeof surplusDepositInput>
export type NewSurplus = z.infer<typeof newSurplusInput>
