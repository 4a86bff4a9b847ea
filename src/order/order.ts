import type { ProblemCode } from '../kernel/problem.ts'
import { dayMs, hourMs, type Ms } from '../kernel/time.ts'

export const orderStatuses = ['reserved', 'released', 'paid', 'cancelled', 'shipped', 'received', 'final'] as const

export type OrderStatus = (typeof orderStatuses)[number]

/** How long a buyer may begin to pay (row B8 of the conventions). */
export const payableMs = 30 * 60_000

/** How long stock is held for an unpaid order: ten minutes more, so that a payment begun in time finds its goods. */
export const reservationMs = 40 * 60_000

/** The terms an order keeps from the contract behind its goods. */
export type OrderTerms = { receiptDays: number; afterSalesHours: number }

/** When the clock acts next: receipt is assumed so long after shipment, the order is final so long after receipt. Law: design 2.7. */
export function dueAfter(status: 'shipped' | 'received', at: Ms, { receiptDays, afterSalesHours }: OrderTerms): Ms {
  return status === 'shipped' ? at + receiptDays * dayMs : at + afterSalesHours * hourMs
}

/** The last moment a buyer may complain, counted from receipt; null before it. */
export function claimsUntil(receivedAtMs: Ms | null, { afterSalesHours }: OrderTerms): Ms | null {
  return receivedAtMs === null ? null : receivedAtMs + afterSalesHours * hourMs
}

/** Why an order cannot be cancelled, null when it can: goods already on their way come back as a claim. */
export function cancelRefused(status: OrderStatus): ProblemCode | null {
  if (status === 'paid') return null
  if (status === 'reserved') return 'order_not_paid'
  return status === 'cancelled' || status === 'released' ? 'order_status_moved' : 'order_shipped'
}

/** Why goods cannot be refunded, null when they can: after the window only goodwill is left, at the organisation's expense. */
export function refundRefused(status: OrderStatus): ProblemCode | null {
  if (status === 'paid' || status === 'shipped' || status === 'received') return null
  if (status === 'final') return 'order_final'
  return status === 'reserved' ? 'order_not_paid' : 'order_status_moved'
}

export type Tab = 'to_pay' | 'to_ship' | 'to_receive' | 'done' | 'after_sales'

/** The tab of a buyer's orders that one belongs to; an open claim or dispute comes first. */
export function tabOf(status: OrderStatus, contested: boolean): Tab {
  if (contested) return 'after_sales'
  if (status === 'reserved') return 'to_pay'
  if (status === 'paid') return 'to_ship'
  return status === 'shipped' ? 'to_receive' : 'done'
}
