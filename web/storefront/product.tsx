import type { Context as HonoContext } from 'hono'
import { isFresh } from '../../src/catalogue/freshness.ts'
import { packReturn } from '../../src/catalogue/pricing.ts'
import { findFreightRule, findOffer, offerGround, offerPacks, type OfferGround, type OfferPack } from '../../src/catalogue/queries.ts'
import { isAllYear } from '../../src/catalogue/season.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { fenPerKg } from '../../src/kernel/money.ts'
import type { LocalDate } from '../../src/kernel/time.ts'
import { found } from '../../src/platform/api.ts'
import { findPublicLot, type PublicLot } from '../../src/trace/queries.ts'
import { divideYuan } from '../../src/trace/yuan-division.ts'
import { asset } from '../components/asset.ts'
import { Card, Facts } from '../components/figure.tsx'
import { Icon } from '../components/icon.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Page } from '../components/page.tsx'
import { Qr } from '../components/qr.tsx'
import { BuyBar, BuyForm } from './buy.tsx'
import { readChoice } from './choice.ts'
import { Picture, Price, unitPrice } from './offer-card.tsx'
import { PriceLadder } from './price-ladder.tsx'
import { wordsOf } from './words.ts'
import { YuanBar } from './yuan-bar.tsx'

type Offer = NonNullable<Awaited<ReturnType<typeof findOffer>>>

export async function productPage(c: HonoContext<AppEnv, '/products/:id'>) {
  const { county, locale } = c.var.context
  const row = await findOffer(county, c.req.param('id'))
  const offer = found(row?.status === 'published' ? row : null)
  const [packs, rule, ground, lot] = await Promise.all([
    offerPacks(county, offer.id),
    findFreightRule(county, offer.freightRuleId),
    offerGround(county, offer.id),
    findPublicLot(county, offer.lotId!),
  ])
  const choice = readChoice(packs, rule!, c.req.query())
  const name = words(locale, offer.nameZh, offer.nameEn)
  const place = words(locale, `${ground!.countyZh}${offer.villagesZh}`, [offer.villagesEn, ground!.countyEn].filter(Boolean).join(', '))
  const text = wordsOf(locale)
  return c.html(
    <Page
      c={c}
      title={name}
      surface="storefront"
      description={text.product.description(name, place)}
      shareImage={offer.photoFileId ? `/photos/${offer.photoFileId}` : asset(`/drawings/${offer.drawing}.svg`)}
      bar={packs.some(({ availableUnits }) => availableUnits > 0) ? <BuyBar choice={choice} /> : undefined}
      island="product"
    >
      <Breadcrumb
        crumbs={[
          { label: text.list.title, path: '/products' },
          { label: text.category(offer.category), path: `/products?category=${offer.category}` },
          { label: name },
        ]}
      />
      <div class="product">
        <div class="look">
          <Picture
            drawing={offer.drawing}
            photoFileId={offer.photoFileId}
            alt={offer.photoFileId ? text.product.photo(name) : text.product.picture(name)}
            eager
          />
        </div>
        <div class="stack">
          <Heading offer={offer} ground={ground!} name={name} choice={choice.pack} />
          <BuyForm offerId={offer.id} packs={packs} rule={rule!} choice={choice} />
        </div>
      </div>
      <Grower offer={offer} ground={ground!} lot={lot!} pack={choice.pack} origin={new URL(c.req.url).origin} />
      <Card title={text.product.facts}>
        <Facts facts={factsOf(offer, ground!, locale)} />
      </Card>
    </Page>,
  )
}

function Heading({ offer, ground, name, choice }: { offer: Offer; ground: OfferGround; name: string; choice: OfferPack }) {
  const locale = useLocale()
  const text = wordsOf(locale)
  const place = words(locale, offer.villagesZh || ground.countyZh, offer.villagesEn || ground.countyEn)
  return (
    <header class="headline">
      <h1>{name}</h1>
      <p class="place">
        {place}
        {offer.households > 0 && <span class="households">{text.card.households(offer.households)}</span>}
      </p>
      <p class="price-line">
        <span data-price>
          <Price fen={choice.priceFen} />
        </span>
        <span class="unit-price" data-unit-price>
          ¥{unitPrice(locale, fenPerKg(choice.priceFen, choice.packGrams))}
        </span>
        <span class="soft">
          {text.product.sold} {text.product.soldValue(offer.soldTens)}
        </span>
      </p>
    </header>
  )
}

type GrowerProps = { offer: Offer; ground: OfferGround; lot: PublicLot; pack: OfferPack; origin: string }

/** Who grew it, what they are guaranteed, and how the money of this very pack divides. */
function Grower({ offer, ground, lot: { lot, trace }, pack, origin }: GrowerProps) {
  const locale = useLocale()
  const { product: text } = wordsOf(locale)
  const paid = packReturn(pack.priceFen, pack.packGrams, {
    split: lot,
    deductions: lot.deductions,
    floorFenPerKg: lot.floorFenPerKg,
    floorBasis: lot.floorBasis,
  })
  const prices = { ...trace.prices, paid: paid.goodsFenPerKg, householdsPaid: paid.householdFenPerKg }
  const story = words(locale, offer.storyZh, offer.storyEn) || words(locale, ground.organisationStoryZh, ground.organisationStoryEn)
  const path = href(locale, `/t/${lot.id}`)
  return (
    <section class="card grower" aria-labelledby="grower">
      <div>
        <h2 id="grower">{text.grower}</h2>
        <p class="big-words">
          {trace.total ? text.grown(trace.total.households, words(locale, offer.villagesZh, offer.villagesEn)) : text.grownFew}
        </p>
        {story && (
          <blockquote>
            <p>{story}</p>
            <footer>{words(locale, ground.organisationZh, ground.organisationEn)}</footer>
          </blockquote>
        )}
        <a class="trace-link" href={path}>
          <Qr text={`${origin}${path}`} label={text.trace} />
          <span>
            <strong>
              {text.trace} <Icon name="arrow" />
            </strong>
            <small>{text.traceHint}</small>
          </span>
        </a>
      </div>
      <div class="stack">
        <h3>{text.yuan}</h3>
        <YuanBar division={divideYuan(pack.priceFen, pack.packGrams, lot, lot.deductions)} />
        <h3>{text.prices}</h3>
        <PriceLadder prices={prices} yours />
      </div>
    </section>
  )
}

function factsOf(offer: Offer, ground: OfferGround, locale: 'zh' | 'en') {
  const { product: text, grades } = wordsOf(locale)
  const storage = words(locale, offer.storageZh, offer.storageEn)
  const facts: [string, string][] = [
    [
      text.origin,
      words(locale, `${ground.countyZh} ${offer.villagesZh}`, [offer.villagesEn, ground.countyEn].filter(Boolean).join(', ')).trim(),
    ],
    [text.grade, grades[offer.grade]],
    [text.organisation, words(locale, ground.organisationZh, ground.organisationEn)],
    [text.season, isAllYear(offer) ? text.allYear : `${dayOf(offer.seasonFrom, locale)} – ${dayOf(offer.seasonUntil, locale)}`],
    [text.shelfLife, text.days(offer.shelfLifeDays)],
    ...(storage ? [[text.storage, storage] as [string, string]] : []),
    [text.returns, (isFresh(offer.shelfLifeDays) ? text.returnRule : text.keptRule)(ground.afterSalesHours)],
  ]
  return facts
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function dayOf(monthDay: LocalDate, locale: 'zh' | 'en'): string {
  const [month, day] = monthDay.split('-').map(Number) as [number, number]
  return words(locale, `${month}月${day}日`, `${day} ${months[month - 1]}`)
}
