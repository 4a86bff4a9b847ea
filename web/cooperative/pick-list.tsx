import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { fullAddress } from '../../src/order/address.ts'
import { Moment } from '../components/amount.tsx'
import { Actions, LinkButton } from '../components/button.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './order-words.ts'

type PickProps = { c: ConsoleContext; orders: WholeOrder[]; lots: Map<string, string>; next: string | null; isFirst: boolean }
type Fetch = { name: string; lot: string; units: number }

/** What to fetch from the store, then parcel by parcel; made to be printed. */
export function PickList({ c, orders, lots, next, isFirst }: PickProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const after = c.req.query('after')
  return (
    <ConsolePage c={c} title={text.pick} wide island={c.req.query('print') === 'yes' ? 'print' : undefined}>
      <div class="stack">
        <Breadcrumb crumbs={[{ label: text.title, path: '/coop/orders' }, { label: text.pick }]} />
        <div class="row-between">
          <h1>{text.pick}</h1>
          <Actions>
            <LinkButton path={`/coop/orders/pick?${after ? `after=${encodeURIComponent(after)}&` : ''}print=yes`}>{text.print}</LinkButton>
          </Actions>
        </div>
        <p>
          {isFirst && !next ? text.pickLead(orders.length) : text.pickPart(orders.length)} <Moment at={c.var.context.clock.now()} />
        </p>
        {next && <Notice title={text.pickMore(orders.length)} />}
        <Table
          caption={text.pickSum}
          columns={[
            { label: text.item, cell: ({ name }) => name },
            { label: text.lot, cell: ({ lot }) => <span class="number">{lot}</span> },
            { label: text.units, cell: ({ units }) => units, numeric: true },
          ]}
          rows={toFetch(orders, lots, locale)}
          dense
        />
        <h2>{text.pickOrders}</h2>
        {orders.map((order) => (
          <Parcel order={order} lots={lots} />
        ))}
        <Pager first={isFirst ? null : '/coop/orders/pick'} next={next && `/coop/orders/pick?after=${next}`} />
      </div>
    </ConsolePage>
  )
}

function toFetch(orders: WholeOrder[], lots: Map<string, string>, locale: 'zh' | 'en'): Fetch[] {
  const lines = orders.flatMap((order) => order.lines)
  const groups = Map.groupBy(lines, ({ packLotId, offerId }) => `${packLotId} ${offerId}`)
  return [...groups.values()].map((own) => ({
    name: words(locale, own[0]!.nameZh, own[0]!.nameEn),
    lot: lots.get(own[0]!.packLotId) ?? '',
    units: own.reduce((sum, { units, returnedUnits }) => sum + units - returnedUnits, 0),
  }))
}

function Parcel({ order, lots }: { order: WholeOrder; lots: Map<string, string> }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const lines = order.lines.filter(({ units, returnedUnits }) => units > returnedUnits)
  return (
    <Card title={order.number} action={<a href={href(locale, `/coop/orders/${order.id}`)}>{text.ship}</a>}>
      <p>
        {order.recipientName} {order.recipientPhone} {fullAddress(order.recipientProvince, order.recipientAddress, 'zh')}
      </p>
      <ul class="boxes">
        {lines.map((line) => (
          <li>
            {words(locale, line.nameZh, line.nameEn)} × <strong>{line.units - line.returnedUnits}</strong>{' '}
            <span class="hint number">{lots.get(line.packLotId) ?? ''}</span>
          </li>
        ))}
      </ul>
      {order.note && <p class="hint">{order.note}</p>}
    </Card>
  )
}
