import { recordDelivery } from '../../../src/intake/commands.ts'
import type { Grade } from '../../../src/intake/slip.ts'
import { localDate } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { asSystem, made } from './made.ts'

type DeliveryOptions = {
  organisationId: string
  householdId: string
  contractVersionId: string
  /** Net grams; the basket weighs 2 kg more. */
  grams: number
  on?: string
  productId?: string
  grade?: Grade
  priceFenPerKg?: number
}

/** A slip of first-grade bayberry weighed today unless told otherwise, at the least allowed price. Answers its id. */
export async function makeDelivery(context: Context, { grams, on, ...options }: DeliveryOptions): Promise<string> {
  const input = {
    productId: 'bayberry',
    grade: 'first' as const,
    ...options,
    deliveredOn: on ?? localDate(context.clock.now()),
    grossGrams: grams + 2_000,
    tareGrams: 2_000,
    deductedGrams: 0,
  }
  return made(await recordDelivery(asSystem(context), input))
}
