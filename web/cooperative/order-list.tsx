import type { Ms } from '../../src/kernel/time.ts'
import { hourMs } from '../../src/kernel/time.ts'
import { findProvince } from '../../src/region/province.ts'
import { Money } from '../components/amount.tsx'
import { Actions, LinkButton } from '../components/button.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty, Notice } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary, type Queue } from './order-words.ts'

type Row = {
  id: string
  number: string
  placedAtMs: Ms
  recipientName: string
  recipientProvince: string
  goodsFen: number
  freightFen: number
  refundedGoodsFen: number
  refundedFreightFen: number
}
type ListProps = {
  c: ConsoleContext
  queue: Queue
  rows: readonly Row[]
  claims: number
  failed: readonly Row[]
  next: string | null
  isFirst: boolean
}

/** The queue of orders, oldest first: what has waited longest is shipped first. */
export function OrderList({ c, queue, rows, claims, failed, next, isFirst }: ListProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.title} wide>
      <div class="stack">
        <div class="row-between">
          <h1>{text.title}</h1>
          <Actions>
            <LinkButton path="/coop/orders/pick">{text.pick}</LinkButton>
            <LinkButton path="/coop/orders/tracking">{text.tracking}</LinkButton>
          </Actions>
        </div>
        {failed.length > 0 && (
          <Notice tone="bad" title={text.refundFailed}>
            {failed.map(({ id, number }) => (
              <LinkButton path={`/coop/orders/${id}`}>{number}</LinkButton>
            ))}
          </Notice>
        )}
        <Queues current={queue} claims={claims} />
        {rows.length > 0 ? (
          <OrderTable rows={rows} now={c.var.context.clock.now()} />
        ) : (
          <Empty icon="truck" title={text.none}>
            <p>{text.noneHint}</p>
          </Empty>
        )}
        <Pager first={isFirst ? null : `/coop/orders?queue=${queue}`} next={next && `/coop/orders?queue=${queue}&after=${next}`} />
      </div>
    </ConsolePage>
  )
}

function Queues({ current, claims }: { current: Queue; claims: number }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <nav class="chips" aria-label={text.title}>
      {(Object.keys(text.queues) as Queue[]).map((queue) => (
        <a href={href(locale, `/coop/orders?queue=${queue}`)} aria-current={queue === current ? 'page' : undefined}>
          {text.queues[queue]}
          {queue === 'claims' && claims > 0 && ` ${claims}`}
        </a>
      ))}
    </nav>
  )
}

function OrderTable({ rows, now }: { rows: readonly Row[]; now: Ms }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const columns: Column<Row>[] = [
    { label: text.number, cell: ({ id, number }) => <a href={href(locale, `/coop/orders/${id}`)}>{number}</a> },
    { label: text.age, cell: ({ placedAtMs }) => text.hours(Math.floor((now - placedAtMs) / hourMs)) },
    {
      label: text.recipient,
      cell: ({ recipientName, recipientProvince }) => `${recipientName} · ${findProvince(recipientProvince)?.[locale] ?? ''}`,
    },
    { label: text.goods, cell: ({ goodsFen }) => <Money fen={goodsFen} />, numeric: true },
    { label: text.freight, cell: ({ freightFen }) => <Money fen={freightFen} />, numeric: true },
    { label: text.refunded, cell: (row) => <Money fen={row.refundedGoodsFen + row.refundedFreightFen} />, numeric: true },
  ]
  return <Table caption={text.title} captionHidden columns={columns} rows={rows} />
}
