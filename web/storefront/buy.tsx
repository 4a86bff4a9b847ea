import type { FreightRule } from '../../src/catalogue/freight.ts'
import type { OfferPack } from '../../src/catalogue/queries.ts'
import { shippingArea } from '../../src/catalogue/shipping-area.ts'
import { yuan } from '../../src/kernel/money.ts'
import { provinces } from '../../src/region/province.ts'
import { massWords } from '../components/amount.tsx'
import { Select } from '../components/select.tsx'
import { OnceField } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { unitsOf, type PackChoice } from './choice.ts'
import { Price } from './offer-card.tsx'
import { wordsOf } from './words.ts'

type BuyProps = { offerId: string; packs: readonly OfferPack[]; rule: FreightRule; choice: PackChoice }

// Few left: said from here down, so that nobody is hurried for nothing.
const fewUnits = 10

/** Size, quantity and freight before anything lies in the basket. The second button works the total out without script. */
export function BuyForm({ offerId, packs, rule, choice }: BuyProps) {
  const locale = useLocale()
  const text = wordsOf(locale).product
  const soldOut = packs.every(({ availableUnits }) => availableUnits === 0)
  return (
    <form class="buy" id="buy" method="post" action={href(locale, '/basket')} data-rule={JSON.stringify(rule)}>
      <OnceField />
      <input type="hidden" name="offerId" value={offerId} />
      {soldOut && <Notice tone="wait" title={text.inStockLater} />}
      <fieldset class="field">
        <legend>{text.pack}</legend>
        <div class="tiles">
          {packs.map((pack) => (
            <PackTile pack={pack} checked={pack.packId === choice.pack.packId} />
          ))}
        </div>
      </fieldset>
      {!soldOut && <Amounts choice={choice} />}
      {!soldOut && (
        <button class="button primary inline" type="submit">
          {text.addToBasket}
        </button>
      )}
      {!soldOut && (
        <button class="button quiet count" type="submit" formmethod="get" formaction={href(locale, `/products/${offerId}`)} formnovalidate>
          {text.count}
        </button>
      )}
      <Shipping rule={rule} />
    </form>
  )
}

/** Quantity and province, and what they come to. */
function Amounts({ choice }: { choice: PackChoice }) {
  const locale = useLocale()
  const text = wordsOf(locale).product
  return (
    <>
      <div class="row">
        <div class="field">
          <label for="units">{text.units}</label>
          <input
            id="units"
            name="units"
            type="number"
            inputmode="numeric"
            min="1"
            max={unitsOf(choice.pack)}
            value={choice.units}
            required
            aria-describedby="units-hint"
          />
          <p class="hint" id="units-hint">
            {text.unitsHint(unitsOf(choice.pack))}
          </p>
        </div>
        <Select
          label={text.province}
          name="province"
          value={choice.province ?? ''}
          optional
          empty={text.choose}
          options={provinces.map(({ code, zh, en }) => ({ value: code, label: words(locale, zh, en) }))}
        />
      </div>
      <Totals choice={choice} />
    </>
  )
}

function PackTile({ pack, checked }: { pack: OfferPack; checked: boolean }) {
  const locale = useLocale()
  const text = wordsOf(locale).product
  const { packId, packGrams, priceFen, availableUnits } = pack
  return (
    <label class="tile">
      <input
        type="radio"
        name="packId"
        value={packId}
        checked={checked}
        disabled={availableUnits === 0}
        required
        data-price-fen={priceFen}
        data-grams={packGrams}
        data-units={unitsOf(pack)}
      />
      <span>
        {words(locale, pack.nameZh, pack.nameEn)}
        <small>
          ¥{yuan(priceFen)} · {massWords(locale, packGrams)}
        </small>
        {availableUnits === 0 && <small>{text.soldOut}</small>}
        {availableUnits > 0 && availableUnits < fewUnits && <small class="few">{text.left(availableUnits)}</small>}
      </span>
    </label>
  )
}

function Totals({ choice: { goodsFen, freightFen, province } }: { choice: PackChoice }) {
  const text = wordsOf(useLocale()).product
  const notThere = province !== null && freightFen === null
  return (
    <dl class="totals" aria-live="polite" data-free={text.free} data-not-there={text.notThere}>
      <div>
        <dt>{text.goods}</dt>
        <dd data-goods>¥{yuan(goodsFen)}</dd>
      </div>
      <div>
        <dt>{text.freight}</dt>
        <dd data-freight>{notThere ? text.notThere : freightFen === null ? '—' : freightFen === 0 ? text.free : `¥${yuan(freightFen)}`}</dd>
      </div>
      <div class="total">
        <dt>{text.total}</dt>
        <dd data-total>{freightFen === null ? '—' : `¥${yuan(goodsFen + freightFen)}`}</dd>
      </div>
    </dl>
  )
}

function Shipping({ rule }: { rule: FreightRule }) {
  const locale = useLocale()
  const text = wordsOf(locale).product
  const area = shippingArea(rule.provinces)
  const names = area.listed.map(({ zh, en }) => words(locale, zh, en)).join(words(locale, '、', ', '))
  const where = area.listed.length === 0 ? text.areaAll : area.everywhereBut ? text.areaBut(names) : text.areaOnly(names)
  const mass = (grams: number) => massWords(locale, grams, 'kg')
  return (
    <div class="shipping">
      <strong>{text.delivery}</strong>
      <p>{where}</p>
      <p>
        {text.rule(mass(rule.firstGrams), yuan(rule.firstFen), mass(rule.stepGrams), yuan(rule.stepFen))}
        {rule.freeFromFen !== null && <span class="free">{text.freeFrom(yuan(rule.freeFromFen))}</span>}
      </p>
    </div>
  )
}

/** Price and button that stay in sight. */
export function BuyBar({ choice: { pack, goodsFen } }: { choice: PackChoice }) {
  const text = wordsOf(useLocale()).product
  return (
    <>
      <span class="bar-price" data-bar-price>
        <Price fen={goodsFen} />
      </span>
      <button class="button primary" type="submit" form="buy" disabled={pack.availableUnits === 0}>
        {text.addToBasket}
      </button>
    </>
  )
}
