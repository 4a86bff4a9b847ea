import { csvText } from '../../kernel/csv.ts'
import type { Fen } from '../../kernel/money.ts'
import { localMinute, type Ms } from '../../kernel/time.ts'

type Day = { balanceFen: Fen; openDisputesFen: Fen; clearingFen: Fen; disputedFen: Fen; openItems: number }
type Row = { item: string; verdict: string; providerFen: Fen; ledgerFen: Fen; sinceMs: Ms; transactionId: string | null }

/** A day's comparison as CSV, amounts in fen with their sign: every item that differs, then both sides' totals. */
export function reconciliationSheet(day: Day, items: readonly Row[]): string {
  const rows = items.map(({ item, verdict, providerFen, ledgerFen, sinceMs, transactionId }) => [
    item,
    verdict,
    transactionId ?? '',
    localMinute(sinceMs),
    ...sides(providerFen, ledgerFen),
  ])
  return csvText([
    ['item', 'verdict', 'provider_transaction', 'since', 'provider_fen', 'books_fen', 'difference_fen'],
    ...rows,
    [
      'total',
      day.openItems === 0 ? 'all_explained' : 'open',
      '',
      '',
      ...sides(day.balanceFen + day.openDisputesFen, day.clearingFen + day.disputedFen),
    ],
  ])
}

const sides = (providerFen: Fen, ledgerFen: Fen) => [providerFen, ledgerFen, providerFen - ledgerFen]
