import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { householdIncome } from '../../src/income/queries.ts'
import { findDelivery, type Slip } from '../../src/intake/queries.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import { bothFloors } from '../../src/contract/floor.ts'
import { sumFen, yuan } from '../../src/kernel/money.ts'
import { localDate } from '../../src/kernel/time.ts'
import {
  findOverseenHousehold,
  salesOfLot,
  settlementsOfSlip,
  slipStanding,
  slipStandings,
  type SlipStanding,
} from '../../src/oversight/household/queries.ts'
import { oversees } from '../../src/oversight/overview/queries.ts'
import { found } from '../../src/platform/api.ts'
import { divisionPath } from '../../src/region/queries.ts'
import { inputBalances, inputsOfHousehold } from '../../src/settlement/inputs/queries.ts'
import { Day, Mass, Moment, Money, monthWords } from '../components/amount.tsx'
import { Actions, LinkButton } from '../components/button.tsx'
import { Card, Facts, Figure, Figures } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager, type Crumb } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { accountWords } from './account-words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'
import { HouseholdInputs } from './household-inputs.tsx'
import { IncomeCard } from './income.tsx'
import { yearOf } from './overview.tsx'
import { dictionary, type OfficeWords } from './words.ts'

/** A household's slips as they stand today: earned, guaranteed, due, received. Its name is masked. */
export async function householdPage(c: OfficeContext) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const household = found(await findOverseenHousehold(context.county, context.actor, c.req.param('id')!))
  const page = Number(/^\d{1,4}$/.exec(c.req.query('page') ?? '')?.[0] ?? 0)
  const slips = await slipStandings(context.county, household.id, localDate(context.clock.now()), page)
  const name = maskName((await namesOf(context, [household.id])).get(household.id) ?? household.id)
  const path = `/office/households/${household.id}`
  const year = yearOf(c)
  const income = await householdIncome(context.county, household.id, `${year}-01-01`, `${year}-12-31`)
  return c.html(
    <OfficePage c={c} title={name} wide>
      <Breadcrumb crumbs={[...(await crumbsTo(c, household.villageCode)), { label: name }]} />
      <div class="row-between">
        <h1>{name}</h1>
        <Actions>
          {scopeOf(context.actor, 'account.change') && (
            <LinkButton path={`${path}/account`}>{accountWords[context.locale].bankChange}</LinkButton>
          )}
          {scopeOf(context.actor, 'card.issue') && <LinkButton path={`${path}/card`}>{text.makeCard}</LinkButton>}
        </Actions>
      </div>
      <p class="hint">{text.masked}</p>
      {slips.length === 0 ? (
        <Empty icon="slip" title={text.noDeliveries}>
          {text.noDeliveriesNext}
        </Empty>
      ) : (
        <Slips slips={slips} text={text} />
      )}
      <HouseholdInputs
        balances={await inputBalances(context.county, { householdId: household.id })}
        rows={await inputsOfHousehold(context.county, household.id)}
      />
      <IncomeCard rows={income} year={year} text={text} />
      <Pager first={page > 0 ? path : null} next={slips.length === 20 ? `${path}?page=${page + 1}` : null} />
    </OfficePage>,
  )
}

async function crumbsTo(c: OfficeContext, villageCode: string): Promise<Crumb[]> {
  const { county, actor, locale } = c.var.context
  const path = await divisionPath(county, villageCode)
  return path
    .filter(({ code }) => oversees(actor, code))
    .map(({ code, nameZh, nameEn }) => ({ label: words(locale, nameZh, nameEn), path: `/office/divisions/${code}` }))
}

function Slips({ slips, text }: { slips: readonly SlipStanding[]; text: OfficeWords }) {
  const locale = useLocale()
  const sum = (pick: (slip: SlipStanding) => number) => sumFen(slips.map(pick))
  const money = (pick: (slip: SlipStanding) => number) => (slip: SlipStanding) => <Money fen={pick(slip)} />
  return (
    <>
      <Figures>
        <Figure label={text.due}>
          <Money fen={sum(({ dueFen }) => dueFen)} />
        </Figure>
        <Figure label={text.received} tone="good">
          <Money fen={sum(({ receivedFen }) => receivedFen)} />
        </Figure>
      </Figures>
      <Card title={text.slips}>
        <Table
          caption={text.slips}
          captionHidden
          rows={slips}
          columns={[
            { label: text.slips, cell: ({ deliveryId, number }) => <a href={href(locale, `/office/slips/${deliveryId}`)}>{number}</a> },
            { label: text.deliveredOn, cell: ({ deliveredOn }) => <Day on={deliveredOn} /> },
            { label: text.product, cell: ({ productZh, productEn }) => words(locale, productZh, productEn) },
            { label: text.weight, cell: ({ netGrams }) => <Mass grams={netGrams} unit="kg" />, numeric: true },
            { label: text.earned, cell: money(({ earnedFen }) => earnedFen), numeric: true },
            { label: text.guaranteed, cell: money(({ guaranteedFen }) => guaranteedFen), numeric: true },
            { label: text.due, cell: money(({ dueFen }) => dueFen), numeric: true },
            { label: text.received, cell: money(({ receivedFen }) => receivedFen), numeric: true },
          ]}
        />
      </Card>
    </>
  )
}

/** One slip: how its due is made up, its lot, the settlements it was in and the orders its lot went to. */
export async function slipPage(c: OfficeContext) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const slip = found(await findDelivery(context, c.req.param('id')!))
  const standing = found(await slipStanding(context.county, slip.id, localDate(context.clock.now())))
  const name = maskName((await namesOf(context, [slip.householdId])).get(slip.householdId) ?? slip.householdId)
  const settled = await settlementsOfSlip(context.county, slip.id)
  const crumbs = [
    ...(await crumbsTo(c, slip.villageCode)),
    { label: name, path: `/office/households/${slip.householdId}` },
    { label: slip.number },
  ]
  return c.html(
    <OfficePage c={c} title={text.slipOf(slip.number)} wide>
      <Breadcrumb crumbs={crumbs} />
      <h1>{text.slipOf(slip.number)}</h1>
      <Notice title={text.howDue(yuan(standing.dueFen), yuan(standing.guaranteedFen), yuan(standing.earnedFen))}>
        {text.received} <Money fen={standing.receivedFen} />
        {standing.guaranteedFen < slip.floorDueFen && <p>{text.onlyAdvance(yuan(slip.floorDueFen), yuan(standing.guaranteedFen))}</p>}
      </Notice>
      <div class="two">
        <Card title={text.slipOf(slip.number)}>
          <SlipFacts slip={slip} standing={standing} text={text} />
        </Card>
        <Card title={text.settledIn}>{settled.length === 0 ? <p>{text.notSettled}</p> : <Settled rows={settled} text={text} />}</Card>
      </div>
      {standing.lotId && <Sales rows={await salesOfLot(context.county, standing.lotId)} text={text} />}
    </OfficePage>,
  )
}

function SlipFacts({ slip, standing, text }: { slip: Slip; standing: SlipStanding; text: OfficeWords }) {
  const locale = useLocale()
  const floors = bothFloors(slip.guaranteedFenPerKg, slip.basisBp)
  return (
    <Facts
      facts={[
        [text.deliveredOn, <Day on={slip.deliveredOn} />],
        [text.organisation, words(locale, standing.organisationZh, standing.organisationEn)],
        [text.product, words(locale, slip.productZh, slip.productEn)],
        [text.weight, <Mass grams={slip.netGrams} unit="kg" />],
        [text.price, text.bothFloors(yuan(floors.goodsFenPerKg), yuan(floors.householdFenPerKg))],
        [text.floorDue, <Money fen={slip.floorDueFen} />],
        [text.lot, standing.lotNumber ? <a href={href(locale, `/t/${standing.lotId}`)}>{standing.lotNumber}</a> : text.noLot],
      ]}
    />
  )
}

function Settled({ rows, text }: { rows: Awaited<ReturnType<typeof settlementsOfSlip>>; text: OfficeWords }) {
  const locale = useLocale()
  return (
    <Table
      caption={text.settledIn}
      captionHidden
      rows={rows}
      columns={[
        {
          label: text.month,
          cell: ({ settlementId, month }) => <a href={href(locale, `/office/settlements/${settlementId}`)}>{monthWords(locale, month)}</a>,
        },
        { label: text.fromSales, cell: ({ shareFen }) => <Money fen={shareFen} />, numeric: true },
        { label: text.fromGuarantee, cell: ({ guaranteeFen }) => <Money fen={guaranteeFen} />, numeric: true },
        {
          label: text.state,
          cell: ({ status }) => (
            <Status tone={status === 'paid' ? 'good' : 'plain'}>{text.states.line[status as keyof typeof text.states.line]}</Status>
          ),
        },
      ]}
    />
  )
}

function Sales({ rows, text }: { rows: Awaited<ReturnType<typeof salesOfLot>>; text: OfficeWords }) {
  return (
    <Card title={text.sales}>
      {rows.length === 0 ? (
        <p>{text.noSales}</p>
      ) : (
        <Table
          caption={text.sales}
          captionHidden
          dense
          rows={rows}
          columns={[
            { label: text.order, cell: ({ number }) => <span class="number">{number}</span> },
            { label: text.on, cell: ({ placedAtMs }) => <Moment at={placedAtMs} /> },
            { label: text.state, cell: ({ status }) => text.orderStates[status] ?? status },
            {
              label: text.units,
              cell: ({ units, packGrams }) => (
                <span>
                  {units} × <Mass grams={packGrams} unit="kg" />
                </span>
              ),
              numeric: true,
            },
            { label: text.unitPrice, cell: ({ priceFen }) => <Money fen={priceFen} />, numeric: true },
            { label: text.refunded, cell: ({ refundedFen }) => <Money fen={refundedFen} />, numeric: true },
            {
              label: text.amount,
              cell: ({ units, priceFen, refundedFen }) => <Money fen={units * priceFen - refundedFen} />,
              numeric: true,
            },
          ]}
        />
      )}
    </Card>
  )
}
