import type { Product } from '../../src/contract/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import { Button } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Select } from '../components/select.tsx'
import { dictionary as shared } from '../registry/words.ts'
import { deductionKinds, grades, productRows } from './contract-fields.ts'
import { dictionary } from './contract-words.ts'

type ContractFormProps = {
  products: readonly Product[]
  /** Who may be party; given when the contract itself is new, not only a version. */
  partners?: readonly Organisation[]
  values: Record<string, unknown>
  problem?: Problem
}

/** A contract's terms; with its parties when it is a new contract. */
export function ContractForm({ products, partners, values, problem }: ContractFormProps) {
  const text = dictionary[useLocale()]
  return (
    <Form problem={problem} values={values}>
      {partners && <Parties partners={partners} />}
      <Shares />
      <Floor />
      <fieldset class="stack">
        <legend class="big">{text.prices}</legend>
        {productRows.map((row) => {
          const prices = <ProductPrices row={row} products={products} />
          if (row === 1 || values[`product${row}`]) return prices
          return (
            <details class="more">
              <summary>{text.another}</summary>
              {prices}
            </details>
          )
        })}
      </fieldset>
      <Deductions />
      <Inputs />
      <TextArea label={text.households} name="households" hint={text.householdsHint} optional rows={6} />
      <Button wide>{text.make}</Button>
    </Form>
  )
}

function Parties({ partners }: { partners: readonly Organisation[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const options = partners.map(({ id, nameZh, nameEn }) => ({ value: id, label: words(locale, nameZh, nameEn) }))
  const modes = Object.entries(shared[locale].modes).map(([value, label]) => ({ value, label }))
  return (
    <>
      <Field label={text.title} name="title" hint={text.titleHint} maxlength={120} />
      <Choice label={shared[locale].mode} name="linkageMode" value="share" options={modes} />
      <div class="row">
        <Select label={shared[locale].enterprise} name="enterpriseId" options={options} empty={text.nobody} optional />
        <Select label={shared[locale].guarantor} name="guarantorId" options={options} empty={text.choose} />
      </div>
    </>
  )
}

function Shares() {
  const text = dictionary[useLocale()]
  return (
    <fieldset class="stack">
      <legend class="big">{text.shares}</legend>
      <p class="hint">{text.sharesHint}</p>
      <div class="row">
        <Field label={text.enterpriseShare} name="enterpriseBp" value="30" inputmode="decimal" unit="%" />
        <Field label={text.cooperativeShare} name="cooperativeBp" value="10" inputmode="decimal" unit="%" />
        <Field label={text.householdShare} name="householdBp" value="60" inputmode="decimal" unit="%" />
      </div>
    </fieldset>
  )
}

function Floor() {
  const locale = useLocale()
  const text = dictionary[locale]
  const bases = Object.entries(shared[locale].bases).map(([value, label]) => ({ value, label }))
  return (
    <fieldset class="stack">
      <legend class="big">{text.floor}</legend>
      <Choice label={shared[locale].floorBasis} name="floorBasis" value="goods" options={bases} />
      <div class="row">
        <Field label={text.advance} name="advanceBp" value="0" inputmode="decimal" unit="%" />
        <Field label={shared[locale].guaranteeOn} name="guaranteeOn" type="date" />
      </div>
      <div class="row">
        <Field label={text.fromOn} name="fromOn" type="date" />
        <Field label={text.untilOn} name="untilOn" type="date" />
      </div>
      <div class="row">
        <Field label={text.receiptDays} name="receiptDays" value="10" inputmode="numeric" />
        <Field label={text.afterSalesHours} name="afterSalesHours" value="48" inputmode="numeric" />
      </div>
    </fieldset>
  )
}

function ProductPrices({ row, products }: { row: number; products: readonly Product[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const options = products.map(({ id, nameZh, nameEn }) => ({ value: id, label: words(locale, nameZh, nameEn) }))
  return (
    <div class="stack">
      <Select label={text.product(row)} name={`product${row}`} options={options} empty={text.choose} optional={row > 1} />
      <div class="row">
        {grades.map((grade) => (
          <Field label={shared[locale].grades[grade]} name={`price${row}_${grade}`} inputmode="decimal" optional />
        ))}
      </div>
    </div>
  )
}

function Deductions() {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <fieldset class="stack">
      <legend class="big">{text.deductions}</legend>
      <p class="hint">{text.deductionsHint}</p>
      {deductionKinds.map((kind) => (
        <div class="row">
          <Field
            label={`${shared[locale].kinds[kind]} · ${text.percentOfProceeds}`}
            name={`${kind}Bp`}
            inputmode="decimal"
            unit="%"
            optional
          />
          <Field label={`${shared[locale].kinds[kind]} · ${text.ratePerKg}`} name={`${kind}Rate`} inputmode="decimal" optional />
        </div>
      ))}
      <Field label={text.deductionCap} name="deductionCapBp" hint={text.deductionCapHint} value="50" inputmode="decimal" unit="%" />
    </fieldset>
  )
}

function Inputs() {
  const text = dictionary[useLocale()]
  return (
    <fieldset class="stack">
      <legend class="big">{text.inputs}</legend>
      <Field label={text.inputCap} name="inputCapBp" hint={text.inputCapHint} value="0" inputmode="decimal" unit="%" />
    </fieldset>
  )
}
