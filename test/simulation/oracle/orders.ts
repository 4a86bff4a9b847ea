import { hold, same } from './exact.ts'
import { among, type Look, type Sums } from './look.ts'

export type Line = {
  line: number
  lotId: string
  packLotId: string
  packGrams: number
  units: number
  priceFen: number
  discountFen: number
  refundedUnits: number
  refundedFen: number
  returnedUnits: number
}
type RefundLine = { line: number; units: number; amountFen: number }
export type Refund = { id: string; kind: string; goodsFen: number; freightFen: number; sent: number; lines: RefundLine[] }
export type Dispute = { id: string; amountFen: number; goodsFen: number; freightFen: number; status: 'open' | 'won' | 'lost' }
export type Order = {
  id: string
  org: string
  checkoutId: string
  status: string
  goodsFen: number
  freightFen: number
  refundedGoodsFen: number
  refundedFreightFen: number
  lines: Line[]
  refunds: Refund[]
  disputes: Dispute[]
}

const before: Record<string, readonly string[]> = {
  reserved: ['reserved'],
  released: ['reserved', 'released'],
  paid: ['reserved', 'released', 'paid'],
  cancelled: ['paid', 'cancelled'],
  shipped: ['paid', 'shipped'],
  received: ['shipped', 'received'],
  final: ['received', 'final'],
}

export const isSold = ({ status }: Order) => status !== 'reserved' && status !== 'released'
export const lineFen = ({ units, priceFen, discountFen }: Line) => units * priceFen - discountFen

export async function readOrders(look: Look, ids: ReadonlySet<string> | null): Promise<Order[]> {
  const own = among('id', ids)
  const ofOrder = among('order_id', ids)
  const heads = await look<Omit<Order, 'lines' | 'refunds' | 'disputes'>>(
    'county',
    `SELECT id, organisation_id AS org, checkout_id AS checkoutId, status, goods_fen AS goodsFen, freight_fen AS freightFen,
      refunded_goods_fen AS refundedGoodsFen, refunded_freight_fen AS refundedFreightFen FROM orders WHERE ${own.where} ORDER BY id`,
    own.params,
  )
  const lines = await look<Line & { id: string }>(
    'county',
    `SELECT order_id AS id, line, lot_id AS lotId, pack_lot_id AS packLotId, pack_grams AS packGrams, units, price_fen AS priceFen,
      discount_fen AS discountFen, refunded_units AS refundedUnits, refunded_fen AS refundedFen, returned_units AS returnedUnits
     FROM order_lines WHERE ${ofOrder.where} ORDER BY order_id, line`,
    ofOrder.params,
  )
  const refunds = await look<Omit<Refund, 'lines'> & { order: string }>(
    'county',
    `SELECT id, order_id AS "order", kind, goods_fen AS goodsFen, freight_fen AS freightFen, sent_at_ms IS NOT NULL AS sent FROM refunds WHERE ${ofOrder.where} ORDER BY id`,
    ofOrder.params,
  )
  const parts =
    refunds.length === 0
      ? []
      : await look<RefundLine & { refund: string }>(
          'county',
          `SELECT refund_id AS refund, line, units, amount_fen AS amountFen FROM refund_lines WHERE refund_id IN (SELECT value FROM json_each(?)) ORDER BY refund_id, line`,
          [JSON.stringify(refunds.map(({ id }) => id))],
        )
  const disputes = await look<Dispute & { order: string }>(
    'county',
    `SELECT dispute_id AS id, order_id AS "order", amount_fen AS amountFen, goods_fen AS goodsFen, freight_fen AS freightFen, status
     FROM disputes WHERE ${ofOrder.where} ORDER BY dispute_id`,
    ofOrder.params,
  )
  const disputesOf = Map.groupBy(disputes, ({ order }) => order)
  const linesOf = Map.groupBy(lines, ({ id }) => id)
  const partsOf = Map.groupBy(parts, ({ refund }) => refund)
  const refundsOf = Map.groupBy(refunds, ({ order }) => order)
  return heads.map((head) =>
    Object.assign(head, {
      lines: linesOf.get(head.id) ?? [],
      disputes: disputesOf.get(head.id) ?? [],
      refunds: (refundsOf.get(head.id) ?? []).map((refund) => Object.assign(refund, { lines: partsOf.get(refund.id) ?? [] })),
    }),
  )
}

/** What an order holds and brings: units of its pack lots, money of its lots, money of its organisation. */
export function putOrder(sums: Sums, order: Order): string[] {
  const sold = isSold(order)
  const parts = order.lines.flatMap((line): (readonly [string, number])[] => {
    const left = lineFen(line) - line.refundedFen
    if (order.status === 'reserved') return [[`reserved ${line.packLotId}`, line.units]]
    if (!sold) return []
    return [
      [`sold ${line.packLotId}`, line.units - line.returnedUnits],
      [`proceeds ${line.lotId}`, left],
      ...(order.status === 'final'
        ? ([
            [`final ${line.lotId}`, left],
            [`finalGrams ${line.lotId}`, (line.units - line.refundedUnits) * line.packGrams],
            [`finalUnits ${line.lotId}`, line.units - line.returnedUnits],
          ] as const)
        : []),
    ]
  })
  const refunded = sum(
    order.refunds.filter(({ kind }) => kind !== 'dispute'),
    ({ goodsFen, freightFen }) => goodsFen + freightFen,
  )
  const money: (readonly [string, number])[] = sold
    ? [
        [`cleared ${order.org}`, order.goodsFen + order.freightFen - refunded],
        [`freight ${order.org}`, order.freightFen - order.refundedFreightFen],
      ]
    : []
  // What a bank holds back or has taken is out of clearing; only what it still holds back is disputed.
  const held = order.disputes.flatMap(({ status, amountFen }): (readonly [string, number])[] => [
    [`cleared ${order.org}`, status === 'won' ? 0 : -amountFen],
    [`disputed ${order.org}`, status === 'open' ? amountFen : 0],
  ])
  return sums.put(order.id, [...parts, ...money, ...held])
}

/** Law: design 2.1, 2.2, 2.7; invariant I5. */
export function checkOrder(order: Order, old: Order | undefined): void {
  const { id, status, lines, refunds } = order
  if (old) checkMoved(order, old)
  hold(lines.length > 0, 'an order has lines', { id })
  same(sum(lines, lineFen), order.goodsFen, 'an order is the sum of its lines', { id })
  same(
    sum(refunds, ({ goodsFen }) => goodsFen),
    order.refundedGoodsFen,
    'refunded goods are the sum of the refunds',
    { id },
  )
  same(
    sum(refunds, ({ freightFen }) => freightFen),
    order.refundedFreightFen,
    'refunded freight is the sum of the refunds',
    { id },
  )
  hold(
    order.refundedGoodsFen <= order.goodsFen && order.refundedFreightFen <= order.freightFen,
    'no more is refunded than was paid (I5)',
    order,
  )
  hold(isSold(order) || refunds.length === 0, 'nothing is refunded that was not paid', order)
  for (const refund of refunds)
    same(
      sum(refund.lines, ({ amountFen }) => amountFen),
      refund.goodsFen,
      'a refund is the sum of its lines',
      { id: refund.id },
    )
  for (const line of lines) checkLine(order, line)
  for (const dispute of order.disputes) checkDispute(order, dispute)
  if (status === 'cancelled') {
    const back = order.refundedGoodsFen === order.goodsFen && order.refundedFreightFen === order.freightFen
    hold(back && lines.every(({ units, returnedUnits }) => units === returnedUnits), 'a cancelled order is given back whole', order)
  }
}

// A lost dispute is a refund with a code of its own, of what was still the order's, and nobody sends it. Law: design 2.6; decision 0009.
function checkDispute({ id, refunds }: Order, { id: disputeId, goodsFen, freightFen, amountFen, status }: Dispute): void {
  hold(goodsFen + freightFen <= amountFen, 'a dispute takes no more of an order than it is about', { id, disputeId })
  const refund = refunds.find((each) => each.id === `lost:${disputeId}:${id}`)
  const lost = status === 'lost' && goodsFen + freightFen > 0
  hold((refund !== undefined) === lost, 'a lost dispute is a refund, and no other is', { id, disputeId, status })
  if (refund) hold(refund.goodsFen === goodsFen && refund.freightFen === freightFen, 'a lost dispute takes what it held', { id, disputeId })
}

function checkLine({ id, refunds }: Order, line: Line): void {
  const own = refunds.flatMap(({ kind, lines }) =>
    lines.filter((part) => part.line === line.line).map((part) => Object.assign(part, { kind })),
  )
  same(
    sum(own, ({ units }) => units),
    line.refundedUnits,
    'refunded units are the sum of the refunds',
    { id, line },
  )
  same(
    sum(own, ({ amountFen }) => amountFen),
    line.refundedFen,
    'a line’s refunds add up',
    { id, line },
  )
  hold(line.refundedFen >= 0 && line.refundedFen <= lineFen(line), 'no line is refunded beyond what was paid', { id, line })
  hold(line.returnedUnits >= 0 && line.returnedUnits <= line.refundedUnits && line.refundedUnits <= line.units, 'units go back once', {
    id,
    line,
  })
  if (own.some(({ kind }) => kind === 'dispute')) return
  const exact = (BigInt(lineFen(line)) * BigInt(line.refundedUnits)) / BigInt(line.units)
  same(line.refundedFen, Number(exact), 'units are refunded at what they cost', { id, line })
}

function checkMoved(order: Order, old: Order): void {
  hold(before[order.status]!.includes(old.status), 'an order only moves forward', { id: order.id, from: old.status, to: order.status })
  const fixed = ({ org, checkoutId, goodsFen, freightFen, lines }: Order) =>
    JSON.stringify([
      org,
      checkoutId,
      goodsFen,
      freightFen,
      lines.map(({ refundedUnits: _u, refundedFen: _f, returnedUnits: _r, ...rest }) => rest),
    ])
  hold(fixed(order) === fixed(old), 'what was ordered never changes', { id: order.id })
  const left = ['shipped', 'received', 'final'].includes(old.status)
  for (const [index, line] of order.lines.entries()) {
    const was = old.lines[index]!
    hold(line.refundedFen >= was.refundedFen && line.refundedUnits >= was.refundedUnits, 'a refund is never taken back', { id: order.id })
    hold(!left || line.returnedUnits === was.returnedUnits, 'what was shipped does not come back to the shelf', { id: order.id })
  }
  for (const { id, goodsFen, freightFen } of old.refunds) {
    const now = order.refunds.find((refund) => refund.id === id)
    hold(now?.goodsFen === goodsFen && now.freightFen === freightFen, 'a refund stays as it was written', { id })
  }
}

export function sum<T>(list: Iterable<T>, of: (item: T) => number): number {
  let total = 0
  for (const item of list) total += of(item)
  return total
}
