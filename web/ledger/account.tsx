import { cursorOf, cursorText } from '../../src/bookkeeping/input.ts'
import { findAccountTurnover, ledgerLines } from '../../src/bookkeeping/queries.ts'
import { accountTopic } from '../../src/bookkeeping/topic.ts'
import type { LedgerLine } from '../../src/bookkeeping/sheet.ts'
import { onRightSide, type AccountTurnover } from '../../src/bookkeeping/trial-balance.ts'
import { localDate, monthOf, type Month } from '../../src/kernel/time.ts'
import { account, type AccountCode } from '../../src/ledger/account.ts'
import { found } from '../../src/platform/api.ts'
import type { Locale } from '../../src/platform/context.ts'
import { Day, Moment, Money } from '../components/amount.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { href } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { MonthPicker } from './month-picker.tsx'
import { moved } from './moved.tsx'
import {
  accountFile,
  accountName,
  accountPath,
  codeName,
  namesFor,
  partOf,
  topicOf,
  topicsOf,
  type LedgerSite,
  type Names,
} from './site.ts'
import { dictionary, type LedgerWords } from './words.ts'

const linesAPage = 50

type Asked = { code: AccountCode; subject: string; month: Month; after?: string | undefined }

/** The general ledger of an account in a month, with its running balance, 50 lines at a time. */
export async function accountLedger(site: LedgerSite, { after, month, ...part }: Asked) {
  const { context, organisation, base } = site
  const { county, locale, clock } = context
  const text = dictionary[locale]
  const turnover = found(await findAccountTurnover(county, { organisationId: organisation.id, ...part }, month))
  const lines = await ledgerLines(county, account(organisation.id, part.code, part.subject).id, {
    month,
    after: cursorOf(after),
    limit: linesAPage,
  })
  const own = accountTopic(part.code, part.subject)
  const names = await namesFor(site, [own, ...topicsOf(lines.map(({ otherId }) => otherId)), ...lines.map(topicOf)])
  const title = accountName(locale, part, names)
  const page = site.pathOf(own)
  const path = accountPath(site, part)
  const crumbs = [
    { label: text.ledger, path: `${base}?month=${month}` },
    { label: codeName(locale, part.code), path: `${base}/accounts/${part.code}?month=${month}` },
    { label: names(own) },
  ]
  return (
    <>
      <Breadcrumb crumbs={own.kind === 'own' ? [crumbs[0]!, { label: title }] : crumbs} />
      <h1>{title}</h1>
      {page && (
        <p>
          <a href={href(locale, page)}>{names(own)}</a>
        </p>
      )}
      <MonthPicker path={path} month={month} last={monthOf(localDate(clock.now()))} text={text} />
      <Totals turnover={turnover} text={text} />
      {lines.length === 0 ? (
        <Empty icon="book" title={text.noLines} />
      ) : (
        <Card>
          <Lines {...{ site, lines, names, text, locale }} code={part.code} />
          <Pager
            first={after ? `${path}?month=${month}` : null}
            next={lines.length === linesAPage ? `${path}?month=${month}&after=${cursorText(lines.at(-1)!)}` : null}
          />
          <p>
            <a href={accountFile(site, part, month)} download>
              {text.ledgerFile}
            </a>
          </p>
        </Card>
      )}
    </>
  )
}

function Totals({ turnover, text }: { turnover: AccountTurnover; text: LedgerWords }) {
  const { code, openingFen, debitFen, creditFen, closingFen } = turnover
  return (
    <Figures>
      <Figure label={text.opening}>
        <Money fen={onRightSide(code, openingFen)} />
      </Figure>
      <Figure label={text.debit}>
        <Money fen={debitFen} />
      </Figure>
      <Figure label={text.credit}>
        <Money fen={creditFen} />
      </Figure>
      <Figure label={text.closing}>
        <Money fen={onRightSide(code, closingFen)} />
      </Figure>
    </Figures>
  )
}

type LinesProps = { site: LedgerSite; lines: readonly LedgerLine[]; code: AccountCode; names: Names; text: LedgerWords; locale: Locale }

function Lines({ site, lines, code, names, text, locale }: LinesProps) {
  return (
    <Table
      caption={text.lines}
      captionHidden
      rows={lines}
      columns={[
        {
          label: text.entry,
          cell: (line) => (
            <>
              <a href={href(locale, `${site.base}/entries/${line.seq}`)}>{text.kinds[line.kind]}</a>
              <small class="below">{names(topicOf(line))}</small>
            </>
          ),
        },
        {
          label: text.posted,
          cell: ({ atMs, aboutOn }) => (
            <>
              <Moment at={atMs} />
              {aboutOn && (
                <small class="below">
                  {text.aboutOn} <Day on={aboutOn} />
                </small>
              )}
            </>
          ),
        },
        { label: text.other, cell: ({ otherId }) => <OtherAccount {...{ site, otherId, names, locale }} /> },
        { label: text.debit, cell: ({ debitFen }) => moved(debitFen), numeric: true },
        { label: text.credit, cell: ({ creditFen }) => moved(creditFen), numeric: true },
        { label: text.balance, cell: ({ balanceFen }) => <Money fen={onRightSide(code, balanceFen)} />, numeric: true },
      ]}
    />
  )
}

function OtherAccount({ site, otherId, names, locale }: { site: LedgerSite; otherId: string; names: Names; locale: Locale }) {
  const part = partOf(otherId)
  return <a href={href(locale, accountPath(site, part))}>{accountName(locale, part, names)}</a>
}
