import { yuan } from '../../src/kernel/money.ts'
import type { OrderDivision, OrderLot } from '../../src/proceeds/order-division.ts'
import { Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { Flow } from '../components/flow.tsx'
import { Icon } from '../components/icon.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Qr } from '../components/qr.tsx'
import { Table } from '../components/table.tsx'
import { dictionary } from './order-words.ts'

type Text = (typeof dictionary)['zh']['money']
type Part = { id: string; label: string; fen: number; tone: 'leaf' | 'berry' | 'grain' | 'stone' }

/** How this order's yuan divides: drawn, written out, and traceable to its lots. */
export function OrderMoney({ division, lots, origin }: { division: OrderDivision; lots: OrderLot[]; origin: string }) {
  const text = dictionary[useLocale()].money
  const parts = partsOf(division, text)
  const goodsFen = division.totalFen - division.freightFen
  const share = `${Math.round((division.householdFen * 100) / goodsFen)}%`
  return (
    <Card title={text.title}>
      {goodsFen > 0 && <p class="lead">{division.householdFen > 0 ? text.lead(share) : text.bought}</p>}
      <div class="two">
        <MoneyFlow division={division} parts={parts} />
        <Table
          caption={text.title}
          captionHidden
          columns={[
            { label: text.part, cell: ({ label }) => label },
            { label: text.amount, cell: ({ fen }) => <Money fen={fen} />, numeric: true },
          ]}
          rows={parts}
          totals={[text.paid, <Money fen={division.totalFen} />]}
          dense
        />
      </div>
      <p class="hint">{text.note}</p>
      {lots.map((lot) => (
        <TraceLink lotNumber={lot.lotNumber} path={`/t/${lot.lotId}`} origin={origin} />
      ))}
    </Card>
  )
}

function partsOf(division: OrderDivision, text: Text): Part[] {
  const all: Part[] = [
    { id: 'households', label: text.households, fen: division.householdFen, tone: 'leaf' },
    { id: 'enterprise', label: text.enterprise, fen: division.enterpriseFen, tone: 'berry' },
    { id: 'cooperative', label: text.cooperative, fen: division.cooperativeFen, tone: 'grain' },
    { id: 'deducted', label: text.deducted, fen: division.deductedFen, tone: 'stone' },
    { id: 'freight', label: text.freight, fen: division.freightFen, tone: 'stone' },
  ]
  return all.filter(({ fen }) => fen > 0)
}

function MoneyFlow({ division, parts }: { division: OrderDivision; parts: Part[] }) {
  const text = dictionary[useLocale()].money
  const nodes = [
    { id: 'paid', label: text.paid, text: `¥${yuan(division.totalFen)}`, tone: 'stone' as const },
    ...parts.map(({ id, label, fen, tone }) => ({ id, label, text: `¥${yuan(fen)}`, tone })),
  ]
  return (
    <Flow
      title={text.title}
      description={text.description}
      nodes={nodes}
      links={parts.map(({ id, fen }) => ({ from: 'paid', to: id, value: fen }))}
    />
  )
}

function TraceLink({ lotNumber, path, origin }: { lotNumber: string; path: string; origin: string }) {
  const locale = useLocale()
  const text = dictionary[locale].money
  return (
    <a class="trace-link" href={href(locale, path)}>
      <Qr text={`${origin}${href(locale, path)}`} label={`${text.trace} ${lotNumber}`} />
      <span>
        {text.trace} <span class="number">{lotNumber}</span> <Icon name="arrow" />
      </span>
    </a>
  )
}
