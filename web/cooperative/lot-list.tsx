import type { WaitingKind } from '../../src/intake/queries.ts'
import type { Lot } from '../../src/lot/listing/queries.ts'
import { leftGrams } from '../../src/lot/pack.ts'
import { dayWords, Mass } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty, Status } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './lot-words.ts'
import { kindKey } from './slip-form.ts'
import { dictionary as slipWords } from './slip-words.ts'

type ListProps = { c: ConsoleContext; kinds: readonly WaitingKind[]; rows: readonly Lot[]; next: string | null; isFirst: boolean }

/** What waits for a lot, and the lots there are. */
export function LotList({ c, kinds, rows, next, isFirst }: ListProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.lots} wide>
      <h1>{text.lots}</h1>
      {isFirst && (
        <section class="stack">
          <h2>{text.waiting}</h2>
          <WaitingKinds kinds={kinds} />
        </section>
      )}
      <section class="stack">
        <h2>{text.allLots}</h2>
        {rows.length > 0 ? (
          <LotTable rows={rows} />
        ) : (
          <Empty icon="lot" title={text.noLots}>
            <p>{text.noLotsHint}</p>
          </Empty>
        )}
      </section>
      <Pager first={isFirst ? null : '/coop/lots'} next={next && `/coop/lots?after=${next}`} />
    </ConsolePage>
  )
}

/** One card for each kind of slips that can become a lot together. */
export function WaitingKinds({ kinds }: { kinds: readonly WaitingKind[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (kinds.length === 0) {
    return (
      <Empty icon="slip" title={text.noWaiting}>
        <p>{text.noWaitingHint}</p>
      </Empty>
    )
  }
  return (
    <div class="grid">
      {kinds.map((kind) => (
        <Card title={`${words(locale, kind.productZh, kind.productEn)} ${slipWords[locale].grade[kind.grade]}`}>
          <p>
            <span class="big">
              <Mass grams={kind.grams} unit="kg" />
            </span>
            <br />
            <span class="soft">
              {text.slipsCount(kind.slips)} · {text.since(dayWords(locale, kind.firstOn))}
            </span>
          </p>
          <LinkButton path={`/coop/lots/new?kind=${kindKey(kind)}`} kind="primary">
            {text.pool}
          </LinkButton>
        </Card>
      ))}
    </div>
  )
}

export function LotTable({ rows }: { rows: readonly Lot[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const columns: Column<Lot>[] = [
    { label: text.number, cell: (lot) => <a href={href(locale, `/coop/lots/${lot.id}`)}>{lot.number}</a> },
    { label: text.product, cell: (lot) => `${words(locale, lot.productZh, lot.productEn)} ${slipWords[locale].grade[lot.grade]}` },
    { label: text.weight, cell: (lot) => <Mass grams={lot.grams} unit="kg" />, numeric: true },
    { label: text.households, cell: (lot) => text.householdsCount(lot.households), numeric: true },
    { label: text.left, cell: (lot) => <Mass grams={leftGrams(lot)} unit="kg" />, numeric: true },
    { label: text.state, cell: (lot) => <LotBadge lot={lot} /> },
  ]
  return <Table caption={text.allLots} captionHidden columns={columns} rows={rows} />
}

export function LotBadge({ lot }: { lot: Lot }) {
  const text = dictionary[useLocale()]
  if (lot.closedAtMs !== null) return <Status>{text.stateOf.closed}</Status>
  return leftGrams(lot) > 0 ? <Status tone="wait">{text.stateOf.toPack}</Status> : <Status tone="good">{text.stateOf.packed}</Status>
}
