import { describe, expect, it } from 'vitest'
import { divideAmongLines, divideAmongOrders, leftOf, lostParts, nothingToShip, type OrderMoney } from '../../src/order/dispute.ts'
import { lineFen, type PaidLine } from '../../src/order/refund.ts'
import { always, fc } from '../support/property.ts'

const line: PaidLine = {
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
const sum = (parts: readonly { amountFen: number }[]) => parts.reduce((total, { amountFen }) => total + amountFen, 0)

describe('divideAmongOrders', () => {
  it('goes by what is left of each order, and beyond all that is left by what each came to', () => {
    const orders = [
      { orderId: 'a', paidFen: 1000, leftFen: 300 },
      { orderId: 'b', paidFen: 3000, leftFen: 0 },
    ]
    expect(divideAmongOrders(100, orders)).toEqual([{ orderId: 'a', amountFen: 100 }])
    expect(divideAmongOrders(700, orders)).toEqual([
      { orderId: 'a', amountFen: 400 },
      { orderId: 'b', amountFen: 300 },
    ])
  })

  const anyOrder = fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  const anyOrders = fc
    .array(anyOrder, { minLength: 1, maxLength: 6 })
    .map((list) => list.map(([paidFen, part], index) => ({ orderId: `o${index}`, paidFen, leftFen: Math.floor(paidFen * part) })))
  always(
    'sums exactly, and within what is left takes no order’s more than it has',
    fc.tuple(anyOrders, fc.integer({ min: 1, max: 80_000_000 })),
    ([orders, amountFen]) => {
      const parts = divideAmongOrders(amountFen, orders)
      expect(sum(parts)).toBe(amountFen)
      const left = orders.reduce((total, { leftFen }) => total + leftFen, 0)
      if (amountFen > left) return
      for (const part of parts) expect(part.amountFen).toBeLessThanOrEqual(orders.find(({ orderId }) => orderId === part.orderId)!.leftFen)
    },
  )

  always('of everything left takes just what is left of each', anyOrders, (orders) => {
    const left = orders.filter(({ leftFen }) => leftFen > 0)
    if (left.length === 0) return
    const all = left.reduce((total, { leftFen }) => total + leftFen, 0)
    expect(divideAmongOrders(all, orders)).toEqual(left.map(({ orderId, leftFen }) => ({ orderId, amountFen: leftFen })))
  })
})

const anyMoney: fc.Arbitrary<OrderMoney> = fc
  .record({
    lines: fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    freightFen: fc.nat(5000),
    freightBack: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ lines, freightFen, freightBack }) => {
    const paid = lines.map(([units, priceFen, back], index) => ({
      ...line,
      line: index + 1,
      units,
      priceFen,
      refundedFen: Math.floor(units * priceFen * back),
    }))
    const held = lines.map(([, , , part], index) => ({
      line: index + 1,
      amountFen: Math.floor((lineFen(paid[index]!) - paid[index]!.refundedFen) * part),
    }))
    return {
      status: 'shipped' as const,
      freightFen,
      refundedFreightFen: Math.floor(freightFen * freightBack),
      lines: paid,
      held: { freightFen: 0, lines: held },
    }
  })

describe('divideAmongLines', () => {
  always(
    'sums exactly to the order’s part, takes no line’s more than is left, and says what lies beyond',
    fc.tuple(anyMoney, fc.integer({ min: 1, max: 30_000_000 })),
    ([money, amountFen]) => {
      const { goodsFen, freightFen, beyondFen, lines } = divideAmongLines(amountFen, money)
      const left = leftOf(money)
      expect(sum(lines)).toBe(goodsFen)
      expect(goodsFen + freightFen + beyondFen).toBe(amountFen)
      expect(beyondFen).toBe(Math.max(0, amountFen - sum(left.lines) - left.freightFen))
      expect(freightFen).toBeLessThanOrEqual(left.freightFen)
      for (const part of lines) expect(part.amountFen).toBeLessThanOrEqual(left.lines.find((other) => other.line === part.line)!.amountFen)
    },
  )

  always('of everything left leaves nothing', anyMoney, (money) => {
    const left = leftOf(money)
    const all = sum(left.lines) + left.freightFen
    const part = divideAmongLines(all, money)
    expect(part).toMatchObject({ freightFen: left.freightFen, beyondFen: 0 })
    expect(part.lines).toEqual(left.lines.filter(({ amountFen }) => amountFen > 0))
  })

  it('leaves nothing to an order that was never served', () => {
    const money: OrderMoney = {
      status: 'released',
      freightFen: 100,
      refundedFreightFen: 0,
      lines: [line],
      held: { freightFen: 0, lines: [] },
    }
    expect(divideAmongLines(500, money)).toEqual({ goodsFen: 0, freightFen: 0, beyondFen: 500, lines: [] })
  })
})

describe('lostParts', () => {
  it('carries units only for a line of which nothing is left', () => {
    const other = { ...line, line: 2, refundedUnits: 1, refundedFen: 3333 }
    const parts = lostParts(
      [
        { line: 1, amountFen: 9998 },
        { line: 2, amountFen: 6666 },
      ],
      [line, other],
    )
    expect(parts.map(({ units }) => units)).toEqual([0, 2])
    expect(nothingToShip(parts, [line, other])).toBe(false)
    expect(nothingToShip(parts.slice(1), [other])).toBe(true)
  })
})
