import type { Context as HonoContext } from 'hono'
import { everything, listingPath } from '../../src/catalogue/listing.ts'
import type { Category } from '../../src/catalogue/category.ts'
import { listOffers, offerFacets, type Facets } from '../../src/catalogue/shelf/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { localDate } from '../../src/kernel/time.ts'
import { asset } from '../components/asset.ts'
import { LinkButton } from '../components/button.tsx'
import { Icon, type IconName } from '../components/icon.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Page } from '../components/page.tsx'
import { OfferCard } from './offer-card.tsx'
import { wordsOf } from './words.ts'

const shownAtMost = 8
// Fewer than this in season, and the shelf is filled with what else is on sale.
const seasonAtLeast = 4

const drawingOf: Record<Category, string> = {
  fruit: 'bayberry',
  mushroom: 'mushroom',
  grain: 'rice',
  tea: 'tea',
  vegetable: 'grape',
  other: 'honey',
}

export async function homePage(c: HonoContext<AppEnv>) {
  const { county, clock, locale } = c.var.context
  const text = wordsOf(locale).home
  const today = localDate(clock.now())
  const [facets, inSeason] = await Promise.all([
    offerFacets(county),
    listOffers(county, { ...everything, inSeason: true }, today, shownAtMost),
  ])
  const scarce = inSeason.offers.length < seasonAtLeast
  const others = scarce ? (await listOffers(county, everything, today, shownAtMost)).offers : []
  const shelf = [...inSeason.offers, ...others.filter(({ id }) => inSeason.offers.every((offer) => offer.id !== id))].slice(0, shownAtMost)
  return c.html(
    <Page c={c} title={text.title} surface="storefront" description={text.description} shareImage={asset('/drawings/hills.svg')}>
      <Hero />
      <section class="stack" aria-labelledby="shelf">
        <div class="row-between">
          <h2 id="shelf">{scarce ? text.fresh : text.inSeason}</h2>
          <a href={href(locale, listingPath(everything))}>{text.all}</a>
        </div>
        <ul class="offers">
          {shelf.map((offer) => (
            <OfferCard offer={offer} today={today} />
          ))}
        </ul>
      </section>
      <Ways facets={facets} />
      <Stations />
    </Page>,
  )
}

function Hero() {
  const text = wordsOf(useLocale()).home
  return (
    <section class="hero">
      <img src={asset('/drawings/hills.svg')} alt={text.hills} width="1200" height="560" />
      <div class="words">
        <h1>{text.title}</h1>
        <p>{text.lead}</p>
        <div class="actions">
          <LinkButton path={listingPath({ ...everything, inSeason: true })} kind="primary">
            {text.shop}
          </LinkButton>
          <a class="how" href="#how">
            {text.how}
          </a>
        </div>
      </div>
    </section>
  )
}

function Ways({ facets: { categories, counties } }: { facets: Facets }) {
  const locale = useLocale()
  const { home: text, category: nameOf } = wordsOf(locale)
  return (
    <>
      <section class="stack" aria-labelledby="categories">
        <h2 id="categories">{text.byCategory}</h2>
        <ul class="ways">
          {categories.map(({ category, offers }) => (
            <li>
              <a class="way lift" href={href(locale, listingPath(everything, { category }))}>
                <img src={asset(`/drawings/${drawingOf[category]}.svg`)} alt="" width="96" height="96" loading="lazy" />
                <strong>{nameOf(category)}</strong>
                <small>{text.offers(offers)}</small>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section class="stack" aria-labelledby="counties">
        <h2 id="counties">{text.byCounty}</h2>
        <ul class="ways">
          {counties.map(({ code, nameZh, nameEn, offers }) => (
            <li>
              <a class="way lift" href={href(locale, listingPath(everything, { countyCode: code }))}>
                <Icon name="map" />
                <strong>{words(locale, nameZh, nameEn)}</strong>
                <small>{text.offers(offers)}</small>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

const icons: IconName[] = ['scale', 'basket', 'coin', 'people']

function Stations() {
  const text = wordsOf(useLocale()).home
  return (
    <section class="travels" aria-labelledby="how">
      <h2 id="how">{text.how}</h2>
      <ol>
        {text.stations.map(({ name, text: words }, index) => (
          <li>
            <Icon name={icons[index]!} />
            <h3>{name}</h3>
            <p>{words}</p>
          </li>
        ))}
      </ol>
      <p class="floor">{text.floor}</p>
    </section>
  )
}
