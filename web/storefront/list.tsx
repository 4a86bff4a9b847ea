import type { Context as HonoContext } from 'hono'
import { everything, listingPath, readListing, sorts, type Listing } from '../../src/catalogue/listing.ts'
import { listOffers, nearOffers, offerFacets, searchOffers, type Facets, type OfferPage } from '../../src/catalogue/shelf/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { localDate, type LocalDate } from '../../src/kernel/time.ts'
import { Icon } from '../components/icon.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { OfferCard } from './offer-card.tsx'
import { wordsOf } from './words.ts'

export async function listPage(c: HonoContext<AppEnv>) {
  const { county, clock, locale } = c.var.context
  const text = wordsOf(locale).list
  const today = localDate(clock.now())
  const listing = readListing(c.req.query())
  const [facets, page] = await Promise.all([offerFacets(county), (listing.q ? searchOffers : listOffers)(county, listing, today)])
  const title = listing.q ? text.results(listing.q) : nameOf(listing, facets, locale)
  return c.html(
    <Page c={c} title={title} surface="storefront" query={listing.q} description={text.description}>
      <h1>{title}</h1>
      <div class="shelf">
        <Filters listing={listing} facets={facets} />
        <div class="stack">
          <Applied listing={listing} facets={facets} />
          <Sorts listing={listing} />
          {page.offers.length > 0 ? (
            <Offers page={page} listing={listing} today={today} />
          ) : (
            <Nothing listing={listing} facets={facets} today={today} near={await nearOffers(county, listing.q)} />
          )}
        </div>
      </div>
    </Page>,
  )
}

function nameOf({ category, countyCode }: Listing, facets: Facets, locale: 'zh' | 'en'): string {
  const { list, category: categoryName } = wordsOf(locale)
  if (category) return categoryName(category)
  const county = facets.counties.find(({ code }) => code === countyCode)
  return county ? words(locale, county.nameZh, county.nameEn) : list.title
}

function Offers({ page, listing, today }: { page: OfferPage; listing: Listing; today: LocalDate }) {
  return (
    <>
      <ul class="offers">
        {page.offers.map((offer) => (
          <OfferCard offer={offer} today={today} heading="h2" />
        ))}
      </ul>
      <Pager
        first={listing.after.length > 0 ? listingPath(listing) : null}
        next={page.next && listingPath(listing, { after: page.next })}
      />
    </>
  )
}

type Chosen = { label: string; count?: number; current: boolean; path: string }

/** Every filter is a link, so that it works without script and can be shared; open on wide screens by style. */
function Filters({ listing, facets }: { listing: Listing; facets: Facets }) {
  const locale = useLocale()
  const { list: text, category: categoryName } = wordsOf(locale)
  const categories: Chosen[] = facets.categories.map(({ category, offers }) => ({
    label: categoryName(category),
    count: offers,
    current: listing.category === category,
    path: listingPath(listing, { category: listing.category === category ? null : category }),
  }))
  const counties: Chosen[] = facets.counties.map(({ code, nameZh, nameEn, offers }) => ({
    label: words(locale, nameZh, nameEn),
    count: offers,
    current: listing.countyCode === code,
    path: listingPath(listing, { countyCode: listing.countyCode === code ? null : code }),
  }))
  const season: Chosen = { label: text.seasonOnly, current: listing.inSeason, path: listingPath(listing, { inSeason: !listing.inSeason }) }
  return (
    <details class="filters">
      <summary>
        <Icon name="shelf" />
        {text.filters}
      </summary>
      <div class="body">
        <FilterGroup title={text.category} choices={categories} />
        <FilterGroup title={text.county} choices={counties} />
        <FilterGroup title={text.season} choices={[season]} />
        <PriceRange listing={listing} />
      </div>
    </details>
  )
}

function FilterGroup({ title, choices }: { title: string; choices: readonly Chosen[] }) {
  const locale = useLocale()
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {choices.map(({ label, count, current, path }) => (
          <li>
            <a href={href(locale, path)} aria-current={current ? 'true' : undefined} rel="nofollow">
              <span>{label}</span>
              {count !== undefined && <span class="count">{count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function PriceRange({ listing }: { listing: Listing }) {
  const locale = useLocale()
  const text = wordsOf(locale).list
  const kept = new URLSearchParams(listingPath(listing, { minFen: null, maxFen: null }).split('?')[1])
  return (
    <section>
      <h2>{text.price}</h2>
      <form class="range" action={href(locale, '/products')}>
        {[...kept].map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input
          type="number"
          name="min"
          min="0"
          step="1"
          inputmode="numeric"
          value={yuanText(listing.minFen)}
          aria-label={text.from}
          placeholder={text.from}
        />
        <span aria-hidden="true">–</span>
        <input
          type="number"
          name="max"
          min="0"
          step="1"
          inputmode="numeric"
          value={yuanText(listing.maxFen)}
          aria-label={text.to}
          placeholder={text.to}
        />
        <button class="button quiet" type="submit">
          {text.apply}
        </button>
      </form>
    </section>
  )
}

function yuanText(fen: number | null): string {
  return fen === null ? '' : String(fen / 100)
}

/** What narrows the list, each with a cross that takes it away. */
function Applied({ listing, facets }: { listing: Listing; facets: Facets }) {
  const locale = useLocale()
  const { list: text, category: categoryName } = wordsOf(locale)
  const county = facets.counties.find(({ code }) => code === listing.countyCode)
  const chips: { label: string; path: string }[] = []
  if (listing.q) chips.push({ label: `“${listing.q}”`, path: listingPath(listing, { q: '' }) })
  if (listing.category) chips.push({ label: categoryName(listing.category), path: listingPath(listing, { category: null }) })
  if (listing.countyCode) {
    const label = county ? words(locale, county.nameZh, county.nameEn) : listing.countyCode
    chips.push({ label, path: listingPath(listing, { countyCode: null }) })
  }
  if (listing.minFen !== null) chips.push({ label: text.above(listing.minFen / 100), path: listingPath(listing, { minFen: null }) })
  if (listing.maxFen !== null) chips.push({ label: text.below(listing.maxFen / 100), path: listingPath(listing, { maxFen: null }) })
  if (listing.inSeason) chips.push({ label: text.season, path: listingPath(listing, { inSeason: false }) })
  if (chips.length === 0) return null
  return (
    <nav class="chips" aria-label={text.applied}>
      {chips.map(({ label, path }) => (
        <a class="chip on" href={href(locale, path)} aria-label={text.remove(label)}>
          {label}
          <Icon name="cross" />
        </a>
      ))}
      {chips.length > 1 && (
        <a class="chip" href={href(locale, listingPath(everything))}>
          {text.clear}
        </a>
      )}
    </nav>
  )
}

function Sorts({ listing }: { listing: Listing }) {
  const locale = useLocale()
  const text = wordsOf(locale).list
  return (
    <nav class="sorts" aria-label={text.sort}>
      {sorts.map((sort) => (
        <a href={href(locale, listingPath(listing, { sort }))} aria-current={listing.sort === sort ? 'true' : undefined}>
          {text.sorts[sort]}
        </a>
      ))}
    </nav>
  )
}

type NothingProps = { listing: Listing; facets: Facets; today: LocalDate; near: OfferPage['offers'] }

function Nothing({ listing, facets, today, near }: NothingProps) {
  const locale = useLocale()
  const { list: text, category: categoryName } = wordsOf(locale)
  return (
    <>
      <Empty icon="search" title={text.noneTitle(listing.q)}>
        <p>{text.noneHint}</p>
      </Empty>
      {near.length > 0 && (
        <section class="stack">
          <h2>{text.near}</h2>
          <ul class="offers">
            {near.map((offer) => (
              <OfferCard offer={offer} today={today} />
            ))}
          </ul>
        </section>
      )}
      <section class="stack">
        <h2>{text.categories}</h2>
        <div class="chips">
          {facets.categories.map(({ category, offers }) => (
            <a class="chip" href={href(locale, listingPath(everything, { category }))}>
              {categoryName(category)} <span class="count">{offers}</span>
            </a>
          ))}
        </div>
      </section>
    </>
  )
}
