import { accountTurnovers } from '../../src/bookkeeping/queries.ts'
import { accountTopic } from '../../src/bookkeeping/topic.ts'
import { onRightSide } from '../../src/bookkeeping/trial-balance.ts'
import type { Month } from '../../src/kernel/time.ts'
import { localDate, monthOf } from '../../src/kernel/time.ts'
import type { AccountCode } from '../../src/ledger/account.ts'
import { Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { MonthPicker } from './month-picker.tsx'
import { moved } from './moved.tsx'
import { accountName, accountPath, codeName, namesFor, type LedgerSite } from './site.ts'
import { dictionary } from './words.ts'

const accountsAPage = 50

/** The accounts of one code that had a balance or moved in a month, by subject, 50 at a time. */
export async function accountsOfCode(site: LedgerSite, code: AccountCode, month: Month, after = '') {
  const { context, organisation, base } = site
  const { county, locale, clock } = context
  const text = dictionary[locale]
  const rows = await accountTurnovers(county, { organisationId: organisation.id, month }, { code, after, limit: accountsAPage })
  const names = await namesFor(
    site,
    rows.map(({ subject }) => accountTopic(code, subject)),
  )
  const path = `${base}/accounts/${code}`
  return (
    <>
      <Breadcrumb crumbs={[{ label: text.ledger, path: `${base}?month=${month}` }, { label: codeName(locale, code) }]} />
      <h1>{codeName(locale, code)}</h1>
      <MonthPicker path={path} month={month} last={monthOf(localDate(clock.now()))} text={text} />
      {rows.length === 0 ? (
        <Empty icon="book" title={text.none} />
      ) : (
        <Card>
          <Table
            caption={codeName(locale, code)}
            captionHidden
            rows={rows}
            columns={[
              {
                label: text.account,
                cell: (row) => <a href={href(locale, accountPath(site, row, month))}>{accountName(locale, row, names)}</a>,
              },
              { label: text.opening, cell: ({ openingFen }) => <Money fen={onRightSide(code, openingFen)} />, numeric: true },
              { label: text.debit, cell: ({ debitFen }) => moved(debitFen), numeric: true },
              { label: text.credit, cell: ({ creditFen }) => moved(creditFen), numeric: true },
              { label: text.closing, cell: ({ closingFen }) => <Money fen={onRightSide(code, closingFen)} />, numeric: true },
            ]}
          />
          <Pager
            first={after ? `${path}?month=${month}` : null}
            next={rows.length === accountsAPage ? `${path}?month=${month}&after=${encodeURIComponent(rows.at(-1)!.subject)}` : null}
          />
        </Card>
      )}
    </>
  )
}
