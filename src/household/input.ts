import { z } from '@hono/zod-openapi'
import { isLocalDate } from '../kernel/time.ts'
import { isIdentityNumber } from './identity-number.ts'
import { accountPattern, phonePattern } from './roster.ts'
import { registryStatuses } from './status.ts'

export const identityInput = z
  .object({
    name: z.string().trim().min(1).max(30),
    idNumber: z.string().trim().toUpperCase().refine(isIdentityNumber, '身份证号不正确|The identity number is not valid'),
    phone: z.string().regex(phonePattern, '手机号不正确|The phone number is not valid').or(z.literal('')),
    bankName: z.string().trim().max(60),
    bankAccount: z.string().regex(accountPattern, '银行账号不正确|The bank account is not valid').or(z.literal('')),
  })
  .openapi('Identity')

export const newHouseholdInput = z
  .object({
    villageCode: z.string().length(12),
    people: z.int().min(1).max(30),
    workers: z.int().min(0).max(30),
    status: z.enum(registryStatuses),
    statusFromOn: z.string().refine(isLocalDate, '日期不正确|This is not a date'),
    identity: identityInput,
  })
  .refine(({ people, workers }) => workers <= people, { path: ['workers'], message: '劳动力不能多于人口|More workers than people' })
  .openapi('NewHousehold')

export type NewHousehold = z.infer<typeof newHouseholdInput>
