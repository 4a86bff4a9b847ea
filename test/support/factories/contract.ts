import { createContract, createProduct, signContract } from '../../../src/contract/commands.ts'
import type { ContractTerms, NewProduct } from '../../../src/contract/input.ts'
import type { LinkageMode } from '../../../src/contract/floor.ts'
import { findProduct } from '../../../src/contract/queries.ts'
import type { Grade } from '../../../src/contract/tables.ts'
import type { Context } from '../../../src/platform/context.ts'
import { asSystem, made } from './made.ts'

/** Bayberry 杨梅 with all four grades unless told otherwise; asked for again, it is the same one. Answers its id. */
export async function makeProduct(context: Context, overrides: Partial<NewProduct> = {}): Promise<string> {
  const input: NewProduct = {
    id: 'bayberry',
    nameZh: '杨梅',
    nameEn: 'Bayberry',
    category: 'fruit',
    drawing: 'bayberry',
    maxDeliveryGrams: 5_000_000,
    maxGramsPerMu: null,
    lossNormBp: 1500,
    grades: ['premium', 'first', 'second', 'processing'],
    ...overrides,
  }
  if (await findProduct(context.county, input.id)) return input.id
  return made(await createProduct(asSystem(context), input))
}

type ContractOptions = {
  organisationId: string
  enterpriseId?: string | null
  guarantorId?: string
  title?: string
  mode?: LinkageMode
  split?: readonly [enterpriseBp: number, cooperativeBp: number, householdBp: number]
  floorFenPerKg?: number
  floorBasis?: 'goods' | 'household'
  advanceBp?: number
  deductionCapBp?: number
  inputCapBp?: number
  guaranteeOn?: string
  productId?: string
  grades?: readonly Grade[]
  deductions?: ContractTerms['deductions']
  householdIds?: readonly string[]
  landCentimu?: number
  receiptDays?: number
  afterSalesHours?: number
  from?: string
  until?: string
  signed?: boolean
}

/**
 * The seed's contract (000): enterprise 30 %, cooperative 10 %, households 60 %, floor 4 yuan/kg on the goods, the
 * enterprise as guarantor; signed and in force all of 2026. Without an enterprise the organisation itself takes that
 * part. Answers the version's id.
 */
export async function makeContract(context: Context, options: ContractOptions): Promise<string> {
  const { organisationId, enterpriseId = organisationId, signed = true } = options
  const versionId = made(
    await createContract(asSystem(context, 'contract-maker'), {
      organisationId,
      title: options.title ?? '杨梅产销保底协议',
      linkageMode: options.mode ?? 'share',
      enterpriseId,
      cooperativeId: organisationId,
      guarantorId: options.guarantorId ?? enterpriseId ?? organisationId,
      terms: await termsOf(context, options),
    }),
  )
  if (signed) made(await signContract(asSystem(context, 'contract-signer'), versionId))
  return versionId
}

async function termsOf(context: Context, options: ContractOptions): Promise<ContractTerms> {
  const { split = [3000, 1000, 6000], floorFenPerKg = 400, grades = ['premium', 'first', 'second', 'processing'] } = options
  const productId = options.productId ?? (await makeProduct(context))
  return {
    enterpriseBp: split[0],
    cooperativeBp: split[1],
    householdBp: split[2],
    floorBasis: options.floorBasis ?? 'goods',
    advanceBp: options.advanceBp ?? 0,
    deductionCapBp: options.deductionCapBp ?? 5000,
    inputCapBp: options.inputCapBp ?? 0,
    guaranteeOn: options.guaranteeOn ?? '2026-12-31',
    receiptDays: options.receiptDays ?? 10,
    afterSalesHours: options.afterSalesHours ?? 48,
    fromOn: options.from ?? '2026-01-01',
    untilOn: options.until ?? '2026-12-31',
    prices: grades.map((grade) => ({ productId, grade, floorFenPerKg })),
    deductions: options.deductions ?? [],
    households: (options.householdIds ?? []).map((householdId) => ({ householdId, landCentimu: options.landCentimu ?? 0 })),
  }
}
