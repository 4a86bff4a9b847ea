import type { Slip } from '../../src/intake/queries.ts'
import type { SlipState } from '../../src/intake/slip.ts'
import { Day, Mass, Money } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Check } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty, Status } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { correctionWords } from '../registry/correction-words.ts'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './slip-words.ts'

const tones = { waiting: 'wait', pooled: 'good', reversed: 'plain' } as const

export function StateBadge({ state }: { state: SlipState }) {
  return <Status tone={tones[state]}>{dictionary[useLocale()].state[state]}</Status>
}

type Query = { from?: string; until?: string; waiting?: string; q: string }
type ListProps = {
  c: ConsoleContext
  rows: readonly Slip[]
  names: Map<string, string>
  query: Query
  next: string | null
  isFirst: boolean
}

/** The organisation's slips, newest first. */
export function SlipList({ c, rows, names, query, next, isFirst }: ListProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const filtered = Object.values(query).some(Boolean)
  return (
    <ConsolePage c={c} title={text.slips} wide>
      <div class="row-between">
        <h1>{text.slips}</h1>
        <Actions>
          <LinkButton path="/coop/corrections" kind="quiet">
            {correctionWords[locale].list}
          </LinkButton>
          <LinkButton path="/coop/slips/new" kind="primary">
            {text.weigh}
          </LinkButton>
        </Actions>
      </div>
      <Filter query={query} />
      {rows.length > 0 && <SlipTable rows={rows} names={names} />}
      {rows.length === 0 && filtered && <Empty icon="slip" title={text.nothingFound} />}
      {rows.length === 0 && !filtered && (
        <Empty icon="slip" title={text.noSlips}>
          <p>{text.noSlipsHint}</p>
        </Empty>
      )}
      <Pager first={isFirst ? null : pathWith(query)} next={next && pathWith(query, next)} />
    </ConsolePage>
  )
}

function SlipTable({ rows, names }: { rows: readonly Slip[]; names: Map<string, string> }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const columns: Column<Slip>[] = [
    { label: text.slipNumber, cell: (slip) => <a href={href(locale, `/coop/slips/${slip.id}`)}>{slip.number}</a> },
    { label: text.day, cell: (slip) => <Day on={slip.deliveredOn} /> },
    { label: text.household, cell: (slip) => `${names.get(slip.householdId) ?? ''} · ${text.memberNumber(slip.memberNumber ?? 0)}` },
    { label: text.village, cell: (slip) => words(locale, slip.villageZh, slip.villageEn) },
    { label: text.product, cell: (slip) => `${words(locale, slip.productZh, slip.productEn)} ${text.grade[slip.grade]}` },
    { label: text.net, cell: (slip) => <Mass grams={slip.netGrams} unit="kg" />, numeric: true },
    { label: text.householdFloor, cell: (slip) => <Money fen={slip.floorDueFen} />, numeric: true },
    { label: text.lot, cell: (slip) => <StateBadge state={slip.state} /> },
  ]
  return <Table caption={text.slips} captionHidden columns={columns} rows={rows} />
}

function Filter({ query }: { query: Query }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <form class="filter" action={href(locale, '/coop/slips')}>
      <Field label={text.from} name="from" type="date" value={query.from} optional />
      <Field label={text.until} name="until" type="date" value={query.until} optional />
      <Field label={text.member} name="q" type="search" value={query.q} placeholder={text.anyMember} optional />
      <Check name="waiting" label={text.onlyWaiting} checked={query.waiting === 'yes'} optional />
      <Button kind="quiet">{text.filter}</Button>
    </form>
  )
}

function pathWith(query: Query, after?: string): string {
  const given = Object.entries({ ...query, after }).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const search = new URLSearchParams(given).toString()
  return search === '' ? '/coop/slips' : `/coop/slips?${search}`
}
