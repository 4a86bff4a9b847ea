import type { OfferCard as Offer } from '../../src/catalogue/shelf/queries.ts'
import { isAllYear, isInSeason } from '../../src/catalogue/season.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { LocalDate } from '../../src/kernel/time.ts'
import { Drawing } from '../components/drawing.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { wordsOf } from './words.ts'

/** An offer as one link: picture, name, where and by how many it is grown, price and price by weight. */
export function OfferCard({ offer, today, heading = 'h3' }: { offer: Offer; today: LocalDate; heading?: 'h2' | 'h3' }) {
  const locale = useLocale()
  const text = wordsOf(locale).card
  const name = words(locale, offer.nameZh, offer.nameEn)
  const place = words(locale, offer.villagesZh || offer.countyZh, offer.villagesEn || offer.countyEn)
  const Heading = heading
  return (
    <li>
      <a class="offer lift" href={href(locale, `/products/${offer.id}`)}>
        <Picture drawing={offer.drawing} photoFileId={offer.photoFileId} />
        {offer.inStock === 0 && <span class="ribbon out">{text.soldOut}</span>}
        {offer.inStock === 1 && !isAllYear(offer) && isInSeason(offer, today) && <span class="ribbon">{text.season}</span>}
        <div class="words">
          <Heading>{name}</Heading>
          <p class="place">{place}</p>
          <p class="price-line">
            <Price fen={offer.fromFen} /> <span class="soft">{text.from}</span>
            <span class="unit-price">¥{unitPrice(locale, offer.fromFenPerKg)}</span>
          </p>
          <p class="badges">
            {offer.households > 0 && <span class="households">{text.households(offer.households)}</span>}
            {offer.soldTens > 0 && <span>{text.sold(offer.soldTens)}</span>}
          </p>
        </div>
      </a>
    </li>
  )
}

/** A photo when there is one, else the product's drawing. */
export function Picture({
  drawing,
  photoFileId,
  alt = '',
  eager,
}: {
  drawing: string
  photoFileId: string | null
  alt?: string
  eager?: boolean
}) {
  if (photoFileId === null) return <Drawing name={drawing} alt={alt} eager={eager} />
  return (
    <span class="drawing">
      <img src={`/photos/${photoFileId}`} alt={alt} width="320" height="320" loading={eager ? undefined : 'lazy'} decoding="async" />
    </span>
  )
}

/** A price as shops write it: small sign, large yuan, small fen. */
export function Price({ fen }: { fen: number }) {
  const [whole, cents] = yuan(fen).split('.')
  return (
    <span class="shop-price">
      <span class="sign">¥</span>
      {whole}
      {cents !== '00' && <span class="cents">.{cents}</span>}
    </span>
  )
}

/** Per 斤 in Chinese and per kg in English, rounded down to the fen. */
export function unitPrice(locale: 'zh' | 'en', fenPerKg: number): string {
  return locale === 'zh' ? `${yuan(Math.floor(fenPerKg / 2))}/斤` : `${yuan(fenPerKg)}/kg`
}
