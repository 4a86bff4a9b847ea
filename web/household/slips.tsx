import type { CardSlip } from '../../src/income/card/card.ts'
import type { CardBooks, CardLine, Said } from '../../src/income/card/queries.ts'
import { Day, massWords, monthWords } from '../components/amount.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { OnceField } from '../components/form.tsx'
import { money } from './amounts.ts'
import { dictionary } from './words.ts'

/** One page of slips and the payments, each with its "right" and its way to "not right". One form for all of them. */
export function SlipsAndLines({ card }: { card: CardBooks }) {
  const text = dictionary[useLocale()]
  const names = new Map(card.seasons.map(({ productId, nameZh, nameEn }) => [productId, words(useLocale(), nameZh, nameEn)]))
  const saidOf = (id: string) => card.said.find(({ subject }) => subject === id)
  return (
    <form method="post" action={href(useLocale(), '/card')}>
      <OnceField />
      <h2>{text.slips}</h2>
      {card.slips.length === 0 && <p class="box">{text.none}</p>}
      <ul>
        {card.slips.map((slip) => (
          <SlipItem slip={slip} product={names.get(slip.productId) ?? ''} said={saidOf(slip.deliveryId)} />
        ))}
      </ul>
      {card.lines.length > 0 && <h2>{text.lines}</h2>}
      <ul>
        {card.lines.slice(0, 6).map((line) => (
          <LineItem line={line} said={saidOf(line.lineId)} />
        ))}
      </ul>
    </form>
  )
}

function SlipItem({ slip, product, said }: { slip: CardSlip; product: string; said?: Said }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <li class="box slip">
      <b>
        <Day on={slip.deliveredOn} /> {product} <span class="n">{massWords(locale, slip.grams)}</span>
      </b>
      <div>
        {fact(text.guaranteed, money(slip.floorDueFen))}
        {fact(text.earnedShort, money(slip.entitledFen))}
        {fact(text.dueShort, money(slip.dueFen))}
        {fact(text.receivedShort, money(slip.receivedFen))}
      </div>
      <Say subject={slip.deliveryId} path={`/card/slips/${slip.deliveryId}`} said={said} />
    </li>
  )
}

function LineItem({ line, said }: { line: CardLine; said?: Said }) {
  const locale = useLocale()
  return (
    <li class="box slip">
      <b>
        {monthWords(locale, line.month)} <span class="n">{money(line.amountFen)}</span>
      </b>
      <div>
        {line.kind === 'surplus' && <span>{dictionary[locale].surplus}</span>}
        <span>{dictionary[locale].lineStates[line.status]}</span>
        {line.creditFen > 0 && <span>{dictionary[locale].credited(money(line.creditFen))}</span>}
        {line.answeredOn && <Day on={line.answeredOn} />}
      </div>
      <Say subject={line.lineId} path={`/card/lines/${line.lineId}`} said={said} />
    </li>
  )
}

function fact(label: string, value: string) {
  return (
    <span>
      {label} <span class="n">{value}</span>
    </span>
  )
}

function Say({ subject, path, said }: { subject: string; path: string; said?: Said }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (said) {
    return (
      <p class={said.verdict === 'right' ? 'note ok' : 'note'}>
        {said.verdict === 'right' ? text.saidRight : said.resolution ? `${text.answered}${said.resolution}` : text.saidNotRight}
      </p>
    )
  }
  return (
    <p class="say">
      <button type="submit" name="right" value={subject}>
        {text.right}
      </button>
      <a class="b no" href={href(locale, path)}>
        {text.notRight}
      </a>
    </p>
  )
}
