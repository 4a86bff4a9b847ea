import type { CashLine } from '../../src/income/cash/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Moment, Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { payoutWords } from './payout-words.ts'
import { settlementWords } from './settlement-words.ts'

type CashProps = { settlementId: string; lines: readonly CashLine[]; context: Context }

/** The lines that go out in cash: who still has to come, who has the money, by which proof, from whom. */
export async function CashCard({ settlementId, lines, context }: CashProps) {
  const locale = useLocale()
  const text = payoutWords[locale]
  if (lines.length === 0) return null
  const names = await namesOf(
    context,
    lines.map(({ householdId }) => householdId),
  )
  const settled = settlementWords[locale]
  return (
    <Card title={text.cash}>
      <Table
        caption={text.cash}
        captionHidden
        rows={lines}
        columns={[
          {
            label: settled.name,
            cell: ({ id, householdId }) => (
              <a href={href(locale, `/coop/settlements/${settlementId}/lines/${id}`)}>{names.get(householdId) ?? householdId}</a>
            ),
          },
          { label: settled.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
          {
            label: settled.state,
            cell: ({ status, proof }) => (
              <Status tone={status === 'paid' ? 'good' : 'wait'}>
                {status === 'paid' ? text.handedOut : settled.states.line[status]}
                {proof && ` · ${text.proofs[proof]}`}
              </Status>
            ),
          },
          { label: text.handedOut, cell: ({ handedAtMs }) => (handedAtMs === null ? '—' : <Moment at={handedAtMs} />) },
        ]}
      />
    </Card>
  )
}
