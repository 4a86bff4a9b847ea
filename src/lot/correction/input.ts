import { z } from '@hono/zod-openapi'
import { newDeliveryInput } from '../../intake/input.ts'

const { householdId, grade, grossGrams, tareGrams, deductedGrams, priceFenPerKg } = newDeliveryInput.shape
const reason = z.string().trim().min(2, '请写明原因|Say why').max(200)

export const newCorrectionInput = z
  .object({
    corrected: z
      .object({ householdId, grade, grossGrams, tareGrams, deductedGrams, priceFenPerKg })
      .nullable()
      .openapi({ description: 'What the slip should have said; null: nothing was delivered, the slip is struck out' }),
    reason,
  })
  .openapi('NewCorrection')

export const correctionDecisionInput = z
  .object({ decision: z.enum(['approve', 'refuse'], '请选择|Choose one'), words: z.string().trim().max(200).default('') })
  .openapi('CorrectionDecision')

export type NewCorrection = z.infer<typeof newCorrectionInput>
export type CorrectionDecision = z.infer<typeof correctionDecisionInput>
