import { z } from '@hono/zod-openapi'

export const answerInput = z
  .object({
    answer: z
      .string()
      .min(1, '请选择回盘文件|Choose the answer file')
      .max(4_000_000)
      .openapi({ description: 'CSV (line, amount, result, reason, date), or a payment status report ISO 20022 pain.002.001.10 and later' }),
  })
  .openapi('BankAnswer')

export type BankAnswer = z.infer<typeof answerInput>
