import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { dayInput, listInput } from '../../src/payment/reconciliation/input.ts'
import { listReconciliations, readReconciliation, type Reconciliation } from '../../src/payment/reconciliation/queries.ts'
import { reconciliationSheet } from '../../src/payment/reconciliation/sheet.ts'
import { unwrap } from '../../src/platform/api.ts'
import { parseInput } from '../../src/platform/input.ts'
import { longestParked, type ParkedEvent } from '../../src/payment/parked/queries.ts'
import { Day, Moment, Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href, type Locale } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { AccessPage, ownGrant } from './frame.tsx'
import { Comparison, DayFlow, Items, VerdictNotice } from './reconciliation-day.tsx'
import { dictionary, type zh } from './reconciliation-words.ts'

type C = HonoContext<AppEnv>

/** The operator's list of nights, the newest with its verdict on top. */
export async function reconciliationsPage(c: C) {
  ownGrant(c, 'operator')
  const { context } = c.var
  const text = dictionary[context.locale]
  const { before } = unwrap(parseInput(listInput, c.req.query()))
  const days = unwrap(await listReconciliations(context, before))
  return c.html(
    <AccessPage c={c} title={text.title}>
      <h1>{text.title}</h1>
      <p class="soft">{text.lead}</p>
      {!before && days[0] && <VerdictNotice day={days[0]} text={text} />}
      <Card title={text.days}>
        {days.length === 0 ? (
          <Empty icon="chart" title={text.none}>
            <p>{text.noneHint}</p>
          </Empty>
        ) : (
          <Days days={days} text={text} locale={context.locale} />
        )}
        <Pager
          first={before ? '/operator/reconciliations' : null}
          next={days.length === 30 ? `/operator/reconciliations?before=${days.at(-1)!.madeOn}` : null}
        />
      </Card>
      {!before && <Waiting events={await longestParked(context.market)} text={text} />}
    </AccessPage>,
  )
}

function Waiting({ events, text }: { events: ParkedEvent[]; text: typeof zh }) {
  if (events.length === 0) return null
  return (
    <Card title={text.waiting}>
      <p class="hint">{text.waitingHint}</p>
      <Table
        caption={text.waiting}
        captionHidden
        rows={events}
        columns={[
          { label: text.waitingEvent, cell: ({ kind, eventId }) => `${kind} ${eventId}` },
          { label: text.waitingPayment, cell: ({ paymentId }) => paymentId ?? '—' },
          { label: text.waitingSince, cell: ({ parkedAtMs }) => <Moment at={parkedAtMs} /> },
          { label: text.waitingTries, cell: ({ tries }) => tries, numeric: true },
        ]}
      />
    </Card>
  )
}

function Days({ days, text, locale }: { days: Reconciliation[]; text: typeof zh; locale: Locale }) {
  const path = (on: string) => href(locale, `/operator/reconciliations/${on}`)
  return (
    <Table
      caption={text.days}
      captionHidden
      rows={days}
      columns={[
        {
          label: text.day,
          cell: ({ madeOn }) => (
            <a href={path(madeOn)}>
              <Day on={madeOn} />
            </a>
          ),
        },
        { label: text.provider, cell: (day) => <Money fen={day.balanceFen + day.openDisputesFen} />, numeric: true },
        { label: text.books, cell: (day) => <Money fen={day.clearingFen + day.disputedFen} />, numeric: true },
        { label: text.difference, cell: (day) => <Money fen={day.explainedFen + day.unexplainedFen} />, numeric: true },
        {
          label: text.result,
          cell: ({ openItems }) =>
            openItems === 0 ? <Status tone="good">{text.ok}</Status> : <Status tone="bad">{text.openItems(openItems)}</Status>,
        },
      ]}
    />
  )
}

/** One night: the verdict, both sides, what moved, and every item that differs. */
export async function reconciliationPage(c: C) {
  ownGrant(c, 'operator')
  const { context } = c.var
  const text = dictionary[context.locale]
  const { date } = unwrap(parseInput(dayInput, { date: c.req.param('date') }))
  const { reconciliation: day, items } = unwrap(await readReconciliation(context, date))
  return c.html(
    <AccessPage c={c} title={`${text.title} ${date}`}>
      <div class="stack">
        <Breadcrumb crumbs={[{ label: text.title, path: '/operator/reconciliations' }, { label: date }]} />
        <h1>
          <Day on={date} />
        </h1>
        <VerdictNotice day={day} text={text} />
        {day.gateway === 'sandbox' && <p class="hint">{text.sandbox}</p>}
        <Comparison day={day} text={text} />
        <DayFlow day={day} text={text} />
        <Items items={items} text={text} csv={href(context.locale, `/operator/reconciliations/${date}/items`)} />
      </div>
    </AccessPage>,
  )
}

/** The items of one night as a file. */
export async function reconciliationFile(c: C) {
  ownGrant(c, 'operator')
  const { date } = unwrap(parseInput(dayInput, { date: c.req.param('date') }))
  const { reconciliation, items } = unwrap(await readReconciliation(c.var.context, date))
  c.header('content-disposition', `attachment; filename="reconciliation-${date}.csv"`)
  c.header('cache-control', 'no-store')
  return c.body(reconciliationSheet(reconciliation, items), 200, { 'content-type': 'text/csv; charset=utf-8' })
}
