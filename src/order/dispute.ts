import { fen, sumFen, type Fen } from '../kernel/money.ts'
import { floorsByWeight } from '../kernel/share.ts'
import type { OrderStatus } from './order.ts'
import { lineFen, type PaidLine, type RefundPart } from './refund.ts'

export type DisputeStatus = 'open' | 'won' | 'lost'

/** Whether a bank is still deciding about an order: nothing of it is refunded or becomes final meanwhile. */
export function isDisputed(disputes: readonly { status: DisputeStatus }[]): boolean {
  return disputes.some(({ status }) => status === 'open')
}

/** An order of a disputed payment: what it came to, and what of that is still with the organisation. */
export type DisputedOrder = { orderId: string; paidFen: Fen; leftFen: Fen }

export type LinePart = { line: number; amountFen: Fen }

/** An order's part of a dispute; `beyondFen` is what the provider holds of it though it is no longer the order's. */
export type OrderPart = { goodsFen: Fen; freightFen: Fen; beyondFen: Fen; lines: LinePart[] }

/**
 * How a disputed amount divides among the orders of its payment: by what is left of each, and what goes beyond all that
 * is left by what each came to. Parts sum exactly; a dispute of everything left takes just that of each. Orders that get
 * nothing are left out.
 */
export function divideAmongOrders(amountFen: Fen, orders: readonly DisputedOrder[]): { orderId: string; amountFen: Fen }[] {
  const leftFen = sumFen(orders.map((order) => order.leftFen))
  const within = floorsByWeight(BigInt(Math.min(amountFen, leftFen)), weightsOf(orders, 'leftFen'))
  const beyond = floorsByWeight(BigInt(Math.max(0, amountFen - leftFen)), weightsOf(orders, 'paidFen'))
  return orders
    .map(({ orderId }, index) => ({ orderId, amountFen: fen(within[index]! + beyond[index]!) }))
    .filter((part) => part.amountFen > 0)
}

const weightsOf = (orders: readonly DisputedOrder[], of: 'leftFen' | 'paidFen') => orders.map((order) => order[of])

export type OrderMoney = {
  status: OrderStatus
  freightFen: Fen
  refundedFreightFen: Fen
  lines: readonly Pick<PaidLine, 'line' | 'units' | 'priceFen' | 'discountFen' | 'refundedFen'>[]
  /** What other open disputes of the same order hold. */
  held: { freightFen: Fen; lines: readonly LinePart[] }
}

/** What is left of an order: of each line and of the freight, less what was refunded and what other open disputes hold. */
export function leftOf({ status, lines, freightFen, refundedFreightFen, held }: OrderMoney): { lines: LinePart[]; freightFen: Fen } {
  if (status === 'reserved' || status === 'released') return { lines: [], freightFen: 0 }
  const heldOf = (number: number) => sumFen(held.lines.filter(({ line }) => line === number).map(({ amountFen }) => amountFen))
  return {
    lines: lines.map((line) => ({ line: line.line, amountFen: lineFen(line) - line.refundedFen - heldOf(line.line) })),
    freightFen: freightFen - refundedFreightFen - held.freightFen,
  }
}

/** How an order's part divides among its lines and its freight, by what is left of each; parts sum exactly, none exceeds what is left. */
export function divideAmongLines(amountFen: Fen, order: OrderMoney): OrderPart {
  const left = leftOf(order)
  const weights = [...left.lines.map((line) => line.amountFen), left.freightFen]
  const withinFen = Math.min(amountFen, sumFen(weights))
  const parts = floorsByWeight(BigInt(withinFen), weights).map(fen)
  const lines = left.lines.map(({ line }, index) => ({ line, amountFen: parts[index]! })).filter((part) => part.amountFen > 0)
  const freightFen = parts.at(-1)!
  return { goodsFen: withinFen - freightFen, freightFen, beyondFen: amountFen - withinFen, lines }
}

/**
 * What a lost dispute takes of each line. Money has no units: only a line of which nothing is left counts as given back
 * whole, with the units it still had.
 */
export function lostParts(parts: readonly LinePart[], lines: readonly PaidLine[]): RefundPart[] {
  return parts.map(({ line: number, amountFen }) => {
    const line = lines.find((candidate) => candidate.line === number)!
    const units = lineFen(line) - line.refundedFen === amountFen ? line.units - line.refundedUnits : 0
    return { line: number, lotId: line.lotId, packLotId: line.packLotId, units, amountFen }
  })
}

/** Whether a lost dispute leaves nothing to send of an order that was not shipped yet. */
export function nothingToShip(parts: readonly RefundPart[], lines: readonly PaidLine[]): boolean {
  const unitsOf = (number: number) => parts.find(({ line }) => line === number)?.units ?? 0
  return lines.every((line) => line.refundedUnits + unitsOf(line.line) === line.units)
}
