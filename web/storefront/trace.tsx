import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { yuan } from '../../src/kernel/money.ts'
import { found } from '../../src/platform/api.ts'
import { findLots, findPublicLot, villageNames, type PublicLot, type VillageName } from '../../src/trace/queries.ts'
import { dayWords, massWords, monthWords } from '../components/amount.tsx'
import { asset } from '../components/asset.ts'
import { LinkButton } from '../components/button.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Drawing } from '../components/drawing.tsx'
import { href, useLocale, words, type Locale } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { Qr } from '../components/qr.tsx'
import { Steps, type Step } from '../components/steps.tsx'
import { PriceLadder } from './price-ladder.tsx'
import { VillageTable, YuanFlow } from './trace-flow.tsx'
import { dictionary as proof } from '../proof/words.ts'
import { wordsOf } from './words.ts'
import { YuanBar } from './yuan-bar.tsx'

export async function tracePage(c: HonoContext<AppEnv, '/t/:lot'>) {
  const { county, locale } = c.var.context
  const candidates = await findLots(county, c.req.param('lot'))
  if (candidates.length > 1) return c.html(<Several c={c} lots={candidates} />)
  const publicLot = found(await findPublicLot(county, c.req.param('lot')))
  const { lot, trace, settled } = publicLot
  const names = await villageNames(
    county,
    trace.origin.kind === 'villages' ? trace.origin.villages.map(({ villageCode }) => villageCode) : [],
  )
  const text = wordsOf(locale).trace
  const product = words(locale, lot.productZh, lot.productEn)
  const origin = new URL(c.req.url).origin
  return c.html(
    <Page
      c={c}
      title={text.title(product)}
      surface="storefront"
      description={text.description(product, words(locale, lot.countyZh, lot.countyEn))}
      shareImage={asset(`/drawings/${lot.drawing}.svg`)}
    >
      <TraceHead lot={lot} locale={locale} />
      {!trace.total && <Notice title={text.none} />}
      <div class="traced">
        <Card title={text.flow}>
          <YuanBar division={trace.yuan} />
          <YuanFlow trace={trace} names={names} />
          <p class="soft small">{wordsOf(locale).yuan.note}</p>
        </Card>
        <div class="stack">
          <Card title={text.prices}>
            <PriceLadder prices={trace.prices} />
          </Card>
          <Card title={text.journey}>
            <Steps label={text.journey} steps={journeyOf(publicLot, locale)} />
            {trace.total && trace.total.lostGrams > 0 && (
              <p class="soft small">{text.lossNote(massWords(locale, trace.total.lostGrams))}</p>
            )}
          </Card>
        </div>
      </div>
      <Villages trace={trace} names={names} />
      <Card title={text.facts}>
        <div class="row-between top-aligned">
          <Facts facts={factsOf(publicLot, locale, settled)} />
          <figure class="qr-figure">
            <Qr text={`${origin}${href(locale, `/t/${lot.id}`)}`} label={text.qr} />
            <figcaption>{text.print}</figcaption>
          </figure>
        </div>
        <p class="soft small">
          {text.privacy} <a href={href(locale, '/verify')}>{proof[locale].verifyLink}</a>
        </p>
      </Card>
    </Page>,
  )
}

function TraceHead({ lot, locale }: { lot: PublicLot['lot']; locale: Locale }) {
  const text = wordsOf(locale)
  const product = words(locale, lot.productZh, lot.productEn)
  return (
    <header class="trace-head">
      <Drawing name={lot.drawing} size="small" eager />
      <div>
        <h1>{text.trace.title(product)}</h1>
        <p class="soft">
          {words(locale, lot.countyZh, lot.countyEn)} · {words(locale, lot.organisationZh, lot.organisationEn)}
        </p>
        <p class="soft">
          {text.trace.lot} <strong class="number">{lot.number}</strong> · {text.grades[lot.grade]}
        </p>
      </div>
      {lot.offerId && (
        <span class="no-print">
          <LinkButton path={`/products/${lot.offerId}`} kind="primary">
            {text.trace.buy}
          </LinkButton>
        </span>
      )}
    </header>
  )
}

function journeyOf({ lot, trace: { total }, settled }: PublicLot, locale: Locale): Step[] {
  const text = wordsOf(locale).trace
  const sold = total !== null && total.soldGrams > 0
  return [
    {
      label: text.picked,
      detail: text.pickedDetail(daysOf(lot.firstDeliveredOn, lot.lastDeliveredOn, locale), total ? massWords(locale, total.grams) : ''),
      state: 'done',
    },
    { label: text.pooled, detail: text.pooledDetail(total?.households ?? 0), state: 'done' },
    lot.firstPackedOn
      ? { label: text.packed, detail: daysOf(lot.firstPackedOn, lot.lastPackedOn ?? lot.firstPackedOn, locale), state: 'done' }
      : { label: text.packed, detail: text.notPacked, state: 'now' },
    ...(total ? [soldStep(sold, total, locale), settledStep(settled, locale)] : []),
  ]
}

function soldStep(sold: boolean, total: { soldGrams: number; proceedsFen: number }, locale: Locale): Step {
  const text = wordsOf(locale).trace
  if (!sold) return { label: text.sold, detail: text.notSold, state: 'todo' }
  return { label: text.sold, detail: text.soldDetail(massWords(locale, total.soldGrams), yuan(total.proceedsFen)), state: 'done' }
}

function settledStep(settled: PublicLot['settled'], locale: Locale): Step {
  const text = wordsOf(locale).trace
  if (!settled) return { label: text.settled, detail: text.notSettled, state: 'todo' }
  const detail = text.settledFen(monthWords(locale, settled.month), yuan(settled.poolFen), text.settledDetail[settled.status])
  return { label: text.settled, detail, state: settled.status === 'closed' ? 'done' : 'now' }
}

function daysOf(from: string, until: string, locale: Locale): string {
  const first = dayWords(locale, from)
  return from === until ? first : `${first} ${wordsOf(locale).trace.until} ${dayWords(locale, until)}`
}

function factsOf({ lot }: PublicLot, locale: Locale, settled: PublicLot['settled']) {
  const text = wordsOf(locale).trace
  const facts: [string, string][] = [
    [text.product, `${words(locale, lot.productZh, lot.productEn)} · ${wordsOf(locale).grades[lot.grade]}`],
    [text.origin, words(locale, lot.countyZh, lot.countyEn)],
    [text.organisation, words(locale, lot.organisationZh, lot.organisationEn)],
    [text.lot, lot.number],
    [text.deliveredOn, daysOf(lot.firstDeliveredOn, lot.lastDeliveredOn, locale)],
    [text.packedOn, lot.firstPackedOn ? daysOf(lot.firstPackedOn, lot.lastPackedOn ?? lot.firstPackedOn, locale) : text.notPacked],
    ...(settled ? [[text.settled, text.settledDetail[settled.status]] as [string, string]] : []),
  ]
  return facts
}

function Villages({ trace, names }: { trace: PublicLot['trace']; names: Map<string, VillageName> }) {
  const text = wordsOf(useLocale()).trace
  if (trace.origin.kind === 'none') return null
  return (
    <Card title={text.villages}>
      {trace.origin.kind === 'county' ? <p>{text.county}</p> : <VillageTable trace={trace} names={names} />}
    </Card>
  )
}

function Several({ c, lots }: { c: HonoContext<AppEnv>; lots: Awaited<ReturnType<typeof findLots>> }) {
  const { locale } = c.var.context
  const text = wordsOf(locale).trace
  return (
    <Page c={c} title={text.several} surface="storefront">
      <h1>{text.several}</h1>
      <p>{text.severalHint}</p>
      <ul class="ways">
        {lots.map(({ id, number, organisationZh, organisationEn }) => (
          <li>
            <a class="way lift" href={href(locale, `/t/${id}`)}>
              <strong>{words(locale, organisationZh, organisationEn)}</strong>
              <small>{number}</small>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  )
}
