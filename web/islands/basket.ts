import { yuan } from '../../src/kernel/money.ts'

/** Keeps the basket's sums in step with ticks and quantities; "update" is then needed by nobody. */
const form = document.querySelector<HTMLFormElement>('form.basket')!

function amountOf(row: HTMLElement): number {
  const picked = row.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked ?? false
  const units = row.querySelector<HTMLInputElement>('input.units')?.valueAsNumber
  return picked && units && units > 0 ? units * Number(row.dataset['price']) : 0
}

function update(): void {
  let total = 0
  for (const parcel of form.querySelectorAll<HTMLElement>('.parcel')) {
    const goods = [...parcel.querySelectorAll<HTMLElement>('li[data-price]')].reduce((sum, row) => sum + amountOf(row), 0)
    total += goods
    const place = parcel.querySelector('[data-goods]')
    if (place) place.textContent = `¥${yuan(goods)}`
    const gap = parcel.querySelector<HTMLElement>('[data-gap]')
    const freeFrom = Number(parcel.dataset['freeFrom'])
    if (gap && freeFrom > 0)
      gap.textContent = goods >= freeFrom ? gap.dataset['free']! : gap.dataset['words']!.replace('{yuan}', yuan(freeFrom - goods))
  }
  for (const place of document.querySelectorAll('[data-total]')) place.textContent = `¥${yuan(total)}`
}

form.addEventListener('input', update)
form.querySelector('.count')?.remove()
update()
