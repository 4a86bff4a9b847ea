import type { FreightRuleRow, Sellable } from '../../src/catalogue/queries.ts'
import type { offersOf } from '../../src/catalogue/queries.ts'
import type { OfferStatus } from '../../src/catalogue/offer.ts'
import type { Grade } from '../../src/intake/slip.ts'
import { yuan } from '../../src/kernel/money.ts'
import { massWords, Money } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { Drawing } from '../components/drawing.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Empty, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './offer-words.ts'
import { dictionary as slipWords } from './slip-words.ts'

type Offer = Awaited<ReturnType<typeof offersOf>>[number]
type ListProps = { c: ConsoleContext; offers: readonly Offer[]; rules: readonly FreightRuleRow[] }

/** What the organisation sells, and what its parcels cost. */
export function OfferList({ c, offers, rules }: ListProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.title} wide>
      <div class="row-between">
        <h1>{text.title}</h1>
        <LinkButton path="/coop/offers/new" kind="primary">
          {text.add}
        </LinkButton>
      </div>
      {offers.length > 0 ? (
        <OfferTable offers={offers} />
      ) : (
        <Empty icon="tag" title={text.none}>
          <p>{text.noneHint}</p>
        </Empty>
      )}
      <Card title={text.rules} action={<LinkButton path="/coop/freight-rules/new">{text.addRule}</LinkButton>}>
        {rules.length > 0 ? <RuleTable rules={rules} /> : <p>{text.noRules}</p>}
      </Card>
    </ConsolePage>
  )
}

function OfferTable({ offers }: { offers: readonly Offer[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Table
      caption={text.title}
      captionHidden
      columns={[
        {
          label: text.name,
          cell: (offer: Offer) => <a href={href(locale, `/coop/offers/${offer.id}`)}>{words(locale, offer.nameZh, offer.nameEn)}</a>,
        },
        { label: text.status, cell: ({ status }) => <OfferBadge status={status} /> },
        { label: text.price, cell: ({ fromFen }) => <Money fen={fromFen} />, numeric: true },
        { label: text.stock, cell: ({ inStock }) => (inStock ? text.inStock : text.outOfStock) },
        { label: text.sold, cell: ({ soldTens }) => `${soldTens * 10}+`, numeric: true },
      ]}
      rows={offers}
    />
  )
}

export function OfferBadge({ status }: { status: OfferStatus }) {
  const text = dictionary[useLocale()]
  return <Status tone={status === 'published' ? 'good' : status === 'draft' ? 'wait' : 'plain'}>{text.statuses[status]}</Status>
}

function RuleTable({ rules }: { rules: readonly FreightRuleRow[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const mass = (grams: number) => massWords(locale, grams, 'kg')
  return (
    <Table
      caption={text.rules}
      captionHidden
      columns={[
        { label: text.name, cell: (rule: FreightRuleRow) => words(locale, rule.nameZh, rule.nameEn) },
        {
          label: text.ruleTitle,
          cell: (rule) => text.ruleLine(mass(rule.firstGrams), yuan(rule.firstFen), mass(rule.stepGrams), yuan(rule.stepFen)),
        },
        { label: text.freeFrom, cell: ({ freeFromFen }) => (freeFromFen === null ? '—' : text.free(yuan(freeFromFen))) },
        { label: text.provinces, cell: ({ provinces }) => text.area(provinces.length) },
      ]}
      rows={rules}
    />
  )
}

/** Which product and grade a new offer sells. */
export function ChooseKind({ c, kinds }: { c: ConsoleContext; kinds: readonly Sellable[] }) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.add}>
      <Breadcrumb crumbs={[{ label: text.title, path: '/coop/offers' }, { label: text.add }]} />
      <h1>{text.choose}</h1>
      {kinds.length > 0 ? (
        <>
          <p class="lead">{text.chooseHint}</p>
          <ul class="grid">
            {kinds.map((kind) => (
              <li>
                <a class="card sellable" href={href(locale, `/coop/offers/new?product=${kind.productId}&grade=${kind.grade}`)}>
                  <Drawing name={kind.drawing} size="small" />
                  <span>
                    <strong>{words(locale, kind.nameZh, kind.nameEn)}</strong> {slipWords[locale].grade[kind.grade as Grade]}
                    <small class="soft"> {text.packs(kind.packs)}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Empty icon="lot" title={text.nothingToSell}>
          <p>{text.nothingToSellHint}</p>
          <LinkButton path="/coop/lots">{text.toLots}</LinkButton>
        </Empty>
      )}
    </ConsolePage>
  )
}
