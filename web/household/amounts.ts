import { yuan, type Fen } from '../../src/kernel/money.ts'
import type { Locale } from '../components/locale.ts'

/** "¥1,234.56" as text. */
export function money(amount: Fen): string {
  return `${amount < 0 ? '−' : ''}¥${yuan(Math.abs(amount))}`
}

/** A price per kg as people say it: per 斤 in Chinese (exact to half a fen), per kg in English. */
export function priceText(locale: Locale, fenPerKg: Fen): string {
  if (locale === 'en') return `${money(fenPerKg)}/kg`
  return `${money(Math.floor(fenPerKg / 2))}${fenPerKg % 2 === 1 ? '5' : ''}/斤`
}
