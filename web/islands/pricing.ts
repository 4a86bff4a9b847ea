import { packReturn, type PricingTerms } from '../../src/catalogue/pricing.ts'
import { parseYuan, yuan } from '../../src/kernel/money.ts'

/** Shows what one pack returns to the households while its price is typed. */
const fieldset = document.querySelector<HTMLElement>('.prices[data-terms]')
const terms = fieldset && (JSON.parse(fieldset.dataset['terms']!) as PricingTerms)

function update(row: HTMLElement): void {
  const fen = parseYuan(row.querySelector('input')!.value)
  const lines = Array.from(row.querySelectorAll<HTMLElement>('.returns p[hidden], .returns p:not(.soft)'))
  for (const line of lines) line.hidden = !fen
  if (!fen || !terms) return
  const paid = packReturn(fen, Number(row.dataset['grams']), terms)
  figure(row, '[data-household]', paid.householdFenPerKg)
  figure(row, '[data-goods]', paid.goodsFenPerKg)
  verdict(row, '[data-household-verdict]', paid.householdAboveFloor)
  verdict(row, '[data-goods-verdict]', paid.goodsAboveFloor)
}

function figure(row: HTMLElement, selector: string, fenPerKg: number): void {
  const place = row.querySelector(selector)!
  place.textContent = place.textContent.replace(/¥[\d,.]+/, `¥${yuan(fenPerKg)}`)
}

function verdict(row: HTMLElement, selector: string, above: boolean): void {
  const mark = row.querySelector<HTMLElement>(`${selector} em`)!
  mark.className = above ? 'above' : 'below'
  mark.textContent = fieldset!.dataset[above ? 'above' : 'below']!
}

for (const row of Array.from(document.querySelectorAll<HTMLElement>('.priced'))) row.addEventListener('input', () => update(row))
document.querySelector('[name=preview]')?.remove()
