import { csvText } from '../../kernel/csv.ts'
import { yuan, type Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { AccountStatement, MovementKind } from './statement.ts'

export type StatementSlip = {
  deliveryId: string
  organisationId: string
  number: string
  deliveredOn: LocalDate
  productZh: string
  productEn: string
  grade: string
  grams: number
  floorDueFen: Fen
  /** What settlements up to the end of the period gave for it. */
  settledFen: Fen
}

/** The words of the sheet, in the reader's language. */
export type SheetWords = {
  columns: readonly [
    day: string,
    what: string,
    reference: string,
    detail: string,
    grams: string,
    floor: string,
    amount: string,
    balance: string,
  ]
  kinds: Record<MovementKind, string>
  slip: string
  opening: string
  closing: string
  product: (slip: StatementSlip) => string
}

/** A statement as a sheet: the slips, then every movement with the balance after it, between opening and closing. */
export function statementCsv(
  { openingFen, closingFen, movements }: AccountStatement,
  slips: readonly StatementSlip[],
  { from, until }: { from: LocalDate; until: LocalDate },
  words: SheetWords,
): string {
  const amount = (fen: Fen) => yuan(fen).replaceAll(',', '')
  let balance = openingFen
  return csvText([
    words.columns,
    ...slips.map((slip) => [slip.deliveredOn, words.slip, slip.number, words.product(slip), slip.grams, amount(slip.floorDueFen), '', '']),
    [from, words.opening, '', '', '', '', '', amount(openingFen)],
    ...movements.map(({ on, kind, lineId, month, amountFen }) => {
      balance += amountFen
      // A negative amount is a figure, not a formula; a typographic minus would not add up in a spreadsheet.
      return [on, words.kinds[kind], lineId, month, '', '', yuanNumber(amountFen), amount(balance)]
    }),
    [until, words.closing, '', '', '', '', '', amount(closingFen)],
  ])
}

function yuanNumber(fen: Fen): number | string {
  return fen < 0 ? Number(yuan(fen).replaceAll(',', '')) : yuan(fen).replaceAll(',', '')
}
