import { nextToClose } from '../../src/bookkeeping/period.ts'
import { accountTurnovers, closedPeriods, codeTurnovers, standingOf, type Period } from '../../src/bookkeeping/queries.ts'
import { trialSheet } from '../../src/bookkeeping/sheet.ts'
import { accountTopic } from '../../src/bookkeeping/topic.ts'
import { everyCode, isBalanced, onRightSide, rightSide, sumOf, type CodeTurnover } from '../../src/bookkeeping/trial-balance.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Month } from '../../src/kernel/time.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { Moment, Money, monthWords } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { CloseMonth } from './close-month.tsx'
import { MonthPicker } from './month-picker.tsx'
import { moved } from './moved.tsx'
import { accountPath, actorsOf, codeName, type LedgerSite } from './site.ts'
import { dictionary, type LedgerWords } from './words.ts'

/** The trial balance of a month: what is held, whom it is owed to, and that both are the same. */
export async function trialBalance(site: LedgerSite, month: Month, problem: Problem | null = null) {
  const { context, organisation } = site
  const { county, locale, clock } = context
  const text = dictionary[locale]
  const standing = await standingOf(county, organisation.id, clock.now())
  const periods = await closedPeriods(county, organisation.id)
  const codes = everyCode(await codeTurnovers(county, organisation.id, month))
  const moved = codes.filter(({ accounts }) => accounts > 0)
  const still = codes.filter(({ accounts }) => accounts === 0).map(({ code }) => codeName(locale, code))
  const period = periods.find((closed) => closed.month === month)
  return (
    <>
      <p class="lead">{text.intro}</p>
      <MonthPicker path={site.base} month={month} last={standing.thisMonth} text={text} />
      {period && (await closed(site, period, text))}
      {moved.length === 0 ? (
        <Empty icon="book" title={text.nothing}>
          {text.nothingNext}
        </Empty>
      ) : (
        <>
          <Check codes={codes} text={text} />
          <div class="sheets">
            <Side caption={text.held} rows={moved.filter(({ code }) => rightSide(code) === 'debit')} {...{ site, month, text }} />
            <Side caption={text.owed} rows={moved.filter(({ code }) => rightSide(code) === 'credit')} {...{ site, month, text }} />
          </div>
          <p class="hint">{text.untouched(still.join(locale === 'zh' ? '、' : ', '))}</p>
          <p>
            <a href={`/api/ledger/trial-balance?format=csv&organisationId=${organisation.id}&month=${month}`} download>
              {text.trialFile}
            </a>
          </p>
        </>
      )}
      <CloseMonth {...{ site, periods, problem, text }} next={nextToClose(standing)} thisMonth={standing.thisMonth} />
    </>
  )
}

function Check({ codes, text }: { codes: readonly CodeTurnover[]; text: LedgerWords }) {
  const held = sumOf(codes.filter(({ code }) => rightSide(code) === 'debit')).closingFen
  const total = sumOf(codes)
  const whole = isBalanced(total)
  return (
    <Notice
      tone={whole ? 'good' : 'bad'}
      title={whole ? text.whole(yuan(held), yuan(held - total.closingFen)) : text.broken(yuan(total.closingFen))}
    >
      <p>{text.turned(yuan(total.debitFen), yuan(total.creditFen))}</p>
    </Notice>
  )
}

type SideProps = { caption: string; rows: readonly CodeTurnover[]; site: LedgerSite; month: Month; text: LedgerWords }

function Side({ caption, rows, site, month, text }: SideProps) {
  const locale = useLocale()
  const sum = sumOf(rows)
  const own = (fen: number) => <Money fen={rows[0] ? onRightSide(rows[0].code, fen) : fen} />
  return (
    <Card>
      <Table
        caption={caption}
        rows={rows}
        columns={[
          { label: text.account, cell: ({ code }) => <a href={href(locale, codePath(site, code, month))}>{codeName(locale, code)}</a> },
          { label: text.opening, cell: ({ code, openingFen }) => <Money fen={onRightSide(code, openingFen)} />, numeric: true },
          { label: text.debit, cell: ({ debitFen }) => moved(debitFen), numeric: true },
          { label: text.credit, cell: ({ creditFen }) => moved(creditFen), numeric: true },
          { label: text.closing, cell: ({ code, closingFen }) => <Money fen={onRightSide(code, closingFen)} />, numeric: true },
        ]}
        totals={[text.total, own(sum.openingFen), <Money fen={sum.debitFen} />, <Money fen={sum.creditFen} />, own(sum.closingFen)]}
      />
    </Card>
  )
}

// A code with one account only leads to it at once.
function codePath(site: LedgerSite, code: CodeTurnover['code'], month: Month): string {
  const single = accountTopic(code, '-').kind === 'own' && code !== 'fronted'
  return single ? accountPath(site, { code, subject: '-' }, month) : `${site.base}/accounts/${code}?month=${month}`
}

async function closed(site: LedgerSite, period: Period, text: LedgerWords) {
  const { context, organisation } = site
  const now = await sha256(trialSheet(await accountTurnovers(context.county, { organisationId: organisation.id, month: period.month })))
  const same = now === period.trialSha256
  const who = await actorsOf(context, [period.closedBy])
  return (
    <Notice tone={same ? 'plain' : 'bad'} title={text.closedTitle(monthWords(context.locale, period.month))}>
      <p>
        {text.closedBy(who(period.closedBy))} <Moment at={period.closedAtMs} />
      </p>
      <p>
        {text.hash} <code class="hash">{period.trialSha256}</code>
      </p>
      <p>{same ? text.same : text.differs}</p>
    </Notice>
  )
}
