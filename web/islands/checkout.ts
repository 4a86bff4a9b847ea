import { freightFen, type FreightRule } from '../../src/catalogue/freight.ts'
import { yuan } from '../../src/kernel/money.ts'

type Parcel = { rule: FreightRule; grams: number; goodsFen: number }

/** Shows freight and total as soon as a province is chosen, so that the total placed is the total seen. */
const box = document.querySelector<HTMLElement>('.totals-box')!
const orders = JSON.parse(box.dataset['parcels']!) as Parcel[][]
const province = document.querySelector<HTMLSelectElement>('select[name=province]')!
const seen = document.querySelector<HTMLInputElement>('input[name=seenTotalFen]')!

function freightOf(parcels: Parcel[]): number | null {
  if (province.value === '') return null
  let total = 0
  for (const { rule, grams, goodsFen } of parcels) {
    const freight = freightFen(rule, grams, goodsFen, province.value)
    if (freight === null) return null
    total += freight
  }
  return total
}

function show(place: HTMLElement, freight: number | null): void {
  const unknown = province.value === '' ? place.dataset['unknown']! : place.dataset['notThere']!
  place.textContent = freight === null ? unknown : freight === 0 ? place.dataset['free']! : `¥${yuan(freight)}`
}

function update(): void {
  const freights = orders.map((parcels) => freightOf(parcels))
  for (const [index, place] of document.querySelectorAll<HTMLElement>('[data-freight]').entries()) show(place, freights[index] ?? null)
  const known = freights.every((freight) => freight !== null)
  const freight = known ? freights.reduce((sum, each) => sum + each, 0) : null
  show(box.querySelector<HTMLElement>('[data-freight-sum]')!, freight)
  const goods = orders.flat().reduce((sum, { goodsFen }) => sum + goodsFen, 0)
  box.querySelector('[data-total]')!.textContent = freight === null ? '—' : `¥${yuan(goods + freight)}`
  seen.value = freight === null ? '' : String(goods + freight)
}

province.addEventListener('change', update)
box.querySelector('.count')?.remove()
update()
