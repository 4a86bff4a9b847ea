import { describe, expect, it } from 'vitest'
import { account } from '../../src/ledger/account.ts'
import type { Transfer } from '../../src/ledger/entry.ts'
import { balancesAfter, withFronting } from '../../src/settlement/fronting.ts'
import { always, fc } from '../support/property.ts'

const pools = ['a', 'b'].map((contract) => account('o', 'pool', contract))
const parties = ['e', 'k'].map((party) => account('o', 'party', party))
const lots = ['1', '2'].map((lot) => account('o', 'lot_final', lot))
const household = account('o', 'household', 'h')
const holders = [...pools, ...parties, ...lots]

const transfer = fc
  .tuple(fc.constantFrom(...holders), fc.constantFrom(...holders, household), fc.integer({ min: 1, max: 1000 }))
  .filter(([debit, credit]) => debit !== credit)
  .map(([debit, credit, amountFen]): Transfer => ({ debit, credit, amountFen }))
const start = fc.array(fc.nat(500), { minLength: holders.length, maxLength: holders.length })
const entry = fc.tuple(fc.array(transfer, { maxLength: 12 }), start)
const balancesOf = (amounts: readonly number[]) => new Map(holders.map(({ id }, index) => [id, amounts[index]!]))

describe('withFronting', () => {
  always('leaves no account below zero after any transfer, and owes no account a fronted fen that it holds', entry, ([wished, amounts]) => {
    const before = balancesOf(amounts)
    const posted = withFronting(wished, before)
    for (let n = 1; n <= posted.length; n++) {
      const held = balancesAfter(posted.slice(0, n), before)
      for (const { id } of holders) expect(held.get(id) ?? 0).toBeGreaterThanOrEqual(0)
    }
    const after = balancesAfter(posted, before)
    for (const { id, code, subject } of holders) {
      const kind = { pool: 'pool', party: 'party', lot_final: 'lot' }[code as 'pool']
      const fronted = 0 - (after.get(`o/fronted/${kind}:${subject}`) ?? 0)
      expect(fronted).toBeGreaterThanOrEqual(0)
      if (wished.some(({ debit, credit }) => debit.id === id || credit.id === id)) expect(Math.min(fronted, after.get(id) ?? 0)).toBe(0)
    }
  })

  always('changes nothing but what is fronted: every account ends where the wished transfers lead', entry, ([wished, amounts]) => {
    const before = balancesOf(amounts)
    const after = balancesAfter(withFronting(wished, before), before)
    const plain = balancesAfter(wished, before)
    const frontedOf = (id: string) => after.get(id.replace('lot_final/', 'fronted/lot:').replace(/(pool|party)\//, 'fronted/$1:')) ?? 0
    for (const { id } of holders) expect((after.get(id) ?? 0) + frontedOf(id)).toBe(plain.get(id) ?? 0)
    expect(after.get(household.id) ?? 0).toBe(plain.get(household.id) ?? 0)
  })

  it('pays back what was fronted before as soon as there is money', () => {
    const before = new Map([
      ['o/pool/a', 0],
      ['o/fronted/pool:a', -70],
      ['o/lot_final/1', 100],
    ])
    const posted = withFronting([{ debit: lots[0]!, credit: pools[0]!, amountFen: 100 }], before)
    expect(Object.fromEntries(balancesAfter(posted, before))).toEqual({ 'o/pool/a': 30, 'o/fronted/pool:a': 0, 'o/lot_final/1': 0 })
  })
})
