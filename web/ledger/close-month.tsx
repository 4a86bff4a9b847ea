import type { Period } from '../../src/bookkeeping/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Month } from '../../src/kernel/time.ts'
import { monthWords } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Check } from '../components/choice.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import type { LedgerSite } from './site.ts'
import type { LedgerWords } from './words.ts'

type CloseMonthProps = {
  site: LedgerSite
  periods: readonly Period[]
  next: Month | null
  thisMonth: Month
  problem: Problem | null
  text: LedgerWords
}

/** The months that are closed, and for the manager the one that can be closed next, with what that means. */
export function CloseMonth({ site, periods, next, thisMonth, problem, text }: CloseMonthProps) {
  const locale = useLocale()
  return (
    <Card title={text.periods}>
      <p>{text.periodsIntro}</p>
      {periods.length > 0 && (
        <p>
          {text.lastClosed}
          {periods.map(({ month }) => (
            <>
              {' · '}
              <a href={href(locale, `${site.base}?month=${month}`)}>{monthWords(locale, month)}</a>
            </>
          ))}
        </p>
      )}
      {site.canClose &&
        (next !== null && next < thisMonth ? <CloseForm {...{ site, next, problem, text }} /> : <p class="hint">{text.closeNone}</p>)}
    </Card>
  )
}

function CloseForm({ site, next, problem, text }: Pick<CloseMonthProps, 'site' | 'problem' | 'text'> & { next: Month }) {
  const locale = useLocale()
  const name = monthWords(locale, next)
  return (
    <Form action={href(locale, `${site.base}/periods`)} problem={problem}>
      <Notice tone="wait" title={text.closeWarning(name)} />
      <input type="hidden" name="month" value={next} />
      <Check name="sure" label={text.closeSure} />
      <Button kind="danger">{text.close(name)}</Button>
    </Form>
  )
}
