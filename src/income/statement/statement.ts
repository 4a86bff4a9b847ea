import { sumFen, type Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'

/** A household's line as its statement needs it; the days on which it was approved, answered by the bank, and given back. */
export type StatementLine = {
  lineId: string
  organisationId: string
  month: string
  kind: 'proceeds' | 'surplus'
  shareFen: Fen
  guaranteeFen: Fen
  creditFen: Fen
  amountFen: Fen
  channel: 'bank' | 'cash'
  status: 'draft' | 'held' | 'exported' | 'paid' | 'failed' | 'released'
  approvedOn: LocalDate
  answeredOn: LocalDate | null
  closedOn: LocalDate | null
}

/**
 * What changes what a household is owed: settled to it as produce, guarantee money or surplus, deducted for inputs, received
 * by bank or in cash, or returned to be settled again.
 */
export type MovementKind = 'earned' | 'guaranteed' | 'surplus' | 'deducted' | 'received' | 'cash' | 'returned'

/** One movement: `amountFen` adds when positive and takes away when negative; never zero. */
export type Movement = { on: LocalDate; kind: MovementKind; lineId: string; organisationId: string; month: string; amountFen: Fen }

/** Opening, movements and closing of a period, in fen; the sum of each kind is signed as its movements are. */
export type AccountStatement = { openingFen: Fen; closingFen: Fen; movements: Movement[]; sums: Record<MovementKind, Fen> }

const kinds: readonly MovementKind[] = ['earned', 'guaranteed', 'surplus', 'deducted', 'received', 'cash', 'returned']

/**
 * A household's account between two days, both counted: opening + movements = closing to the fen, and the closing of one
 * period is the opening of the next. Settled means approved; received means the bank's answer or the household's own word.
 */
export function statementOf(lines: readonly StatementLine[], from: LocalDate, until: LocalDate): AccountStatement {
  const all = lines.flatMap(movementsOf)
  const movements = all.filter(({ on }) => on >= from && on <= until).toSorted(byDay)
  const openingFen = sumFen(all.filter(({ on }) => on < from).map(({ amountFen }) => amountFen))
  const sums = Object.fromEntries(
    kinds.map((kind) => [kind, sumFen(movements.filter((movement) => movement.kind === kind).map(({ amountFen }) => amountFen))]),
  ) as Record<MovementKind, Fen>
  return { openingFen, closingFen: openingFen + sumFen(movements.map(({ amountFen }) => amountFen)), movements, sums }
}

function movementsOf(line: StatementLine): Movement[] {
  const { lineId, organisationId, month, approvedOn, answeredOn, closedOn, status } = line
  const move = (on: LocalDate, kind: MovementKind, amountFen: Fen): Movement[] =>
    amountFen === 0 ? [] : [{ on, kind, lineId, organisationId, month, amountFen }]
  const settled = [
    ...move(approvedOn, line.kind === 'surplus' ? 'surplus' : 'earned', line.shareFen),
    ...move(approvedOn, 'guaranteed', line.guaranteeFen),
    ...move(approvedOn, 'deducted', -line.creditFen),
  ]
  if (status === 'paid')
    return [...settled, ...move(answeredOn ?? approvedOn, line.channel === 'cash' ? 'cash' : 'received', -line.amountFen)]
  if (status === 'failed') return [...settled, ...move(answeredOn ?? approvedOn, 'returned', -line.amountFen)]
  if (status === 'released') return [...settled, ...move(closedOn ?? approvedOn, 'returned', -line.amountFen)]
  return settled
}

function byDay(a: Movement, b: Movement): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.lineId < b.lineId ? -1 : 1)
}
