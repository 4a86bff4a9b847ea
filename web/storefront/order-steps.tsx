import { localMinute } from '../../src/kernel/time.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { Moment } from '../components/amount.tsx'
import { useLocale } from '../components/locale.ts'
import { Steps, type Step } from '../components/steps.tsx'
import { dictionary } from './order-words.ts'

/** Where an order stands: placed, paid, shipped with its parcel's number, received, completed. */
export function OrderSteps({ order }: { order: WholeOrder }) {
  const text = dictionary[useLocale()].order
  if (order.status === 'released' || order.status === 'cancelled') return null
  const reached: [string, number | null, Step['detail']][] = [
    [text.placed, order.placedAtMs, null],
    [text.paid, order.paidAtMs, null],
    [text.shipped, order.shippedAtMs, order.shipment ? <Parcel {...order.shipment} /> : null],
    [
      text.received,
      order.receivedAtMs,
      order.receiptAssumed ? text.assumed : order.status === 'shipped' ? text.assumeHint(localMinute(order.dueAtMs)) : null,
    ],
    [text.final, order.finalAtMs, order.status === 'received' ? text.finalHint(localMinute(order.dueAtMs)) : null],
  ]
  const next = reached.findIndex(([, at]) => at === null)
  const steps = reached.map(([label, at, extra], index): Step => {
    const detail = (
      <>
        {at !== null && <Moment at={at} />} {extra}
      </>
    )
    return { label, state: at !== null ? 'done' : index === next ? 'now' : 'todo', detail: at !== null || extra ? detail : undefined }
  })
  return <Steps label={text.course} steps={steps} />
}

function Parcel({ carrier, trackingNumber }: { carrier: string; trackingNumber: string }) {
  const text = dictionary[useLocale()].order
  return (
    <span class="tracking">
      {carrier}{' '}
      <code data-copied={text.copied} data-copy={text.copy}>
        {trackingNumber}
      </code>
    </span>
  )
}
