import { freightFen, type FreightRule } from '../../src/catalogue/freight.ts'
import { yuan } from '../../src/kernel/money.ts'

/** Keeps price, freight and total in step with the size, quantity and province picked. */
const form = document.querySelector<HTMLFormElement>('#buy')!
const units = form.querySelector<HTMLInputElement>('#units')
const totals = form.querySelector<HTMLElement>('.totals')
const rule = JSON.parse(form.dataset['rule']!) as FreightRule
const perJin = document.documentElement.lang.startsWith('zh')

function show(selector: string, text: string): void {
  const place = document.querySelector(selector)
  if (place) place.textContent = text
}

function showPrice(selector: string, fen: number): void {
  const [whole = '', cents = ''] = yuan(fen).split('.')
  const price = document.querySelector(`${selector} .shop-price`)
  price?.replaceChildren(piece('sign', '¥'), whole, cents === '00' ? '' : piece('cents', `.${cents}`))
}

function piece(name: string, text: string): HTMLElement {
  const span = document.createElement('span')
  span.className = name
  span.textContent = text
  return span
}

function update(): void {
  const pack = form.querySelector<HTMLInputElement>('input[name=packId]:checked')
  if (!pack || !units || !totals) return
  const { priceFen, grams, units: most } = pack.dataset as Record<string, string>
  units.max = most!
  const count = Math.max(1, Math.min(Number(units.value) || 1, Number(most)))
  const province = form.querySelector<HTMLSelectElement>('select[name=province]')!.value
  const goods = Number(priceFen) * count
  const freight = province ? freightFen(rule, Number(grams) * count, goods, province) : null
  const perKg = (Number(priceFen) * 1000) / Number(grams)
  showPrice('[data-price]', Number(priceFen))
  showPrice('[data-bar-price]', goods)
  show('[data-unit-price]', perJin ? `¥${yuan(Math.floor(perKg / 2))}/斤` : `¥${yuan(Math.floor(perKg))}/kg`)
  show('[data-goods]', `¥${yuan(goods)}`)
  const words = freight === 0 ? totals.dataset['free']! : freight === null ? '—' : `¥${yuan(freight)}`
  show('[data-freight]', province && freight === null ? totals.dataset['notThere']! : words)
  show('[data-total]', freight === null ? '—' : `¥${yuan(goods + freight)}`)
}

form.addEventListener('input', update)
form.querySelector('.count')?.remove()
update()
