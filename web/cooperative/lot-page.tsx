import { namesOf } from '../../src/household/vault/queries.ts'
import { statusOf } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import {
  listPacks,
  lossesOf,
  lotSlips,
  lotVillages,
  packLotsOf,
  type Lot,
  type LotSlip,
  type LotVillage,
} from '../../src/lot/listing/queries.ts'
import { dayWords, Mass, massWords, Money } from '../components/amount.tsx'
import { Bars } from '../components/bars.tsx'
import { LinkButton } from '../components/button.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { LotBadge } from './lot-list.tsx'
import { LotBalance } from './lot-balance.tsx'
import { LossForms, PackForms } from './lot-draws.tsx'
import { LossTable, PackLotTable } from './lot-stock.tsx'
import { dictionary } from './lot-words.ts'
import { dictionary as slipWords } from './slip-words.ts'

const originsShown = 20

/** Which form of the page was refused, with what was typed in it. */
export type Tried = { about: 'packs' | 'pack-lots' | 'loose-loss' | 'pack-loss'; form: Record<string, unknown>; problem: Problem }

/** One lot: where its weight went, packing, losses, and every gram's origin. */
export async function lotPage(c: ConsoleContext, lot: Lot, tried?: Tried) {
  const { context, organisation } = c.var
  const { county } = context
  const from = c.req.query('from') ?? ''
  const [packs, packLots, losses, villages, origins] = await Promise.all([
    listPacks(county, organisation.id, lot),
    packLotsOf(county, lot.id),
    lossesOf(county, lot.id),
    lotVillages(county, lot.id),
    lotSlips(county, lot.id, from, originsShown),
  ])
  const names = await namesOf(
    context,
    origins.map(({ householdId }) => householdId),
  )
  const today = localDate(context.clock.now())
  const page = (
    <ConsolePage c={c} title={`${dictionary[context.locale].lot} ${lot.number}`} wide>
      <LotHead lot={lot} done={c.req.query('done')} />
      <LotBalance lot={lot} packLots={packLots} losses={losses} />
      {lot.closedAtMs === null && (
        <div class="two">
          <PackForms {...{ lot, packs, packLots, today, tried, chosenPack: c.req.query('pack') }} />
          <LossForms {...{ lot, packs, packLots, tried }} />
        </div>
      )}
      <PackLotTable packs={packs} packLots={packLots} />
      <LossTable losses={losses} />
      <Villages villages={villages} lot={lot} />
      <Origins {...{ lot, origins, names, isFirst: from === '' }} />
    </ConsolePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

function LotHead({ lot, done }: { lot: Lot; done: string | undefined }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const product = `${words(locale, lot.productZh, lot.productEn)} ${slipWords[locale].grade[lot.grade]}`
  return (
    <>
      <Breadcrumb crumbs={[{ label: text.lots, path: '/coop/lots' }, { label: lot.number }]} />
      <div class="row-between">
        <h1>
          {lot.number} · {product}
        </h1>
        <span class="actions">
          <LotBadge lot={lot} />
          <LinkButton path={`/t/${lot.id}`}>{text.trace}</LinkButton>
        </span>
      </div>
      {done === 'pooled' && <Notice tone="good" title={text.pooled} />}
      {done === 'packed' && <Notice tone="good" title={text.packDone} />}
      <Figures>
        <Figure
          label={text.weight}
          note={`${text.slipsCount(lot.slips)} · ${text.days(dayWords(locale, lot.firstDeliveredOn), dayWords(locale, lot.lastDeliveredOn))}`}
        >
          <Mass grams={lot.grams} unit="kg" />
        </Figure>
        <Figure label={text.households}>{text.householdsCount(lot.households)}</Figure>
        <Figure
          label={text.floorDue}
          note={
            <>
              {text.goodsFloor} <Money fen={lot.goodsFloorFen} />
            </>
          }
        >
          <Money fen={lot.floorDueFen} />
        </Figure>
        <Figure
          label={text.proceeds}
          note={
            <>
              {text.final} <Money fen={lot.finalFen} />
            </>
          }
          tone={lot.proceedsFen < lot.goodsFloorFen ? 'wait' : 'good'}
        >
          <Money fen={lot.proceedsFen} />
        </Figure>
      </Figures>
    </>
  )
}

function Villages({ villages, lot }: { villages: readonly LotVillage[]; lot: Lot }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Card>
      <Bars
        caption={text.villages}
        max={lot.grams}
        bars={villages.map((village) => ({
          label: words(locale, village.nameZh, village.nameEn),
          value: village.grams,
          text: `${massWords(locale, village.grams, 'kg')} · ${text.householdsCount(village.households)}`,
        }))}
      />
    </Card>
  )
}

type OriginsProps = { lot: Lot; origins: readonly LotSlip[]; names: Map<string, string>; isFirst: boolean }

function Origins({ lot, origins, names, isFirst }: OriginsProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const columns: Column<LotSlip>[] = [
    { label: text.slip, cell: (row) => <a href={href(locale, `/coop/slips/${row.deliveryId}`)}>{row.number}</a> },
    { label: text.household, cell: (row) => names.get(row.householdId) ?? '' },
    { label: text.village, cell: (row) => words(locale, row.villageZh, row.villageEn) },
    { label: text.day, cell: (row) => dayWords(locale, row.deliveredOn) },
    { label: text.grams, cell: (row) => <Mass grams={row.grams} unit="kg" />, numeric: true },
    { label: text.floorDue, cell: (row) => <Money fen={row.floorDueFen} />, numeric: true },
  ]
  const all = isFirst && origins.length === lot.slips
  const totals = [text.total, '', '', '', <Mass grams={lot.grams} unit="kg" />, <Money fen={lot.floorDueFen} />]
  const next = origins.length === originsShown && !all ? `/coop/lots/${lot.id}?from=${origins.at(-1)!.deliveryId}` : null
  return (
    <Card>
      <Table caption={text.origins} columns={columns} rows={origins} totals={totals} />
      <Pager first={isFirst ? null : `/coop/lots/${lot.id}`} next={next} note={text.slipsCount(lot.slips)} />
    </Card>
  )
}
