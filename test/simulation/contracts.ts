import type { ContractTerms } from '../../src/contract/input.ts'
import { contractTermsInput } from '../../src/contract/input.ts'
import { addDays } from '../../src/kernel/time.ts'
import { sum } from './oracle/orders.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

type Asked = { mode: string; products: World['products']; from: string }

const splits = [
  [3000, 1000, 6000],
  [3333, 3333, 3334],
  [1, 1, 9998],
  [9998, 1, 1],
  [0, 10_000, 0],
  [0, 0, 10_000],
  [2501, 1249, 6250],
]

/** Terms a county could sign and a few nobody would: odd parts, a floor of one fen, deductions that eat everything. */
export function contractTerms(random: Random, { mode, products, from }: Asked): ContractTerms {
  const [enterpriseBp, cooperativeBp, householdBp] = mode === 'order_purchase' ? [6000, 4000, 0] : random.pick(splits)
  const deductions = random.chance(0.5)
    ? [
        { kind: 'packing' as const, proceedsBp: random.pick([0, 333, 1500]), fenPerKg: random.pick([0, 7, 120]) },
        ...(random.chance(0.5) ? [{ kind: 'processing' as const, proceedsBp: random.pick([1, 500]), fenPerKg: random.pick([0, 33]) }] : []),
      ]
    : []
  return contractTermsInput.parse({
    enterpriseBp,
    cooperativeBp,
    householdBp,
    floorBasis: mode === 'order_purchase' || random.chance(0.3) ? 'household' : 'goods',
    advanceBp: random.pick([0, 0, 3000, 10_000]),
    guaranteeOn: addDays(from, random.pick([0, 40, 200, 900])),
    receiptDays: random.pick([1, 5, 10]),
    afterSalesHours: random.pick([1, 48]),
    fromOn: from,
    untilOn: addDays(from, 2000),
    prices: products.flatMap(({ id: productId, grades }) =>
      grades.map((grade) => ({ productId, grade, floorFenPerKg: random.odd(1, 1_000_000, [100, 900]) })),
    ),
    deductions,
    households: [],
    deductionCapBp: Math.max(
      sum(deductions, ({ proceedsBp }) => proceedsBp),
      random.pick([0, 1000, 5000, 10_000]),
    ),
    inputCapBp: random.pick([0, 1000, 5000]),
  })
}
