import type { PricingTerms } from '../../src/catalogue/pricing.ts'
import type { findOffer, FreightRuleRow } from '../../src/catalogue/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { provinces } from '../../src/region/province.ts'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { OfferBadge } from './offer-list.tsx'
import { PriceFields, type PricedPack, type PriceOf } from './offer-prices.tsx'
import { dictionary } from './offer-words.ts'

export type Tried = { about: 'words' | 'prices' | 'state'; form: Record<string, unknown>; problem: Problem | null }

type Offer = NonNullable<Awaited<ReturnType<typeof findOffer>>>
type Ground = {
  packs: readonly PricedPack[]
  priceOf: PriceOf
  terms: PricingTerms | null
  rules: readonly FreightRuleRow[]
  tried: Tried | undefined
}

/** A new offer: what it says, its packs with prices, its parcels. Nothing is lost when something is refused. */
export function NewOffer({ c, name, packs, priceOf, terms, rules, tried }: { c: ConsoleContext; name: string } & Ground) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  return (
    <ConsolePage c={c} title={text.add} island="pricing">
      <Breadcrumb crumbs={[{ label: text.title, path: '/coop/offers' }, { label: text.add }]} />
      <h1>
        {text.add} · {name}
      </h1>
      {rules.length === 0 && (
        <Notice tone="wait" title={text.noRules}>
          <LinkButton path="/coop/freight-rules/new">{text.addRule}</LinkButton>
        </Notice>
      )}
      <Form problem={tried?.problem} values={tried?.form} files>
        <PriceFields packs={packs} terms={terms} priceOf={priceOf} />
        <WordFields rules={rules} />
        <Field label={text.photo} name="photo" type="file" accept="image/jpeg,image/png,image/webp" hint={text.photoHint} optional />
        <Actions>
          <Button>{text.save}</Button>
          <button class="button quiet" type="submit" name="preview" value="yes" formnovalidate>
            {text.preview}
          </button>
        </Actions>
      </Form>
    </ConsolePage>
  )
}

type OfferProps = { c: ConsoleContext; offer: Offer; done: string | undefined } & Ground

/** One offer: on or off sale, its prices, its words. */
export function OfferPage({ c, offer, packs, priceOf, terms, rules, tried, done }: OfferProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const name = words(locale, offer.nameZh, offer.nameEn)
  const path = (part: string) => href(locale, `/coop/offers/${offer.id}/${part}`)
  const of = (about: Tried['about']) => (tried?.about === about ? tried : undefined)
  const onSale = offer.status === 'published'
  return (
    <ConsolePage c={c} title={name} island="pricing">
      <Breadcrumb crumbs={[{ label: text.title, path: '/coop/offers' }, { label: name }]} />
      <div class="row-between">
        <h1>
          {name} <OfferBadge status={offer.status} />
        </h1>
        {onSale && <LinkButton path={`/products/${offer.id}`}>{text.seeInShop}</LinkButton>}
      </div>
      {done === 'saved' && <Notice tone="good" title={text.saved} />}
      {done === 'published' && <Notice tone="good" title={text.published} />}
      {done === 'withdrawn' && <Notice tone="good" title={text.withdrawn} />}
      <Form action={path(onSale ? 'withdraw' : 'publish')} problem={of('state')?.problem} class="inline-form">
        <Button kind={onSale ? 'danger' : 'primary'}>{onSale ? text.withdraw : text.publish}</Button>
      </Form>
      <Card>
        <Form action={path('prices')} problem={of('prices')?.problem} values={of('prices')?.form}>
          <PriceFields packs={packs} terms={terms} priceOf={priceOf} />
          <Actions>
            <Button>{text.savePrices}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={text.editWords}>
        <Form action={path('words')} problem={of('words')?.problem} values={of('words')?.form ?? offer}>
          <WordFields rules={rules} />
          <Actions>
            <Button>{text.saveWords}</Button>
          </Actions>
        </Form>
      </Card>
    </ConsolePage>
  )
}

function WordFields({ rules }: { rules: readonly FreightRuleRow[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <>
      <div class="row">
        <Field label={text.nameZh} name="nameZh" maxlength={40} />
        <Field label={text.nameEn} name="nameEn" maxlength={40} />
      </div>
      <TextArea label={text.storyZh} name="storyZh" hint={text.storyHint} maxlength={1000} optional />
      <TextArea label={text.storyEn} name="storyEn" maxlength={1000} optional />
      <div class="row">
        <Field label={text.storageZh} name="storageZh" maxlength={200} optional />
        <Field label={text.storageEn} name="storageEn" maxlength={200} optional />
      </div>
      <div class="row">
        <Field label={text.seasonFrom} name="seasonFrom" value="01-01" hint={text.seasonHint} maxlength={5} />
        <Field label={text.seasonUntil} name="seasonUntil" value="12-31" hint={text.seasonHint} maxlength={5} />
        <Field label={text.shelfLife} name="shelfLifeDays" inputmode="numeric" unit={text.days} maxlength={4} />
      </div>
      <Select
        label={text.rule}
        name="freightRuleId"
        options={rules.map((rule) => ({ value: rule.id, label: words(locale, rule.nameZh, rule.nameEn) }))}
      />
    </>
  )
}

const island = new Set(['710000000000', '810000000000', '820000000000'])

/** What parcels cost, and the provinces they go to; all of the mainland is ticked to begin with. */
export function NewFreightRule({ c, tried }: { c: ConsoleContext; tried?: { form: Record<string, unknown>; problem: Problem } }) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const ticked = tried ? new Set([tried.form['provinces'] ?? []].flat()) : null
  return (
    <ConsolePage c={c} title={text.addRule}>
      <Breadcrumb crumbs={[{ label: text.title, path: '/coop/offers' }, { label: text.addRule }]} />
      <h1>{text.addRule}</h1>
      <Form problem={tried?.problem} values={tried?.form}>
        <div class="row">
          <Field label={text.ruleNameZh} name="nameZh" maxlength={40} />
          <Field label={text.ruleNameEn} name="nameEn" maxlength={40} />
        </div>
        <div class="row">
          <Field label={text.first} name="firstGrams" inputmode="decimal" unit={text.kg} maxlength={6} />
          <Field label={text.firstFen} name="firstFen" inputmode="decimal" unit={text.yuanUnit} maxlength={8} />
        </div>
        <div class="row">
          <Field label={text.step} name="stepGrams" inputmode="decimal" unit={text.kg} maxlength={6} />
          <Field label={text.stepFen} name="stepFen" inputmode="decimal" unit={text.yuanUnit} maxlength={8} />
        </div>
        <Field label={text.freeFrom} name="freeFromFen" inputmode="decimal" unit={text.yuanUnit} maxlength={8} optional />
        <fieldset class="field" id="f-provinces">
          <legend>{text.provinces}</legend>
          {tried?.problem.fields?.['provinces'] && <p class="problem">{tried.problem.fields['provinces'][locale]}</p>}
          <div class="tiles">
            {provinces.map(({ code, zh, en }) => (
              <label class="tile">
                <input type="checkbox" name="provinces" value={code} checked={ticked ? ticked.has(code) : !island.has(code)} />
                <span>{words(locale, zh, en)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Actions>
          <Button>{text.saveRule}</Button>
        </Actions>
      </Form>
    </ConsolePage>
  )
}
