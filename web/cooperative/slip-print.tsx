import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { bothFloors } from '../../src/contract/floor.ts'
import type { Slip } from '../../src/intake/queries.ts'
import { priceOfFen } from '../../src/kernel/money.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import { Day, Mass, Moment, Money } from '../components/amount.tsx'
import { asset } from '../components/asset.ts'
import { LocaleContext, words, type Locale } from '../components/locale.ts'
import { Qr } from '../components/qr.tsx'
import { dictionary } from './slip-words.ts'

export type Paper = 'narrow' | 'a5'

type PrintProps = {
  locale: Locale
  slip: Slip
  name: string
  organisation: Organisation
  /** 1 is the household's own, from 2 on it is a copy; null before any print. */
  copy: number | null
  address: string
  paper: Paper
}

/** The paper a household takes home: 58 mm from a till printer, or A5 with signatures. */
export function SlipPrint(props: PrintProps) {
  const { locale, slip, paper } = props
  const text = dictionary[locale].print
  return (
    <LocaleContext.Provider value={locale}>
      {raw('<!doctype html>')}
      <html lang={words(locale, 'zh-CN', 'en')}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{`${text.title} ${slip.number}`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={asset('/slip-print.css')} />
        </head>
        <body class={paper}>
          <main>
            <Heading {...props} />
            <Lines {...props} />
            {paper === 'a5' && <Signatures locale={locale} />}
            <footer>
              <Qr text={props.address} label={slip.number} />
              <p>{text.keep}</p>
            </footer>
          </main>
          <p class="screen-only">
            <button type="button" data-print hidden>
              {text.now}
            </button>
            <noscript>{text.noScript}</noscript>
          </p>
          <script type="module" src={asset('/islands/print.js')} />
        </body>
      </html>
    </LocaleContext.Provider>
  )
}

function Heading({ locale, slip, organisation, copy }: PrintProps) {
  const text = dictionary[locale].print
  const mark = slip.state === 'reversed' ? text.reversed : copy === null ? text.preview : copy > 1 ? text.copy(copy) : null
  return (
    <header>
      <p>{words(locale, organisation.nameZh, organisation.nameEn)}</p>
      <h1>
        {text.title} {mark && <span class="mark">{mark}</span>}
      </h1>
      <p class="slip-number">{slip.number}</p>
    </header>
  )
}

function Lines({ locale, slip, name, paper }: PrintProps) {
  const text = dictionary[locale]
  const floors = bothFloors(slip.guaranteedFenPerKg, slip.basisBp)
  const unit = text.perKg
  return (
    <dl>
      <Line label={text.household}>
        {name} {text.memberNumber(slip.memberNumber ?? 0)}
      </Line>
      <Line label={text.village}>{words(locale, slip.villageZh, slip.villageEn)}</Line>
      <Line label={text.product}>
        {words(locale, slip.productZh, slip.productEn)} {text.grade[slip.grade]}
      </Line>
      <Line label={text.day}>
        <Day on={slip.deliveredOn} />
      </Line>
      <Line label={text.gross}>
        <Mass grams={slip.grossGrams} unit="kg" />
      </Line>
      <Line label={text.tare}>
        − <Mass grams={slip.tareGrams} unit="kg" />
      </Line>
      <Line label={text.deducted}>
        − <Mass grams={slip.deductedGrams} unit="kg" />
      </Line>
      <Line label={text.net} strong>
        {text.netWords(slip.netGrams)}
      </Line>
      {paper === 'a5' && (
        <Line label={text.reference}>
          {slip.referenceFenPerKg === null ? (
            text.noReference
          ) : (
            <>
              <Money fen={slip.referenceFenPerKg} />
              {unit}
            </>
          )}
        </Line>
      )}
      <Line label={text.goodsFloor}>
        <Money fen={floors.goodsFenPerKg} />
        {unit} <Money fen={priceOfFen(slip.netGrams, slip.guaranteedFenPerKg)} />
      </Line>
      <Line label={text.householdFloor} strong>
        <Money fen={floors.householdFenPerKg} />
        {unit} <Money fen={slip.floorDueFen} />
      </Line>
      {slip.confirmedBy === 'pin' && <Line label={text.confirmed}>{text.confirmedBy.pin}</Line>}
      <Line label={text.recordedAt}>
        <Moment at={slip.recordedAtMs} />
      </Line>
    </dl>
  )
}

function Line({ label, strong, children }: { label: string; strong?: boolean; children: Child }) {
  return (
    <div class={strong ? 'strong' : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Signatures({ locale }: { locale: Locale }) {
  return (
    <ul class="signatures">
      {dictionary[locale].print.signatures.map((label) => (
        <li>{label}</li>
      ))}
    </ul>
  )
}
