import type { Context as HonoContext } from 'hono'
import type { PackForSale } from '../../src/catalogue/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { yuan } from '../../src/kernel/money.ts'
import { maxUnits, saleName, type Group, type PackKey, type PricedLine } from '../../src/order/basket.ts'
import { Mass, Money } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { OnceField } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { lineKey } from './basket-form.ts'
import { Picture } from './offer-card.tsx'
import { dictionary } from './order-words.ts'

type Line = PricedLine<PackForSale>
type BasketProps = {
  c: HonoContext<AppEnv>
  groups: Group<PackForSale>[]
  gone: Line[]
  goodsFen: number
  undo: (PackKey & { units: number }) | null
  /** Why checkout sent the buyer back: something ticked cannot be had, or nothing is ticked. */
  stuck: 'yes' | 'none' | null
}

/** What lies in the basket, one block a cooperative; without script "update" counts again. */
export function BasketPage({ c, groups, gone, goodsFen, undo, stuck }: BasketProps) {
  const { locale } = c.var.context
  const text = dictionary[locale].basket
  const full = groups.length + gone.length > 0
  return (
    <Page
      c={c}
      title={text.title}
      surface="storefront"
      island={full ? 'basket' : undefined}
      bar={full ? <Bar goodsFen={goodsFen} /> : undefined}
    >
      <div class="stack">
        <h1>{text.title}</h1>
        {undo && <Undo pack={undo} />}
        {stuck && full && <Notice tone="bad" title={stuck === 'none' ? text.nonePicked : text.stuck} />}
        {full ? (
          <form id="basket" class="basket" method="post" action={href(locale, '/basket/lines')}>
            <OnceField />
            <button class="unseen" type="submit" tabindex={-1} aria-hidden="true" />
            {groups.map((group) => (
              <Parcel group={group} />
            ))}
            {gone.length > 0 && <Gone lines={gone} />}
            <button class="button quiet count" type="submit">
              {text.update}
            </button>
            <p class="hint">{text.freightLater}</p>
            <p>
              <a href={href(locale, '/products')}>{text.onward}</a>
            </p>
            <div class="basket-go">
              <Bar goodsFen={goodsFen} />
            </div>
          </form>
        ) : (
          <Empty icon="basket" title={text.empty}>
            <p>{text.emptyHint}</p>
            <LinkButton path="/products" kind="primary">
              {text.browse}
            </LinkButton>
          </Empty>
        )}
      </div>
    </Page>
  )
}

function Bar({ goodsFen }: { goodsFen: number }) {
  const text = dictionary[useLocale()].basket
  return (
    <>
      <span class="bar-price">
        <small>{text.goods}</small> <strong data-total>¥{yuan(goodsFen)}</strong>
      </span>
      <button class="button primary" type="submit" form="basket" name="go" value="checkout">
        {text.checkout}
      </button>
    </>
  )
}

function Undo({ pack }: { pack: PackKey & { units: number } }) {
  const locale = useLocale()
  const text = dictionary[locale].basket
  return (
    <Notice title={text.removed}>
      <form method="post" action={href(locale, '/basket')}>
        <OnceField />
        <input type="hidden" name="offerId" value={pack.offerId} />
        <input type="hidden" name="packId" value={pack.packId} />
        <input type="hidden" name="units" value={String(pack.units)} />
        <button class="link" type="submit">
          {text.undo}
        </button>
      </form>
    </Notice>
  )
}

function Parcel({ group: { lines, goodsFen, freeGapFen } }: { group: Group<PackForSale> }) {
  const locale = useLocale()
  const text = dictionary[locale].basket
  const sale = lines[0]!.sale!
  const freeFrom = sale.freightRule.freeFromFen
  return (
    <section class="card parcel" data-free-from={freeFrom ?? ''}>
      <header>
        <h2>{words(locale, sale.organisationZh, sale.organisationEn)}</h2>
        <span class="hint">{text.parcel}</span>
      </header>
      <ul class="lines">
        {lines.map((line) => (
          <LineRow line={line} />
        ))}
      </ul>
      <p class="row-between">
        <span class="hint" data-gap data-words={text.gap('{yuan}')} data-free={text.free}>
          {freeGapFen !== null ? text.gap(yuan(freeGapFen)) : freeFrom !== null && goodsFen >= freeFrom ? text.free : ''}
        </span>
        <strong data-goods>
          <Money fen={goodsFen} />
        </strong>
      </p>
    </section>
  )
}

function LineRow({ line }: { line: Line }) {
  const locale = useLocale()
  const text = dictionary[locale].basket
  const sale = line.sale!
  const name = saleName(sale, locale)
  return (
    <li data-price={sale.priceFen}>
      <label class="pick">
        <input type="checkbox" name={`pick-${lineKey(line)}`} value="yes" checked={line.selected} aria-label={text.pick(name)} />
      </label>
      <a class="thumb" href={href(locale, `/products/${sale.offerId}`)} tabindex={-1} aria-hidden="true">
        <Picture drawing={sale.drawing} photoFileId={sale.photoFileId} />
      </a>
      <div class="what">
        <a href={href(locale, `/products/${sale.offerId}`)}>{words(locale, sale.offerZh, sale.offerEn)}</a>
        <span class="hint">
          {words(locale, sale.nameZh, sale.nameEn)} · <Mass grams={sale.packGrams} /> · <Money fen={sale.priceFen} />
        </span>
        {line.notices.map((notice) => (
          <span class={`remark ${notice}`}>
            {text.notice[notice]}
            {notice === 'short' && ` · ${text.left(sale.availableUnits)}`}
            {notice.startsWith('price') && ` · ¥${yuan(line.seenPriceFen)} → ¥${yuan(sale.priceFen)}`}
          </span>
        ))}
      </div>
      <input
        class="units"
        type="number"
        name={`units-${lineKey(line)}`}
        value={String(line.units)}
        min="1"
        max={String(Math.min(maxUnits, Math.max(1, sale.availableUnits)))}
        inputmode="numeric"
        aria-label={`${text.units}: ${name}`}
      />
      <RemoveButton line={line} name={name} />
    </li>
  )
}

function RemoveButton({ line, name }: { line: Line; name: string }) {
  const text = dictionary[useLocale()].basket
  return (
    <button class="link remove" type="submit" name="remove" value={lineKey(line)} formnovalidate aria-label={`${text.remove}: ${name}`}>
      {text.remove}
    </button>
  )
}

function Gone({ lines }: { lines: Line[] }) {
  const text = dictionary[useLocale()].basket
  return (
    <section class="card parcel">
      <h2>{text.gone}</h2>
      <ul class="lines">
        {lines.map((line) => (
          <li>
            <span class="what remark gone">{text.notice.gone}</span>
            <RemoveButton line={line} name={text.gone} />
          </li>
        ))}
      </ul>
    </section>
  )
}
