import { hold, same } from './exact.ts'
import { among, type Look } from './look.ts'
import { isSold, sum, type Order } from './orders.ts'

type Part = { orderId: string; org: string; totalFen: number; state: string }
type Back = { id: string; refundId: string; orderId: string; amountFen: number; failed: number }
export type Checkout = {
  id: string
  status: string
  totalFen: number
  paymentId: string | null
  payment: string | null
  amountFen: number | null
  refundedFen: number | null
  captured: number
  orders: Part[]
  backs: Back[]
}

const states = ['reserved', 'captured', 'posted', 'returned']

export async function readCheckouts(look: Look, ids: ReadonlySet<string> | null): Promise<Checkout[]> {
  const own = among('c.id', ids)
  const ofCheckout = among('checkout_id', ids)
  const backsOf = among('p.checkout_id', ids)
  const heads = await look<Omit<Checkout, 'orders' | 'backs'>>(
    'market',
    `SELECT c.id AS id, c.status AS status, c.total_fen AS totalFen, p.id AS paymentId, p.status AS payment, p.amount_fen AS amountFen,
      p.refunded_fen AS refundedFen, EXISTS (SELECT 1 FROM payment_events e WHERE e.payment_id = p.id AND e.kind = 'captured') AS captured
     FROM checkouts c LEFT JOIN payments p ON p.checkout_id = c.id WHERE ${own.where} ORDER BY c.id`,
    own.params,
  )
  const parts = await look<Part & { id: string }>(
    'market',
    `SELECT checkout_id AS id, order_id AS orderId, organisation_id AS org, total_fen AS totalFen, state FROM checkout_orders WHERE ${ofCheckout.where} ORDER BY checkout_id, order_id`,
    ofCheckout.params,
  )
  const backs = await look<Back & { checkout: string }>(
    'market',
    `SELECT p.checkout_id AS checkout, r.id AS id, r.refund_id AS refundId, r.order_id AS orderId, r.amount_fen AS amountFen,
      EXISTS (SELECT 1 FROM refund_failures f WHERE f.id = r.id) AS failed FROM payments p JOIN payment_refunds r ON r.payment_id = p.id WHERE ${backsOf.where} ORDER BY r.id`,
    backsOf.params,
  )
  const partsOf = Map.groupBy(parts, ({ id }) => id)
  const backsByCheckout = Map.groupBy(backs, ({ checkout }) => checkout)
  return heads.map((head) => Object.assign(head, { orders: partsOf.get(head.id) ?? [], backs: backsByCheckout.get(head.id) ?? [] }))
}

/** One payment, all of its orders, and nothing given back that was not taken. Law: design 2.9; invariant I5. */
export function checkCheckout(checkout: Checkout, old: Checkout | undefined): void {
  const { id, payment, orders, backs } = checkout
  same(
    sum(orders, ({ totalFen }) => totalFen),
    checkout.totalFen,
    'a checkout is the sum of its orders',
    { id },
  )
  if (checkout.amountFen !== null) same(checkout.amountFen, checkout.totalFen, 'a payment is the checkout’s total', { id })
  hold((payment === 'captured') === (checkout.captured === 1), 'a payment is captured by an event, once', checkout)
  hold((payment === 'captured') === (checkout.status === 'paid'), 'a checkout is paid when its payment is captured', checkout)
  for (const { state } of orders)
    hold((state === 'reserved') === (payment !== 'captured'), 'orders are captured with their payment', checkout)
  const standing = backs.filter(({ failed }) => failed === 0)
  const backFen = sum(standing, ({ amountFen }) => amountFen)
  hold(backFen <= (checkout.amountFen ?? 0), 'no more goes back than came (I5)', checkout)
  same(checkout.refundedFen ?? 0, backFen, 'a payment knows what went back', { id })
  hold(new Set(standing.map(({ refundId }) => refundId)).size === standing.length, 'a refund goes back once', { id })
  if (!old) return
  same(checkout.totalFen, old.totalFen, 'a total never changes', { id })
  hold(old.payment !== 'captured' || payment === 'captured', 'a captured payment stays captured', { id })
  for (const [index, part] of orders.entries()) {
    const was = old.orders[index]!
    hold(part.orderId === was.orderId && part.totalFen === was.totalFen, 'a checkout’s orders never change', { id })
    hold(states.indexOf(part.state) >= states.indexOf(was.state), 'an order of a checkout only moves forward', { id })
    hold(was.state !== 'posted' || part.state === 'posted', 'what was posted is not returned as well', { id })
  }
}

/** What the market says was posted or returned, the county says too: it wrote first. Law: design 2.9. */
export function checkAcross(checkout: Checkout, orders: ReadonlyMap<string, Order>): void {
  for (const part of checkout.orders) {
    const order = orders.get(part.orderId)
    hold(order !== undefined, 'a checkout’s order exists', part)
    same(part.totalFen, order.goodsFen + order.freightFen, 'both books know the same total', { part })
    if (part.state === 'posted') hold(isSold(order), 'a posted order is paid', { part, status: order.status })
    if (part.state === 'returned') hold(order.status === 'released', 'a returned order was released', { part, status: order.status })
  }
}
