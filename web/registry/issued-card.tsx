import type { IssuedCard } from '../../src/household/card/commands.ts'
import { href, useLocale } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { Qr } from '../components/qr.tsx'
import { dictionary } from './words.ts'

type CardProps = { card: IssuedCard; holder: string; organisation?: string; origin: string }

/** A card just made, to be printed and cut out, and its PIN, shown this once and apart from the card. */
export function IssuedCardSheet({ card, holder, organisation, origin }: CardProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <>
      <Notice tone="wait" title={text.cardOnce}>
        <p>{text.cardRevoked}</p>
      </Notice>
      <div class="cut">
        <div>
          <h2>{text.cardTitle}</h2>
          <p class="big">{holder}</p>
          {organisation && <p>{organisation}</p>}
          <p class="hint">{text.cardHow}</p>
        </div>
        <Qr text={`${origin}${href(locale, `/card/${card.token}`)}`} label={text.cardQr} />
      </div>
      <div class="cut">
        <div>
          <h2>{text.cardPin}</h2>
          <p class="big number">{card.pin}</p>
          <p class="hint">{text.cardKeep}</p>
        </div>
      </div>
      <p class="hint no-print">{text.print}</p>
    </>
  )
}
