import type { PayableLine } from '../../src/settlement/payout/queries.ts'
import type { contractSums, LotShareRow } from '../../src/settlement/queries.ts'
import { Money } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { payoutWords } from './payout-words.ts'
import type { SettlementWords } from './settlement-words.ts'

const lineTones = { draft: 'plain', held: 'wait', exported: 'wait', paid: 'good', failed: 'bad', released: 'plain' } as const

/** The lines of a settlement: who is due what, what was settled before, what comes now and from where. */
export function LinesTable({ lines, names, text }: { lines: readonly PayableLine[]; names: Map<string, string>; text: SettlementWords }) {
  return (
    <Table
      caption={text.lines}
      captionHidden
      dense
      rows={lines}
      columns={[
        { label: text.name, cell: (line) => <LineName line={line} name={names.get(line.partyId) ?? line.partyId} /> },
        { label: text.party, cell: ({ party }) => text.states.parties[party] },
        money(text.due, 'dueFen'),
        money(text.before, 'beforeFen'),
        money(text.share, 'shareFen'),
        money(text.guarantee, 'guaranteeFen'),
        ...(lines.some(({ creditFen }) => creditFen > 0) ? [money(text.credit, 'creditFen')] : []),
        money(text.amount, 'amountFen'),
        { label: text.state, cell: (line) => <LineState line={line} text={text} /> },
      ]}
    />
  )
}

function LineName({ line: { id, settlementId, party }, name }: { line: PayableLine; name: string }) {
  if (party !== 'household') return <>{name}</>
  return <a href={href(useLocale(), `/coop/settlements/${settlementId}/lines/${id}`)}>{name}</a>
}

function LineState({ line: { status, failure, channel, payee }, text }: { line: PayableLine; text: SettlementWords }) {
  const { channels, noAccount } = payoutWords[useLocale()]
  const open = status === 'draft' || status === 'held'
  const note = failure ?? (channel === 'cash' ? channels.cash : open && !payee ? noAccount : null)
  return (
    <Status tone={lineTones[status]}>
      {text.states.line[status]}
      {note && ` · ${note}`}
    </Status>
  )
}

/** How each lot's final goods money divides; the four parts sum to it. */
export function LotsTable({ rows, text }: { rows: readonly LotShareRow[]; text: SettlementWords }) {
  const locale = useLocale()
  if (rows.length === 0) return null
  return (
    <Card title={text.lots}>
      <Table
        caption={text.lots}
        captionHidden
        rows={rows}
        columns={[
          { label: text.lot, cell: ({ lotId, number }) => <a href={href(locale, `/coop/lots/${lotId}`)}>{number}</a> },
          money(text.proceeds, 'finalFen'),
          money(text.deducted, 'deductedFen'),
          money(text.enterprise, 'enterpriseFen'),
          money(text.cooperative, 'cooperativeFen'),
          money(text.pool, 'poolFen'),
          money(text.remainder, 'remainderFen'),
        ]}
      />
    </Card>
  )
}

/** The guarantee of each contract: what it should top up, what was paid in and used, what is missing. */
export function GuaranteeTable({ rows, text }: { rows: Awaited<ReturnType<typeof contractSums>>; text: SettlementWords }) {
  const locale = useLocale()
  if (rows.length === 0) return null
  return (
    <Card title={text.guarantees}>
      <Table
        caption={text.guarantees}
        captionHidden
        rows={rows}
        columns={[
          { label: text.contract, cell: ({ title }) => title },
          { label: text.guarantor, cell: ({ guarantorZh, guarantorEn }) => words(locale, guarantorZh, guarantorEn) },
          money(text.position, 'positionFen'),
          money(text.paidIn, 'paidInFen'),
          money(text.used, 'usedFen'),
          money(text.repaid, 'repaidFen'),
          money(text.claim, 'claimFen'),
          money(text.overdue, 'overdueFen'),
        ]}
      />
    </Card>
  )
}

function money<Name extends string>(label: string, name: Name): Column<Record<Name, number>> {
  return { label, cell: (row) => <Money fen={row[name]} />, numeric: true }
}
