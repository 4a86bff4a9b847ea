import { yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { isDisputed } from '../../src/order/dispute.ts'
import { refundRefused } from '../../src/order/order.ts'
import type { FailedRefund } from '../../src/payment/refund/queries.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { fullAddress } from '../../src/order/address.ts'
import { Money, Moment } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { CancelForm, ClaimForm, RefundForm, ShipForm, type Tried } from './order-forms.tsx'
import { dictionary } from './order-words.ts'

type SheetProps = {
  c: ConsoleContext
  order: WholeOrder
  /** Lot numbers by pack lot. */
  lots: Map<string, string>
  mayRefund: boolean
  failed: FailedRefund[]
  problem: Problem | null
  values: Record<string, unknown>
}

/** One order for those who send it: where to, what, and what can be done now. */
export function OrderSheet({ c, order, lots, mayRefund, failed, problem, values }: SheetProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const path = `/coop/orders/${order.id}`
  const disputed = isDisputed(order.disputes)
  const triedAt = c.req.method === 'POST' ? c.req.path.split('/').slice(-2) : []
  const tried = (name: string): Tried => (triedAt.includes(name) ? { problem, values } : { problem: null, values: {} })
  return (
    <ConsolePage c={c} title={`${text.title} ${order.number}`}>
      <div class="stack">
        <Breadcrumb crumbs={[{ label: text.title, path: '/coop/orders' }, { label: order.number }]} />
        <div class="row-between">
          <h1 class="number">{order.number}</h1>
          <Status tone={order.status === 'paid' ? 'wait' : 'plain'}>{text.status[order.status]}</Status>
        </div>
        <Disputes order={order} />
        {failed.map((refund) => (
          <FailedRefundNotice refund={refund} path={path} mayRefund={mayRefund} problem={tried(refund.refundId).problem} />
        ))}
        {order.claims.map((claim) => (
          <ClaimForm claim={claim} order={order} path={path} mayDecide={mayRefund} tried={tried(claim.id)} />
        ))}
        <Recipient order={order} />
        <LineTable order={order} lots={lots} />
        {order.status === 'paid' && <ShipForm path={path} tried={tried('shipment')} />}
        {mayRefund && !disputed && refundRefused(order.status) === null && <RefundForm order={order} path={path} tried={tried('refund')} />}
        {mayRefund && !disputed && order.status === 'paid' && <CancelForm path={path} tried={tried('cancellation')} />}
        {!mayRefund && <p class="hint">{text.managerOnly}</p>}
        <Refunds order={order} />
      </div>
    </ConsolePage>
  )
}

function Recipient({ order }: { order: WholeOrder }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const to = `${order.recipientName} ${order.recipientPhone}`
  const facts: [string, ReturnType<typeof Money> | string][] = [
    [text.recipient, `${to} ${fullAddress(order.recipientProvince, order.recipientAddress, 'zh')}`],
    ...(order.note ? [[text.note, order.note] as [string, string]] : []),
    ...(order.shipment ? [[text.trackingNumber, `${order.shipment.carrier} ${order.shipment.trackingNumber}`] as [string, string]] : []),
    [text.goods, <Money fen={order.goodsFen} />],
    [text.freight, <Money fen={order.freightFen} />],
  ]
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  )
}

function LineTable({ order, lots }: { order: WholeOrder; lots: Map<string, string> }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Table
      caption={text.lines}
      columns={[
        { label: text.item, cell: (line) => words(locale, line.nameZh, line.nameEn) },
        { label: text.lot, cell: (line) => <span class="number">{lots.get(line.packLotId) ?? ''}</span> },
        { label: text.price, cell: (line) => `¥${yuan(line.priceFen)}`, numeric: true },
        { label: text.units, cell: (line) => line.units, numeric: true },
        { label: text.refunded, cell: (line) => line.refundedUnits, numeric: true },
      ]}
      rows={order.lines}
    />
  )
}

// Providers have more reasons than we have words for; an unknown one is shown as it came.
const reasonWords = (reason: string, text: (typeof dictionary)['zh']) => text.disputeReasons[reason] ?? reason

function Disputes({ order }: { order: WholeOrder }) {
  const text = dictionary[useLocale()]
  return (
    <>
      {order.disputes.map(({ status, amountFen, goodsFen, freightFen, reason, openedAtMs }) => (
        <Notice tone={status === 'open' ? 'wait' : 'plain'} title={text.disputes[status]}>
          <p>
            <Moment at={openedAtMs} /> <Money fen={amountFen} /> {reasonWords(reason, text)}
          </p>
          {status === 'open' && <p>{text.disputeHint}</p>}
          {amountFen > goodsFen + freightFen && <p>{text.disputeBeyond(`¥${yuan(amountFen - goodsFen - freightFen)}`)}</p>}
        </Notice>
      ))}
    </>
  )
}

type FailedProps = { refund: FailedRefund; path: string; mayRefund: boolean; problem: Problem | null }

/** A refund that came back, and how to send it again. */
function FailedRefundNotice({ refund, path, mayRefund, problem }: FailedProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Notice tone="bad" title={text.refundFailed}>
      <p>
        <Moment at={refund.atMs} /> <Money fen={refund.amountFen} /> {text.failures[refund.reason] ?? refund.reason}
      </p>
      <p>{text.refundFailedHint}</p>
      {mayRefund && (
        <Form action={href(locale, `${path}/refunds/${refund.refundId}`)} problem={problem}>
          <Button>{text.refundAgain}</Button>
        </Form>
      )}
    </Notice>
  )
}

function Refunds({ order }: { order: WholeOrder }) {
  const text = dictionary[useLocale()]
  if (order.refunds.length === 0) return null
  return (
    <Card title={text.history}>
      {order.refunds.map((refund) => (
        <p>
          <Moment at={refund.atMs} /> <Money fen={refund.goodsFen + refund.freightFen} />{' '}
          <span class="hint">{refund.kind === 'dispute' ? text.byBank(reasonWords(refund.reason, text)) : refund.reason}</span>
        </p>
      ))}
    </Card>
  )
}
