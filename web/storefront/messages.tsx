import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { latestMessages } from '../../src/order/queries.ts'
import { Refusal } from '../../src/platform/api.ts'
import { Moment } from '../components/amount.tsx'
import { Empty } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { Table } from '../components/table.tsx'
import { dictionary } from './order-words.ts'

/** What was sent to buyers, for people who try the shop; nowhere but in the demo and on a developer's machine. */
export async function messagesPage(c: HonoContext<AppEnv>) {
  const { market, locale, environment } = c.var.context
  if (environment !== 'demo' && environment !== 'development') throw new Refusal({ code: 'not_found', facts: {} })
  const text = dictionary[locale].messages
  const rows = await latestMessages(market)
  return c.html(
    <Page c={c} title={text.title} surface="storefront">
      <div class="stack">
        <h1>{text.title}</h1>
        {rows.length === 0 ? (
          <Empty title={text.none} />
        ) : (
          <Table
            caption={text.title}
            captionHidden
            columns={[
              { label: text.when, cell: ({ atMs }) => <Moment at={atMs} /> },
              { label: text.to, cell: ({ recipient }) => recipient },
              { label: text.body, cell: ({ body }) => body },
            ]}
            rows={rows}
          />
        )}
      </div>
    </Page>,
  )
}
