import { incomeClass, type IncomeKind } from '../../src/income/income-kind.ts'
import type { Fen } from '../../src/kernel/money.ts'
import { Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { Table } from '../components/table.tsx'
import type { OfficeWords } from './words.ts'

/** Income received in a year by its six kinds, each with the registry's class it counts under; nothing before the first payment. */
export function IncomeCard({
  rows,
  year,
  text,
}: {
  rows: readonly { kind: IncomeKind; amountFen: Fen }[]
  year: string
  text: OfficeWords
}) {
  if (rows.length === 0) return null
  return (
    <Card title={text.income(year)}>
      <Table
        caption={text.income(year)}
        captionHidden
        rows={rows}
        columns={[
          { label: text.incomeKind, cell: ({ kind }) => text.incomeKinds[kind] },
          { label: text.incomeClass, cell: ({ kind }) => text.incomeClasses[incomeClass(kind)] },
          { label: text.received, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
        ]}
      />
      <p class="hint">{text.incomeHint}</p>
    </Card>
  )
}
