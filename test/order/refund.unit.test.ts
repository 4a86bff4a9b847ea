import { fc } from '../support/property.ts'
import { describe, expect, it } from 'vitest'
import { everythingLeft, finalLines, lineFen, refundableFen, refundParts, type PaidLine } from '../../src/order/refund.ts'

const fresh = {
  line: 1,
  lotId: 'lot_a',
  packLotId: 'pkl_a',
  packGrams: 2500,
  units: 3,
  priceFen: 3333,
  discountFen: 0,
  refundedUnits: 0,
  refundedFen: 0,
  returnedUnits: 0,
}

const anyLine: fc.Arbitrary<PaidLine> = fc
  .record({
    units: fc.integer({ min: 1, max: 999 }),
    priceFen: fc.integer({ min: 1, max: 10_000_000 }),
    part: fc.double({ min: 0, max: 0.99, noNaN: true }),
  })
  .map(({ units, priceFen, part }) => Object.assign({}, fresh, { units, priceFen, discountFen: Math.floor(units * priceFen * part) }))

const give = (line: PaidLine, units: number): PaidLine => ({
  ...line,
  refundedFen: line.refundedFen + refundableFen(line, units),
  refundedUnits: line.refundedUnits + units,
})

describe('refundableFen', () => {
  it('gives back exactly the line when every unit is given back, in whatever steps', () => {
    fc.assert(
      fc.property(anyLine, fc.array(fc.integer({ min: 1, max: 50 })), (line, steps) => {
        let current = line
        for (const step of steps) if (current.refundedUnits + step <= line.units) current = give(current, step)
        const rest = line.units - current.refundedUnits
        if (rest > 0) current = give(current, rest)
        expect(current.refundedFen).toBe(lineFen(line))
      }),
    )
  })

  it('is never negative and never more than is left', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 1, max: 999 }), (line, units) => {
        const amount = refundableFen(line, Math.min(units, line.units))
        expect(amount).toBeGreaterThanOrEqual(0)
        expect(amount).toBeLessThanOrEqual(lineFen(line))
      }),
    )
  })

  // A lost dispute takes money and no units, at any moment between other refunds.
  const anyStep = fc.oneof(
    fc.record({ units: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ disputedFen: fc.integer({ min: 1, max: 50_000_000 }) }),
  )
  const take = (line: PaidLine, step: { units: number } | { disputedFen: number }): PaidLine => {
    if ('disputedFen' in step) return { ...line, refundedFen: Math.min(lineFen(line), line.refundedFen + step.disputedFen) }
    return line.refundedUnits + step.units <= line.units ? give(line, step.units) : line
  }

  it('after disputes that took money without units is never negative, never above what is left, and the rest is exact', () => {
    fc.assert(
      fc.property(anyLine, fc.array(anyStep), (line, steps) => {
        let current = line
        for (const step of steps) {
          const next = take(current, step)
          expect(next.refundedFen).toBeGreaterThanOrEqual(current.refundedFen)
          expect(next.refundedFen).toBeLessThanOrEqual(lineFen(line))
          current = next
        }
        const rest = line.units - current.refundedUnits
        expect(current.refundedFen + (rest > 0 ? refundableFen(current, rest) : 0)).toBe(lineFen(line))
      }),
    )
  })

  it('does not pay twice for the units a buyer already had back through their bank', () => {
    const line = { ...fresh, priceFen: 100, refundedFen: 150 }
    expect([1, 2, 3].map((units) => refundableFen(line, units))).toEqual([0, 50, 150])
  })

  it('spreads a discount over the units by cumulative floors', () => {
    const line = { ...fresh, priceFen: 1000, discountFen: 1 }
    expect([1, 2, 3].map((units) => refundableFen(line, units))).toEqual([999, 1999, 2999])
  })
})

describe('refundParts', () => {
  it('refuses more units than are left, an unknown line and the same line twice', () => {
    const lines = [{ ...fresh, refundedUnits: 2, refundedFen: 6666 }]
    expect(refundParts(lines, [{ line: 1, units: 2 }])).toMatchObject({ problem: { code: 'refund_above_line', facts: { units: 1 } } })
    expect(refundParts(lines, [{ line: 9, units: 1 }])).toMatchObject({ problem: { code: 'refund_above_line' } })
    expect(
      refundParts(
        [fresh],
        [
          { line: 1, units: 1 },
          { line: 1, units: 1 },
        ],
      ),
    ).toMatchObject({ problem: { code: 'refund_above_line' } })
  })
})

describe('finalLines', () => {
  it('counts units that left for good, but grams and money only of what stayed sold', () => {
    const returned = { ...fresh, units: 5, refundedUnits: 3, refundedFen: 9999, returnedUnits: 2 }
    const otherSize = { ...fresh, line: 2, packGrams: 1000, units: 1, priceFen: 1500 }
    expect(finalLines([returned, otherSize])).toEqual([{ lotId: 'lot_a', units: 4, grams: 6000, goodsFen: 2 * 3333 + 1500 }])
  })

  it('leaves nothing of an order refunded whole', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const [wish] = everythingLeft([line])
        expect(finalLines([give(line, wish!.units)])).toMatchObject([{ grams: 0, goodsFen: 0 }])
      }),
    )
  })
})
