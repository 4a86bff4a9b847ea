import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import type { ShippedRow } from '../../src/order/commands/ship-order.ts'
import type { RejectedRow } from '../../src/order/tracking.ts'
import { Button } from '../components/button.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { useLocale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './order-words.ts'

type Report = { shipped: ShippedRow[]; rejected: RejectedRow[] }
type TrackingProps = { c: ConsoleContext; problem: Problem | null; values: Record<string, unknown>; report: Report | null; left: number }

/** Many parcels at once: paste a column of tracking numbers, see row by row what became of it; `left` lines wait in the box. */
export function TrackingPage({ c, problem, values, report, left }: TrackingProps) {
  const text = dictionary[c.var.context.locale]
  return (
    <ConsolePage c={c} title={text.tracking}>
      <div class="stack">
        <Breadcrumb crumbs={[{ label: text.title, path: '/coop/orders' }, { label: text.tracking }]} />
        <h1>{text.tracking}</h1>
        {report && <ReportTable report={report} />}
        {left > 0 && (
          <Notice tone="wait" title={text.trackingLeft(left)}>
            {text.trackingLeftHint}
          </Notice>
        )}
        <Card>
          <Form problem={problem} values={values}>
            <p class="hint">{text.trackingLead}</p>
            <Field label={text.usual} name="carrier" value="顺丰速运" maxlength={30} />
            <TextArea label={text.pasted} name="pasted" rows={8} maxlength={20_000} />
            <Button>{text.shipAll}</Button>
          </Form>
        </Card>
      </div>
    </ConsolePage>
  )
}

function ReportTable({ report: { shipped, rejected } }: { report: Report }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const rows = [
    ...shipped.map(({ row, number, problem }) => ({ row, what: number, said: problem && problemWords(problem, locale) })),
    ...rejected.map(({ row, text: what }) => ({ row, what, said: text.unreadable })),
  ].sort((a, b) => a.row - b.row)
  return (
    <Table
      caption={text.result}
      columns={[
        { label: text.row, cell: ({ row }) => row },
        { label: text.number, cell: ({ what }) => what },
        { label: text.result, cell: ({ said }) => <Status tone={said ? 'bad' : 'good'}>{said ?? text.shipped}</Status> },
      ]}
      rows={rows}
    />
  )
}
