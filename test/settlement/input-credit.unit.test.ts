import { describe, expect, it } from 'vitest'
import { creditInputs, type InputDebt } from '../../src/settlement/input-credit.ts'
import type { SlipPart } from '../../src/settlement/line.ts'
import type { ValuedSlip } from '../../src/settlement/slip.ts'
import { always, fc } from '../support/property.ts'

type Given = { contract: string; linedFen: number; guaranteedFen: number; shareFen: number }

const debtOf = (contractId: string, more: Partial<InputDebt> = {}): InputDebt => ({
  householdId: 'h',
  contractId,
  capBp: 3000,
  advancedFen: 50_000,
  creditedFen: 0,
  ...more,
})

function credits(debts: readonly InputDebt[], slips: readonly Given[]) {
  const valued = slips.map(({ contract, linedFen, guaranteedFen }) => ({ contractId: contract, linedFen, guaranteedFen }) as ValuedSlip)
  const parts = slips.map(({ contract, shareFen }) => ({ contractId: contract, shareFen, guaranteeFen: 0 }) as SlipPart)
  return creditInputs(debts, valued, parts)
}

const given = fc.record({
  contract: fc.constantFrom('a', 'b'),
  linedFen: fc.nat(100_000),
  guaranteedFen: fc.nat(100_000),
  shareFen: fc.integer({ min: -50_000, max: 100_000 }),
})
const debts = fc
  .tuple(fc.nat(5000), fc.nat(200_000), fc.nat(10_000), fc.nat(5000), fc.nat(200_000))
  .map(([capBp, advancedFen, creditedFen, otherCapBp, otherFen]) => [
    debtOf('a', { capBp, advancedFen, creditedFen: Math.min(creditedFen, advancedFen) }),
    debtOf('b', { capBp: otherCapBp, advancedFen: otherFen }),
  ])

describe('creditInputs', () => {
  it('takes the contract’s cap of what the line pays', () => {
    expect(credits([debtOf('a')], [{ contract: 'a', linedFen: 0, guaranteedFen: 0, shareFen: 100_000 }])).toEqual([
      { contractId: 'a', creditFen: 30_000 },
    ])
  })

  it('takes no more than is still owed', () => {
    const debt = debtOf('a', { advancedFen: 9_000, creditedFen: 2_000 })
    expect(credits([debt], [{ contract: 'a', linedFen: 0, guaranteedFen: 0, shareFen: 100_000 }])).toEqual([
      { contractId: 'a', creditFen: 7_000 },
    ])
  })

  it('leaves the household the whole of its floor in money', () => {
    expect(credits([debtOf('a')], [{ contract: 'a', linedFen: 0, guaranteedFen: 90_000, shareFen: 100_000 }])).toEqual([
      { contractId: 'a', creditFen: 10_000 },
    ])
    expect(credits([debtOf('a')], [{ contract: 'a', linedFen: 0, guaranteedFen: 100_000, shareFen: 100_000 }])).toEqual([])
  })

  always(
    'never goes beyond the debt, the cap, the floor or the line',
    fc.tuple(debts, fc.array(given, { minLength: 1, maxLength: 6 })),
    ([owed, slips]) => {
      const taken = credits(owed, slips)
      const line = slips.reduce((sum, { shareFen }) => sum + shareFen, 0)
      const all = taken.reduce((sum, { creditFen }) => sum + creditFen, 0)
      if (taken.length > 0) expect(line - all).toBeGreaterThanOrEqual(1)
      for (const { contractId, creditFen } of taken) {
        const debt = owed.find((row) => row.contractId === contractId)!
        const own = slips.filter(({ contract }) => contract === contractId)
        const gain = own.reduce((sum, { shareFen }) => sum + shareFen, 0)
        const money = own.reduce((sum, { linedFen }) => sum + linedFen, 0) + gain - debt.creditedFen - creditFen
        expect(creditFen).toBeGreaterThan(0)
        expect(creditFen).toBeLessThanOrEqual(debt.advancedFen - debt.creditedFen)
        expect(creditFen * 10_000).toBeLessThanOrEqual(gain * debt.capBp)
        expect(money).toBeGreaterThanOrEqual(own.reduce((sum, { guaranteedFen }) => sum + guaranteedFen, 0))
      }
    },
  )
})
