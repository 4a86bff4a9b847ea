import type { Context as HonoContext } from 'hono'
import type { PackForSale } from '../../src/catalogue/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { sumFen, yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { parcelsOf, type Wanted } from '../../src/order/basket.ts'
import { hasFresh, type Quote } from '../../src/order/quote.ts'
import { provinces } from '../../src/region/province.ts'
import { Money } from '../components/amount.tsx'
import { Check } from '../components/choice.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Page } from '../components/page.tsx'
import { Select } from '../components/select.tsx'
import { Picture } from './offer-card.tsx'
import { dictionary } from './order-words.ts'

type CheckoutProps = {
  c: HonoContext<AppEnv>
  wanted: Wanted<PackForSale>[]
  values: Record<string, unknown>
  quoted: Quote<PackForSale> | null
  problem: Problem | null
}

/** One column: where it goes, what it is, what it costs with freight, one tick, one button. */
export function CheckoutPage({ c, wanted, values, quoted, problem }: CheckoutProps) {
  const { locale } = c.var.context
  const text = dictionary[locale].checkout
  const rules = Map.groupBy(wanted, ({ sale }) => sale.organisationId)
  const parcels = [...rules.values()].map((own) => parcelsOf(own))
  return (
    <Page c={c} title={text.title} surface="storefront" island="checkout">
      <div class="narrow stack checkout">
        <h1>{text.title}</h1>
        <p class="soft">{text.guest}</p>
        <Form problem={problem} values={values} class="stack">
          <button class="unseen" type="submit" name="do" value="count" formnovalidate tabindex={-1} aria-hidden="true" />
          <Card title={text.whereTo}>
            <Address />
          </Card>
          <Card title={text.yours}>
            {[...rules.values()].map((own) => (
              <Parcel wanted={own} quoted={quoted} />
            ))}
            <TextArea label={text.note} name="note" rows={2} maxlength={200} optional />
          </Card>
          <Card>
            <Totals goodsFen={sumFen(parcels.flat().map(({ goodsFen }) => goodsFen))} quoted={quoted} parcels={parcels} />
            {hasFresh(wanted.map(({ sale }) => sale)) && <Check name="freshAgreed" label={text.fresh} />}
            <input type="hidden" name="seenTotalFen" value={String(quoted?.totalFen ?? '')} />
            <button class="button primary wide" type="submit" name="do" value="place">
              {text.pay}
            </button>
            <p>
              <a href={href(locale, '/basket')}>{text.back}</a>
            </p>
          </Card>
        </Form>
      </div>
    </Page>
  )
}

function Address() {
  const locale = useLocale()
  const text = dictionary[locale].checkout
  const options = provinces.map(({ code, zh, en }) => ({ value: code, label: words(locale, zh, en) }))
  return (
    <div class="form">
      <TextArea label={text.paste} name="pasted" hint={text.pasteHint} rows={2} maxlength={300} optional />
      <button class="button quiet" type="submit" name="do" value="split" formnovalidate>
        {text.split}
      </button>
      <Field label={text.name} name="name" autocomplete="name" maxlength={40} />
      <Field label={text.phone} name="phone" type="tel" inputmode="tel" autocomplete="tel-national" hint={text.phoneHint} maxlength={20} />
      <Select label={text.province} name="province" empty={text.choose} options={options} />
      <Field label={text.address} name="address" autocomplete="street-address" maxlength={120} />
    </div>
  )
}

function Parcel({ wanted, quoted }: { wanted: Wanted<PackForSale>[]; quoted: Quote<PackForSale> | null }) {
  const locale = useLocale()
  const text = dictionary[locale].checkout
  const { organisationId, organisationZh, organisationEn } = wanted[0]!.sale
  const order = quoted?.orders.find((candidate) => candidate.organisationId === organisationId)
  return (
    <section class="parcel">
      <h3>{words(locale, organisationZh, organisationEn)}</h3>
      <ul class="lines">
        {wanted.map(({ sale, units }) => (
          <li>
            <span class="thumb">
              <Picture drawing={sale.drawing} photoFileId={sale.photoFileId} />
            </span>
            <span class="what">
              {words(locale, sale.offerZh, sale.offerEn)}
              <span class="hint">
                {words(locale, sale.nameZh, sale.nameEn)} × {units}
              </span>
            </span>
            <Money fen={sale.priceFen * units} />
          </li>
        ))}
      </ul>
      <p class="row-between">
        <span class="hint">{text.freight}</span>
        <span data-freight data-free={text.freeFreight} data-unknown={text.unknownFreight} data-not-there={text.notThere}>
          {order ? <Freight fen={order.freightFen} /> : text.unknownFreight}
        </span>
      </p>
    </section>
  )
}

function Freight({ fen }: { fen: number }) {
  const text = dictionary[useLocale()].checkout
  return fen === 0 ? <span>{text.freeFreight}</span> : <Money fen={fen} />
}

type TotalsProps = { goodsFen: number; quoted: Quote<PackForSale> | null; parcels: ReturnType<typeof parcelsOf>[] }

function Totals({ goodsFen, quoted, parcels }: TotalsProps) {
  const text = dictionary[useLocale()].checkout
  const freightFen = quoted && sumFen(quoted.orders.map((order) => order.freightFen))
  return (
    <div class="totals-box" data-parcels={JSON.stringify(parcels)}>
      <dl class="totals" aria-live="polite">
        <div>
          <dt>{text.goods}</dt>
          <dd>¥{yuan(goodsFen)}</dd>
        </div>
        <div>
          <dt>{text.freight}</dt>
          <dd data-freight-sum data-free={text.freeFreight} data-unknown={text.unknownFreight} data-not-there={text.notThere}>
            {freightFen === null ? text.unknownFreight : <Freight fen={freightFen} />}
          </dd>
        </div>
        <div class="total">
          <dt>{text.total}</dt>
          <dd data-total>{quoted ? `¥${yuan(quoted.totalFen)}` : '—'}</dd>
        </div>
      </dl>
      <button class="button quiet count" type="submit" name="do" value="count" formnovalidate>
        {text.count}
      </button>
    </div>
  )
}
