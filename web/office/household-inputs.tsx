import { found } from '../../src/platform/api.ts'
import { findInput, type InputBalanceRow, type InputRow } from '../../src/settlement/inputs/queries.ts'
import { Day, Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { dictionary } from '../registry/input-words.ts'
import type { OfficeContext } from './console.tsx'

/** What a household took on credit, from whom, what was deducted for it, and what proves each hand-out. */
export function HouseholdInputs({ balances, rows }: { balances: readonly InputBalanceRow[]; rows: readonly InputRow[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (rows.length === 0) return null
  return (
    <Card title={text.inputs}>
      <Table
        caption={text.byContract}
        rows={balances}
        columns={[
          { label: text.organisation, cell: ({ organisationZh, organisationEn }) => words(locale, organisationZh, organisationEn) },
          { label: text.contract, cell: ({ contractTitle }) => contractTitle },
          { label: text.taken, cell: ({ takenFen }) => <Money fen={takenFen} />, numeric: true },
          { label: text.deducted, cell: ({ deductedFen }) => <Money fen={deductedFen} />, numeric: true },
          { label: text.open, cell: ({ openFen }) => <Money fen={openFen} />, numeric: true },
        ]}
      />
      <Table
        caption={text.list}
        rows={rows}
        columns={[
          { label: text.item, cell: ({ item, count, unit }) => `${item} × ${count} ${unit}` },
          { label: text.on, cell: ({ handedOn }) => <Day on={handedOn} /> },
          {
            label: text.confirm,
            cell: ({ id, confirmedBy, evidenceFileId }) =>
              evidenceFileId ? (
                <a href={href(locale, `/office/inputs/${id}/evidence`)}>{text.confirmedBy[confirmedBy]}</a>
              ) : (
                text.confirmedBy[confirmedBy]
              ),
          },
          {
            label: text.state,
            cell: ({ reversedAtMs, reversalReason }) =>
              reversedAtMs === null ? (
                <Status tone="good">{text.standing}</Status>
              ) : (
                <Status tone="bad">
                  {text.reversed}：{reversalReason}
                </Status>
              ),
          },
          { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
        ]}
      />
    </Card>
  )
}

/** The list a household signed, for those who may see its hand-out. */
export async function inputEvidence(c: OfficeContext) {
  const { county, actor, files } = c.var.context
  const { evidenceFileId } = found(await findInput(county, actor, c.req.param('id')!))
  const file = found(evidenceFileId ? await files.get(evidenceFileId) : null)
  return c.body(file.body, 200, {
    'content-type': file.httpMetadata?.contentType ?? 'application/octet-stream',
    'cache-control': 'private, no-store',
  })
}
