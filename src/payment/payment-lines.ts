import { sumFen, type Fen } from '../kernel/money.ts'
import { lineFen, type PaidLine } from '../order/refund.ts'
import type { PaymentLine } from '../kernel/payment.ts'

type Line = Pick<PaidLine, 'units' | 'priceFen' | 'discountFen'> & { orderId: string; nameZh: string; nameEn: string }
type Order = { id: string; goodsFen: Fen; freightFen: Fen }

// Stripe takes at most 100 lines a session.
const mostLines = 100

const words = { zh: { goods: '商品', freight: '运费' }, en: { goods: 'Goods', freight: 'Freight' } }

/**
 * What a buyer sees at the till: a line for each line of the orders and one for each order's freight; when they are too
 * many, one line of goods an order. They sum to what is paid.
 */
export function paymentLines(orders: readonly Order[], lines: readonly Line[], locale: 'zh' | 'en'): PaymentLine[] {
  const freight = sumFen(orders.map(({ freightFen }) => freightFen))
  const each = lines.map((line) => shownLine(line, locale === 'zh' ? line.nameZh : line.nameEn))
  const goods = each.length < mostLines ? each : orders.map(({ goodsFen }) => ({ name: words[locale].goods, units: 1, priceFen: goodsFen }))
  return freight > 0 ? [...goods, { name: words[locale].freight, units: 1, priceFen: freight }] : goods
}

// A discount is on the line, not on the unit: such a line is sold as one piece.
function shownLine(line: Line, name: string): PaymentLine {
  return line.discountFen === 0
    ? { name, units: line.units, priceFen: line.priceFen }
    : { name: `${name} × ${line.units}`, units: 1, priceFen: lineFen(line) }
}
