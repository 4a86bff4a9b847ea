import { yuan, type Fen } from '../../src/kernel/money.ts'
import { massText, type Grams, type MassUnit } from '../../src/kernel/quantity.ts'
import { localMinute, type LocalDate, type Ms, type Month } from '../../src/kernel/time.ts'
import { useLocale, words, type Locale } from './locale.ts'

/** Money: `<Money fen={123456} />` is ¥1,234.56 in figures of one width. */
export function Money({ fen }: { fen: Fen }) {
  return (
    <span class="money">
      {fen < 0 ? '−' : ''}
      <span class="sign">¥</span>
      {yuan(Math.abs(fen))}
    </span>
  )
}

/** Mass: 斤 in Chinese and kg in English unless `unit` says otherwise. */
export function Mass({ grams, unit }: { grams: Grams; unit?: MassUnit }) {
  return <span class="number">{massWords(useLocale(), grams, unit)}</span>
}

/** The same as text, for sentences: "25 斤", "12.5 kg". */
export function massWords(locale: Locale, grams: Grams, unit: MassUnit = locale === 'zh' ? 'jin' : 'kg'): string {
  const name = unit === 'jin' ? words(locale, '斤', 'jin') : words(locale, '公斤', 'kg')
  return `${massText(grams, unit)} ${name}`
}

/** A calendar day: 2026年6月18日, 18 Jun 2026. */
export function Day({ on }: { on: LocalDate }) {
  return <time datetime={on}>{dayWords(useLocale(), on)}</time>
}

/** A moment in China: 2026年6月18日 14:05. */
export function Moment({ at }: { at: Ms }) {
  const minute = localMinute(at)
  return (
    <time datetime={new Date(at).toISOString()}>
      {dayWords(useLocale(), minute.slice(0, 10))} {minute.slice(11)}
    </time>
  )
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function dayWords(locale: Locale, on: LocalDate): string {
  const [year, month, day] = on.split('-').map(Number) as [number, number, number]
  return words(locale, `${year}年${month}月${day}日`, `${day} ${monthNames[month - 1]} ${year}`)
}

/** A calendar month: 2026年6月, Jun 2026. */
export function monthWords(locale: Locale, month: Month): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return words(locale, `${year}年${number}月`, `${monthNames[number - 1]} ${year}`)
}
