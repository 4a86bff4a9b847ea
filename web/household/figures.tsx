import { amountWords } from '../../src/income/card/amount-words.ts'
import { cardTotals, type CardSlip, type CardTotals } from '../../src/income/card/card.ts'
import type { CardBooks, Season } from '../../src/income/card/queries.ts'
import { priceOfFen, type Fen } from '../../src/kernel/money.ts'
import { massWords } from '../components/amount.tsx'
import { useLocale, words, type Locale } from '../components/locale.ts'
import { money, priceText } from './amounts.ts'
import { dictionary } from './words.ts'

/** The four figures and how they come about. A season of more than a page shows the money of the slips below it. */
export function Figures({ card }: { card: CardBooks }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const seasons = card.seasons.filter(({ year }) => year === card.year)
  const slipsOfYear = seasons.reduce((sum, { slips }) => sum + slips, 0)
  const totals = cardTotals(card.slips)
  const reach = card.slips.length === slipsOfYear ? text.wholeYear(slipsOfYear) : text.onPage(card.slips.length)
  return (
    <>
      <dl class="box fig">
        <dt>{text.delivered}</dt>
        <dd>
          <b>
            {massWords(
              locale,
              seasons.reduce((sum, { grams }) => sum + grams, 0),
            )}
          </b>
          <span>{seasons.map((season) => productMass(season, locale)).join(' · ')}</span>
        </dd>
      </dl>
      <Amount label={text.earned} fen={totals.entitledFen} note={reach} />
      <Amount label={text.due} fen={totals.dueFen} />
      <Amount
        label={text.received}
        fen={totals.receivedFen}
        note={totals.waitingFen > 0 ? `${text.waiting} ${money(totals.waitingFen)}` : undefined}
        wait={totals.waitingFen > 0}
      />
      <p>{explanation(card.slips, totals, locale)}</p>
    </>
  )
}

function Amount({ label, fen, note, wait }: { label: string; fen: Fen; note?: string; wait?: boolean }) {
  const said = useLocale() === 'zh' ? amountWords(fen) : ''
  return (
    <dl class={wait ? 'box fig wait' : 'box fig'}>
      <dt>{label}</dt>
      <dd>
        <b>{money(fen)}</b>
        {said && <span>{said}</span>}
        {note && <span>{note}</span>}
      </dd>
    </dl>
  )
}

function productMass({ nameZh, nameEn, grams }: Season, locale: Locale): string {
  return `${words(locale, nameZh, nameEn)} ${massWords(locale, grams)}`
}

/** The sum in one plain line: what is guaranteed, what the sale brought, the higher of the two, and what is left. */
function explanation(slips: readonly CardSlip[], totals: CardTotals, locale: Locale): string {
  const text = dictionary[locale]
  const [price, ...others] = new Set(slips.map(({ householdFenPerKg }) => householdFenPerKg))
  const mass = massWords(locale, totals.grams)
  const exact = price !== undefined && others.length === 0 && priceOfFen(totals.grams, price) === totals.floorDueFen
  const floor = exact
    ? text.floorSum(mass, priceText(locale, price), money(totals.floorDueFen))
    : text.floorSums(mass, money(totals.floorDueFen))
  const early = slips.some(({ dueFen, floorDueFen }) => dueFen < floorDueFen)
  const due = early ? text.advanceSum(money(totals.dueFen)) : text.dueSum(money(totals.dueFen))
  return [floor, text.shareSum(money(totals.entitledFen)), due, text.restSum(money(totals.receivedFen), money(totals.waitingFen))].join(
    locale === 'zh' ? '' : ' ',
  )
}
