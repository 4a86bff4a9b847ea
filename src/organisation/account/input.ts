import { z } from '@hono/zod-openapi'
import { bankAccountFields } from '../../household/account/input.ts'

export const newOrganisationAccountInput = z
  .object({ holder: z.string().trim().min(1, '请填写户名|Enter the holder').max(120), ...bankAccountFields })
  .openapi('NewOrganisationAccount')

export const accountDecisionInput = z.object({ decision: z.enum(['confirmed', 'refused']) }).openapi('AccountDecision')

export type NewOrganisationAccount = z.infer<typeof newOrganisationAccountInput>
export type AccountDecision = z.infer<typeof accountDecisionInput>
