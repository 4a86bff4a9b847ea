import { sumFen, yuan } from '../../src/kernel/money.ts'
import { floorRows, guarantorRows, type FloorRow, type GuarantorRow } from '../../src/oversight/floor/queries.ts'
import { Money, monthWords } from '../components/amount.tsx'
import { Bars } from '../components/bars.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary, type OfficeWords } from './words.ts'

/** What the floor made due, what guarantors paid, and what is overdue, as of each organisation's latest settlement. */
export async function floorsPage(c: OfficeContext) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const rows = await floorRows(county, actor)
  const guarantors = await guarantorRows(county, actor)
  return c.html(
    <OfficePage c={c} title={text.floors} wide>
      <h1>{text.floors}</h1>
      <p>{text.floorsIntro}</p>
      {rows.length === 0 ? (
        <Empty icon="chart" title={text.noFloors}>
          {text.noSettlementsNext}
        </Empty>
      ) : (
        <>
          <Totals rows={rows} guarantors={guarantors} text={text} />
          <Guarantors rows={guarantors} text={text} />
          <Floors rows={rows} text={text} />
        </>
      )}
    </OfficePage>,
  )
}

function Totals({ rows, guarantors, text }: { rows: readonly FloorRow[]; guarantors: readonly GuarantorRow[]; text: OfficeWords }) {
  const overdueFen = sumFen(guarantors.map((row) => row.overdueFen))
  return (
    <Figures>
      <Figure label={text.guaranteeDue}>
        <Money fen={sumFen(rows.map((row) => row.dueFen))} />
      </Figure>
      <Figure label={text.guaranteePaid} tone="good">
        <Money fen={sumFen(rows.map((row) => row.paidFen))} />
      </Figure>
      <Figure label={text.overdue} tone={overdueFen > 0 ? 'bad' : 'good'} note={overdueFen > 0 ? undefined : text.noOverdue}>
        <Money fen={overdueFen} />
      </Figure>
    </Figures>
  )
}

function Guarantors({ rows, text }: { rows: readonly GuarantorRow[]; text: OfficeWords }) {
  const locale = useLocale()
  const name = (row: GuarantorRow) => words(locale, row.guarantorZh, row.guarantorEn)
  const bars = rows
    .filter((row) => row.positionFen > 0 || row.paidInFen > 0)
    .slice(0, 12)
    .map((row) => ({
      label: name(row),
      value: row.positionFen,
      mark: row.paidInFen,
      text: `¥${yuan(row.positionFen)}`,
      tone: row.overdueFen > 0 ? ('berry' as const) : ('leaf' as const),
    }))
  return (
    <Card title={text.guarantors}>
      {bars.length > 0 && <Bars caption={text.byGuarantor} bars={bars} />}
      <Table
        caption={text.guarantors}
        captionHidden
        rows={rows}
        columns={[
          { label: text.guarantor, cell: name },
          {
            label: text.organisation,
            cell: (row) => (
              <a href={href(locale, `/office/settlements/${row.settlementId}`)}>{words(locale, row.organisationZh, row.organisationEn)}</a>
            ),
          },
          { label: text.guaranteeDue, cell: ({ positionFen }) => <Money fen={positionFen} />, numeric: true },
          { label: text.paidIn, cell: ({ paidInFen }) => <Money fen={paidInFen} />, numeric: true },
          { label: text.claim, cell: ({ claimFen }) => <Money fen={claimFen} />, numeric: true },
          { label: text.overdue, cell: Overdue, numeric: true },
        ]}
      />
    </Card>
  )
}

function Overdue({ overdueFen }: GuarantorRow) {
  if (overdueFen === 0) return <Money fen={0} />
  return (
    <Status tone="bad">
      <Money fen={overdueFen} />
    </Status>
  )
}

function Floors({ rows, text }: { rows: readonly FloorRow[]; text: OfficeWords }) {
  const locale = useLocale()
  return (
    <Card title={text.byMonth}>
      <Table
        caption={text.byMonth}
        captionHidden
        rows={rows}
        columns={[
          { label: text.product, cell: (row) => words(locale, row.productZh, row.productEn) },
          { label: text.month, cell: ({ month }) => monthWords(locale, month) },
          { label: text.guarantor, cell: (row) => words(locale, row.guarantorZh, row.guarantorEn) },
          { label: text.slips, cell: ({ slips }) => slips, numeric: true },
          { label: text.floorDue, cell: ({ floorFen }) => <Money fen={floorFen} />, numeric: true },
          { label: text.earned, cell: ({ entitledFen }) => <Money fen={entitledFen} />, numeric: true },
          { label: text.guaranteeDue, cell: ({ dueFen }) => <Money fen={dueFen} />, numeric: true },
          { label: text.guaranteePaid, cell: ({ paidFen }) => <Money fen={paidFen} />, numeric: true },
          { label: text.guaranteeOpen, cell: ({ dueFen, paidFen }) => <Money fen={dueFen - paidFen} />, numeric: true },
        ]}
      />
    </Card>
  )
}
