import { leastPackPriceFen, packReturn, type PricingTerms } from '../../src/catalogue/pricing.ts'
import { basisBp, bothFloors } from '../../src/contract/floor.ts'
import { parseYuan, yuan } from '../../src/kernel/money.ts'
import { massWords } from '../components/amount.tsx'
import { Field } from '../components/field.tsx'
import { useField } from '../components/form.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { priceName } from './offer-form.ts'
import { dictionary } from './offer-words.ts'

export type PricedPack = { packId: string; packGrams: number; nameZh: string; nameEn: string; availableUnits: number }

/** What stands in a pack's price field: typed, or the price now. */
export type PriceOf = (packId: string) => string

type PricesProps = { packs: readonly PricedPack[]; terms: PricingTerms | null; priceOf: PriceOf }

/** A price for each pack, and beside it what one pack returns to the households against their floor. */
export function PriceFields({ packs, terms, priceOf }: PricesProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const { problem } = useField('packs', undefined)
  return (
    <fieldset id="f-packs" class="prices field" data-terms={terms && JSON.stringify(terms)} data-above={text.above} data-below={text.below}>
      <legend>
        <strong>{text.prices}</strong>
      </legend>
      {terms ? <p class="hint">{floorLine(terms, text)}</p> : <Notice tone="wait" title={text.noTerms} />}
      <p class="hint">{text.pricesHint}</p>
      {problem && <p class="problem">{problem}</p>}
      {packs.map((pack) => (
        <div class="priced" data-grams={pack.packGrams}>
          <Field
            label={`${words(locale, pack.nameZh, pack.nameEn)} · ${massWords(locale, pack.packGrams, 'kg')} · ${text.stock} ${pack.availableUnits}`}
            name={priceName(pack.packId)}
            value={priceOf(pack.packId)}
            inputmode="decimal"
            unit={text.yuan}
            maxlength={10}
            autocomplete="off"
            optional
          />
          {terms && <Returns price={priceOf(pack.packId)} packGrams={pack.packGrams} terms={terms} />}
        </div>
      ))}
    </fieldset>
  )
}

/** Both figures of one pack: what the goods count for and what reaches the households, each above or below its floor. */
function Returns({ price, packGrams, terms }: { price: string; packGrams: number; terms: PricingTerms }) {
  const text = dictionary[useLocale()]
  const fen = parseYuan(price)
  const paid = fen ? packReturn(fen, packGrams, terms) : null
  const verdict = (above: boolean) => <em class={above ? 'above' : 'below'}>{above ? text.above : text.below}</em>
  return (
    <div class="returns" aria-live="polite">
      <p hidden={!paid}>
        <strong data-household>{text.returns(yuan(paid?.householdFenPerKg ?? 0))}</strong>{' '}
        <span data-household-verdict>{verdict(paid?.householdAboveFloor ?? true)}</span>
      </p>
      <p hidden={!paid}>
        <span data-goods>{text.goods(yuan(paid?.goodsFenPerKg ?? 0))}</span>{' '}
        <span data-goods-verdict>{verdict(paid?.goodsAboveFloor ?? true)}</span>
      </p>
      <p class="soft">{text.least(yuan(leastPackPriceFen(packGrams, terms)))}</p>
    </div>
  )
}

function floorLine(terms: PricingTerms, text: (typeof dictionary)['zh']): string {
  const { goodsFenPerKg, householdFenPerKg } = bothFloors(terms.floorFenPerKg, basisBp(terms.floorBasis, terms.split.householdBp))
  return text.terms(yuan(goodsFenPerKg), yuan(householdFenPerKg))
}
