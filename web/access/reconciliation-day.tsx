import { yuan } from '../../src/kernel/money.ts'
import type { Reconciliation, ReconciliationItem } from '../../src/payment/reconciliation/queries.ts'
import { differenceFen, isExplained } from '../../src/payment/reconciliation/reconciliation.ts'
import { Moment, Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { Flow, type FlowNode } from '../components/flow.tsx'
import { Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import type { zh } from './reconciliation-words.ts'

type Text = typeof zh
type DayProps = { day: Reconciliation; text: Text }

/** The one sentence an operator needs. */
export function VerdictNotice({ day, text }: DayProps) {
  if (day.openItems > 0) {
    return (
      <Notice tone="bad" title={text.open(day.openItems)}>
        <p>{text.openHint}</p>
      </Notice>
    )
  }
  if (day.explainedItems === 0) return <Notice tone="good" title={text.noDifference} />
  return (
    <Notice tone="good" title={text.allExplained}>
      <p>{text.explained(day.explainedItems)}</p>
    </Notice>
  )
}

/** Both sides, line by line, and by how much they differ. */
export function Comparison({ day, text }: DayProps) {
  const rows = [
    { label: `${text.balance} / ${text.clearing}`, provider: day.balanceFen, books: day.clearingFen },
    { label: text.held, provider: day.openDisputesFen, books: day.disputedFen },
  ]
  const difference = day.explainedFen + day.unexplainedFen
  return (
    <Card title={text.compare}>
      <Table
        caption={text.compare}
        captionHidden
        rows={rows}
        columns={[
          { label: text.what, cell: ({ label }) => label },
          { label: text.provider, cell: ({ provider }) => <Money fen={provider} />, numeric: true },
          { label: text.books, cell: ({ books }) => <Money fen={books} />, numeric: true },
          { label: text.difference, cell: ({ provider, books }) => <Money fen={provider - books} />, numeric: true },
        ]}
        totals={[
          text.total,
          <Money fen={day.balanceFen + day.openDisputesFen} />,
          <Money fen={day.clearingFen + day.disputedFen} />,
          <Money fen={difference} />,
        ]}
      />
      <p class="hint">
        {text.madeAt} <Moment at={day.atMs} />
      </p>
    </Card>
  )
}

type Move = { id: string; label: string; fen: number; tone: NonNullable<FlowNode['tone']> }

function movesOf(day: Reconciliation, text: Text): Move[] {
  const all: Move[] = [
    { id: 'paid', label: text.paid, fen: day.paidFen, tone: 'leaf' },
    { id: 'reinstated', label: text.reinstated, fen: day.reinstatedFen, tone: 'leaf' },
    { id: 'refunded', label: text.refunded, fen: day.refundedFen, tone: 'berry' },
    { id: 'withdrawn', label: text.withdrawn, fen: day.withdrawnFen, tone: 'berry' },
    { id: 'fees', label: text.fees, fen: day.feesFen, tone: 'stone' },
    { id: 'payouts', label: text.payouts, fen: day.payoutsFen, tone: 'grain' },
    { id: 'other', label: text.other, fen: day.otherFen, tone: 'stone' },
  ]
  return all.filter(({ fen }) => fen !== 0)
}

/** What came in and where it went, drawn and written out. */
export function DayFlow({ day, text }: DayProps) {
  const moves = movesOf(day, text)
  const rows = [{ label: text.opening, fen: day.openingFen }, ...moves]
  return (
    <Card title={text.flow}>
      <p class="soft">{text.movements(day.transactions)}</p>
      <div class={moves.length > 0 ? 'two' : undefined}>
        {moves.length > 0 && <MoneyFlow moves={moves} change={day.balanceFen - day.openingFen} text={text} />}
        <Table
          caption={text.flow}
          captionHidden
          rows={rows}
          columns={[
            { label: text.what, cell: ({ label }) => label },
            { label: text.amount, cell: ({ fen }) => <Money fen={fen} />, numeric: true },
          ]}
          totals={[text.closing, <Money fen={day.balanceFen} />]}
          dense
        />
      </div>
    </Card>
  )
}

// What is positive flows in, what is negative out; the balance takes or gives the rest.
function MoneyFlow({ moves, change, text }: { moves: readonly Move[]; change: number; text: Text }) {
  const rest: Move = { id: 'rest', label: change > 0 ? text.kept : text.drawn, fen: -change, tone: change > 0 ? 'leaf' : 'stone' }
  const all = change === 0 ? moves : [...moves, rest]
  const nodes = all.map(({ id, label, fen, tone }) => ({ id, label, text: `¥${yuan(Math.abs(fen))}`, tone }))
  const inFen = all.reduce((sum, { fen }) => sum + Math.max(0, fen), 0)
  const pot = { id: 'pot', label: text.moved, text: `¥${yuan(inFen)}`, tone: 'stone' as const }
  const links = all.map(({ id, fen }) => (fen > 0 ? { from: id, to: 'pot', value: fen } : { from: 'pot', to: id, value: -fen }))
  return <Flow title={text.flow} description={text.flowDescription} nodes={[...nodes, pot]} links={links} />
}

/** Every item that differs, with its reason, and the same as a file. */
export function Items({ items, text, csv }: { items: readonly ReconciliationItem[]; text: Text; csv: string }) {
  const file = (
    <a href={csv} download>
      {text.csv}
    </a>
  )
  if (items.length === 0) {
    return (
      <Card title={text.items} action={file}>
        <p>{text.noItems}</p>
      </Card>
    )
  }
  return (
    <Card title={text.items} action={file}>
      <Table
        caption={text.items}
        captionHidden
        rows={items.toSorted((a, b) => Number(isExplained(a.verdict)) - Number(isExplained(b.verdict)))}
        columns={[
          { label: text.what, cell: ({ item }) => <Named item={item} text={text} /> },
          { label: text.provider, cell: ({ providerFen }) => <Money fen={providerFen} />, numeric: true },
          { label: text.books, cell: ({ ledgerFen }) => <Money fen={ledgerFen} />, numeric: true },
          { label: text.difference, cell: (item) => <Money fen={differenceFen(item)} />, numeric: true },
          {
            label: text.reason,
            cell: ({ verdict }) => <Status tone={isExplained(verdict) ? 'wait' : 'bad'}>{text.verdicts[verdict]}</Status>,
          },
          { label: text.since, cell: ({ sinceMs }) => <Moment at={sinceMs} /> },
        ]}
      />
    </Card>
  )
}

function Named({ item, text }: { item: string; text: Text }) {
  const [kind = '', ...reference] = item.split(':')
  return (
    <>
      {text.kinds[kind] ?? kind} <span class="number hint">{reference.join(':')}</span>
    </>
  )
}
