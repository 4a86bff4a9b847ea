import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../kernel/time.ts'
import { isCreditCode } from './credit-code.ts'

const localDate = z.string().refine(isLocalDate, '日期不正确|This is not a date')

export const newOrganisationInput = z
  .object({
    kind: z.enum(['cooperative', 'enterprise', 'family_farm', 'village_collective']),
    divisionCode: z.string().length(12),
    creditCode: z.string().trim().toUpperCase().refine(isCreditCode, '统一社会信用代码不正确|The unified social credit code is not valid'),
    nameZh: z.string().trim().min(1).max(60),
    nameEn: z.string().trim().min(1).max(120),
    storyZh: z.string().trim().max(2000).default(''),
    storyEn: z.string().trim().max(4000).default(''),
    phone: z.string().trim().max(20).default(''),
    noticeDays: z.int().min(7).max(60).default(7),
  })
  .openapi('NewOrganisation')

export const newMemberInput = z
  .object({
    householdId: z.string().min(1).max(64),
    number: z.int().positive().max(1_000_000).optional().openapi({ description: 'The next free number when left out' }),
    fromOn: localDate,
  })
  .openapi('NewMember')

export const departureInput = z.object({ householdId: z.string().min(1).max(64), untilOn: localDate }).openapi('Departure')

export type NewOrganisation = z.infer<typeof newOrganisationInput>
export type NewMember = z.infer<typeof newMemberInput>
export type Departure = z.infer<typeof departureInput>
