import { monthAfter, monthBefore, type Month } from '../../src/kernel/time.ts'
import { Button, LinkButton } from '../components/button.tsx'
import { href, useLocale } from '../components/locale.ts'
import type { LedgerWords } from './words.ts'

type MonthPickerProps = { path: string; month: Month; last: Month; text: LedgerWords }

/** Chooses the month of a page of the ledger; none after the present one. */
export function MonthPicker({ path, month, last, text }: MonthPickerProps) {
  return (
    <form class="month-picker" method="get" action={href(useLocale(), path)}>
      <LinkButton path={`${path}?month=${monthBefore(month)}`}>{text.before}</LinkButton>
      <label>
        <span class="unseen">{text.month}</span>
        <input type="month" name="month" value={month} max={last} required />
      </label>
      <Button kind="quiet">{text.show}</Button>
      {month < last && <LinkButton path={`${path}?month=${monthAfter(month)}`}>{text.after}</LinkButton>}
    </form>
  )
}
