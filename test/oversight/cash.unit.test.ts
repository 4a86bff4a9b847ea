import { describe, expect, it } from 'vitest'
import { cashPosition } from '../../src/oversight/cash.ts'

describe('cashPosition', () => {
  it('shows what is held against what is owed, and says when the two differ', () => {
    const balances = [
      { code: 'clearing', balanceFen: -1000 },
      { code: 'bank', balanceFen: 400 },
      { code: 'pool', balanceFen: 250 },
      { code: 'freight', balanceFen: 350 },
    ] as const
    expect(cashPosition(balances)).toMatchObject({ heldFen: 600, owedFen: 600, balanced: true })
    expect(cashPosition(balances.slice(0, 3))).toMatchObject({ heldFen: 600, owedFen: 250, balanced: false })
  })
})
