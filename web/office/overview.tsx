import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { divisionIncome } from '../../src/income/queries.ts'
import { localDate } from '../../src/kernel/time.ts'
import {
  divisionOverview,
  scopesOf,
  villageHouseholds,
  type DivisionSums,
  type HouseholdSums,
  type Overview,
  type Sums,
} from '../../src/oversight/overview/queries.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { Mass, massWords, Money } from '../components/amount.tsx'
import { Bars } from '../components/bars.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { IncomeCard } from './income.tsx'
import { dictionary, type OfficeWords } from './words.ts'

/** Where the actor's oversight begins: their widest division. */
export async function officeHome(c: OfficeContext) {
  const [code] = scopesOf(c.var.context.actor)
  if (!code) throw new Refusal({ code: 'forbidden', facts: {} })
  return c.redirect(href(c.var.context.locale, `/office/divisions/${code}`), 303)
}

/** A division's year: sums, how they divide among the divisions below, and at village level the households. */
export async function divisionPage(c: OfficeContext) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const year = yearOf(c)
  const overview = found(await divisionOverview(context.county, context.actor, c.req.param('code')!, year))
  const { division, path, total } = overview
  const name = words(context.locale, division.nameZh, division.nameEn)
  const crumbs = path.map(({ code, nameZh, nameEn }) => ({
    label: words(context.locale, nameZh, nameEn),
    path: code === division.code ? undefined : `/office/divisions/${code}?year=${year}`,
  }))
  return c.html(
    <OfficePage c={c} title={name} wide>
      <Breadcrumb crumbs={crumbs} />
      <h1>{name}</h1>
      <Years year={year} last={localDate(context.clock.now()).slice(0, 4)} code={division.code} text={text} />
      <Totals total={total} text={text} />
      {division.level === 'village' ? (
        <Households {...await householdsOf(c, division.code, year)} />
      ) : (
        <Children overview={overview} year={year} text={text} />
      )}
      <IncomeCard rows={await divisionIncome(context.county, division.code, year)} year={year} text={text} />
    </OfficePage>,
  )
}

export function yearOf(c: OfficeContext): string {
  const asked = c.req.query('year') ?? ''
  return /^20\d\d$/.test(asked) ? asked : localDate(c.var.context.clock.now()).slice(0, 4)
}

function Years({ year, last, code, text }: { year: string; last: string; code: string; text: OfficeWords }) {
  const locale = useLocale()
  const link = (other: number) => <a href={href(locale, `/office/divisions/${code}?year=${other}`)}>{other}</a>
  return (
    <p class="no-print">
      {text.year} {link(Number(year) - 1)} · <strong>{year}</strong>
      {year < last && <> · {link(Number(year) + 1)}</>}
    </p>
  )
}

function Totals({ total, text }: { total: Sums; text: OfficeWords }) {
  return (
    <Figures>
      <Figure label={text.delivered} note={text.slipCount(total.slips)}>
        <Mass grams={total.netGrams} unit="kg" />
      </Figure>
      <Figure label={text.floorDue}>
        <Money fen={total.floorDueFen} />
      </Figure>
      <Figure label={text.received} tone={total.receivedFen > 0 ? 'good' : undefined}>
        <Money fen={total.receivedFen} />
      </Figure>
    </Figures>
  )
}

function Children({ overview, year, text }: { overview: Overview; year: string; text: OfficeWords }) {
  const locale = useLocale()
  const active = overview.children.filter(({ slips, receivedFen }) => slips > 0 || receivedFen > 0)
  const quiet = overview.children.length - active.length
  const link = ({ code, nameZh, nameEn }: DivisionSums) => (
    <a href={href(locale, `/office/divisions/${code}?year=${year}`)}>{words(locale, nameZh, nameEn)}</a>
  )
  if (active.length === 0)
    return (
      <Empty icon="map" title={text.noDeliveries}>
        {text.noDeliveriesNext}
      </Empty>
    )
  const level = text.levels[below[overview.division.level]]
  const mass = ({ netGrams }: Sums) => <Mass grams={netGrams} unit="kg" />
  return (
    <Card title={text.ranking(level)}>
      <Notice tone={overview.whole ? 'good' : 'bad'} title={overview.whole ? text.whole : text.notWhole} />
      <Bars
        caption={text.bars}
        bars={active
          .slice(0, 12)
          .map((child) => ({ label: link(child), value: child.netGrams, text: massWords(locale, child.netGrams, 'kg') }))}
      />
      <SumsTable
        caption={text.ranking(level)}
        rows={active}
        heading={{ label: text.place, cell: link }}
        text={text}
        total={overview.total}
        mass={mass}
      />
      {quiet > 0 && <p class="hint">{text.quiet(quiet)}</p>}
    </Card>
  )
}

const below = { province: 'city', city: 'county', county: 'township', township: 'village', village: 'village' } as const

type SumsTableProps<Row extends Sums> = {
  caption: string
  rows: readonly Row[]
  heading: { label: string; cell: (row: Row) => unknown }
  text: OfficeWords
  total: Sums
  mass: (row: Sums) => unknown
}

function SumsTable<Row extends Sums>({ caption, rows, heading, text, total, mass }: SumsTableProps<Row>) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={rows}
      columns={[
        { label: heading.label, cell: (row) => heading.cell(row) as never },
        { label: text.slips, cell: ({ slips }) => slips, numeric: true },
        { label: text.delivered, cell: (row) => mass(row) as never, numeric: true },
        { label: text.floorDue, cell: ({ floorDueFen }) => <Money fen={floorDueFen} />, numeric: true },
        { label: text.received, cell: ({ receivedFen }) => <Money fen={receivedFen} />, numeric: true },
      ]}
      totals={[text.total, total.slips, mass(total) as never, <Money fen={total.floorDueFen} />, <Money fen={total.receivedFen} />]}
    />
  )
}

type ListProps = { rows: HouseholdSums[]; names: Map<string, string>; first: string | null; next: string | null; text: OfficeWords }

async function householdsOf(c: OfficeContext, villageCode: string, year: string): Promise<ListProps> {
  const { context } = c.var
  const after = c.req.query('after') ?? ''
  const rows = await villageHouseholds(context.county, context.actor, { villageCode, year, after })
  const names = await namesOf(
    context,
    rows.map(({ id }) => id),
  )
  const path = `/office/divisions/${villageCode}?year=${year}`
  const next = rows.length === 50 ? `${path}&after=${rows.at(-1)!.id}` : null
  return { rows, names, first: after ? path : null, next, text: dictionary[context.locale] }
}

function Households({ rows, names, first, next, text }: ListProps) {
  const locale = useLocale()
  const link = ({ id }: HouseholdSums) => <a href={href(locale, `/office/households/${id}`)}>{maskName(names.get(id) ?? id)}</a>
  if (rows.length === 0)
    return (
      <Empty icon="people" title={text.noDeliveries}>
        {text.noDeliveriesNext}
      </Empty>
    )
  return (
    <Card title={text.households}>
      <Table
        caption={text.households}
        captionHidden
        rows={rows}
        columns={[
          { label: text.household, cell: link },
          { label: text.state, cell: ({ status }) => <Status>{text.status[status as keyof OfficeWords['status']]}</Status> },
          { label: text.people, cell: ({ people }) => people, numeric: true },
          { label: text.slips, cell: ({ slips }) => slips, numeric: true },
          { label: text.latestSlips, cell: ({ newest }) => <SlipLinks newest={newest} /> },
          { label: text.delivered, cell: ({ netGrams }) => <Mass grams={netGrams} unit="kg" />, numeric: true },
          { label: text.floorDue, cell: ({ floorDueFen }) => <Money fen={floorDueFen} />, numeric: true },
          { label: text.received, cell: ({ receivedFen }) => <Money fen={receivedFen} />, numeric: true },
        ]}
      />
      <Pager first={first} next={next} />
    </Card>
  )
}

function SlipLinks({ newest }: Pick<HouseholdSums, 'newest'>) {
  const locale = useLocale()
  return (
    <ul class="boxes">
      {newest.map(({ id, number }) => (
        <li>
          <a class="number" href={href(locale, `/office/slips/${id}`)}>
            {number}
          </a>
        </li>
      ))}
    </ul>
  )
}
