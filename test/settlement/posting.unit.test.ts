import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Transfer } from '../../src/ledger/entry.ts'
import { returnedTransfers, settlementTransfers, type LotGrowth } from '../../src/settlement/posting.ts'

// Follows the accounts transfer by transfer, as the database does.
function follow(transfers: readonly Transfer[], start: Record<string, number>): Map<string, number> {
  const balances = new Map(Object.entries(start))
  const add = (id: string, fen: number) => balances.set(id, (balances.get(id) ?? 0) + fen)
  for (const { debit, credit, amountFen } of transfers) {
    expect(amountFen).toBeGreaterThan(0)
    add(credit.id, amountFen)
    add(debit.id, -amountFen)
    expect(balances.get(debit.id)).toBeGreaterThanOrEqual(0)
  }
  return balances
}

const growth: fc.Arbitrary<Omit<LotGrowth, 'lotId'>> = fc
  .tuple(fc.nat(1000), fc.integer({ min: -1, max: 1000 }), fc.nat(1000))
  .filter(([a, b, c]) => a + b + c >= 0)
  .map(([enterpriseFen, cooperativeFen, poolFen]) => ({
    contractId: 'c',
    enterpriseId: 'e',
    cooperativeId: 'k',
    deductedFen: 0,
    enterpriseFen,
    cooperativeFen,
    poolFen,
  }))

describe('settlementTransfers', () => {
  it('empties every lot into its parties and pool, and never takes an account below zero on the way', () => {
    fc.assert(
      fc.property(fc.array(growth, { maxLength: 5 }), (parts) => {
        const lots = parts.map((part, index) => ({ ...part, lotId: `l${index}` }))
        const start = Object.fromEntries(
          lots.map((lot) => [`o/lot_final/${lot.lotId}`, lot.enterpriseFen + lot.cooperativeFen + lot.poolFen]),
        )
        const pool = lots.reduce((sum, lot) => sum + lot.poolFen, 0)
        const transfers = settlementTransfers('o', {
          lots,
          guarantees: [],
          households: [{ householdId: 'h', contractId: 'c', amountFen: pool }],
          inputs: [],
        })
        const balances = follow(transfers, { ...start, 'o/party/k': lots.length })
        for (const lot of lots) expect(balances.get(`o/lot_final/${lot.lotId}`)).toBe(0)
        expect(balances.get('o/household/h') ?? 0).toBe(pool)
      }),
    )
  })

  it('lets share money that has replaced guarantee money flow back and on to the guarantor', () => {
    const lots = [
      {
        lotId: 'l',
        contractId: 'c',
        enterpriseId: 'e',
        cooperativeId: 'k',
        enterpriseFen: 0,
        cooperativeFen: 0,
        deductedFen: 0,
        poolFen: 100,
      },
    ]
    const guarantees = [{ contractId: 'c', guarantorId: 'g', intoPoolFen: -60, repaidFen: 60 }]
    const transfers = settlementTransfers('o', {
      lots,
      guarantees,
      households: [{ householdId: 'h', contractId: 'c', amountFen: 40 }],
      inputs: [],
    })
    const balances = follow(transfers, { 'o/lot_final/l': 100 })
    expect(Object.fromEntries(balances)).toMatchObject({ 'o/party/g': 60, 'o/household/h': 40, 'o/pool/c': 0, 'o/guarantee/c': 0 })
  })
})

describe('returnedTransfers', () => {
  it('gives a failed line back to the pools it came from, set-offs first', () => {
    const households = [
      { householdId: 'h', contractId: 'a', amountFen: 70 },
      { householdId: 'h', contractId: 'b', amountFen: -20 },
    ]
    const balances = follow(returnedTransfers('o', { households, guarantees: [], inputs: [] }), { 'o/household/h': 50, 'o/pool/b': 20 })
    expect(Object.fromEntries(balances)).toEqual({ 'o/household/h': 0, 'o/pool/a': 70, 'o/pool/b': 0 })
  })
})
