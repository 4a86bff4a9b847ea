import { csvText } from '../kernel/csv.ts'
import { sumFen, yuan, type Fen } from '../kernel/money.ts'
import type { Party } from './line.ts'

/** What a payout file is about. One file an organisation, month and kind of settlement; its id says which, so it is made once. */
export type Head = { id: string; settlementId: string; organisationId: string; kind: 'proceeds' | 'surplus'; month: string }

/** A line as it goes to the bank. `account`: the keyed hash of the account it is sent to, never the number. */
export type PayoutLine = { id: string; party: Party; partyId: string; amountFen: Fen; account: string }

/** Who a line is paid to, exactly as the bank is told. */
export type Payee = { holder: string; bankName: string; bankAccount: string; cnaps: string; phone: string }

/** Who pays. */
export type Payer = { name: string; creditCode: string; bankName: string; bankAccount: string; cnaps: string }

/** A row of a bank's file: the line, its place in the file counted from 1, and its payee. */
export type BankRow = { n: number; id: string; amountFen: Fen; payee: Payee }

/** The id of a settlement's payout file. */
export function payoutFileId(settlementId: string): string {
  return `pay_${settlementId.replace(/^stl_/, '')}`
}

/** A line's reference in formats that give it 35 characters at most: the file's and the line's place in it. */
export function reference(fileId: string, n: number): string {
  return `${fileId.replace(/^pay_/, '')}-${n}`
}

/** Lines in the order of the file. */
export function inFileOrder<Line extends { id: string }>(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** How many payments there are and what they come to: said in the head of every format and kept beside the file. */
export function controlTotals(lines: readonly { amountFen: Fen }[]): { lines: number; totalFen: Fen } {
  return { lines: lines.length, totalFen: sumFen(lines.map(({ amountFen }) => amountFen)) }
}

/** The canonical payout file: one JSON text for one state of the lines, with control totals and without names or numbers. */
export function canonicalFile({ id, settlementId, organisationId, kind, month }: Head, lines: readonly PayoutLine[]): string {
  const rows = inFileOrder(lines).map(({ id: line, party, partyId, amountFen, account }, index) => {
    return { n: index + 1, line, party, partyId, amountFen, account }
  })
  return JSON.stringify({ format: 'sigen-payout/2', id, organisationId, settlementId, kind, month, ...controlTotals(rows), rows })
}

/** 123456 -> "1234.56": two decimals from whole fen, without separators. */
export function bankAmount(amountFen: Fen): string {
  return yuan(amountFen).replaceAll(',', '')
}

/** The form of the bank's answer, ready to be filled in: line, amount, result, reason, date. */
export function answerForm(lines: readonly { id: string; amountFen: Fen }[]): string {
  return csvText([
    ['line', 'amount', 'result', 'reason', 'date'],
    ...lines.map((line) => [line.id, bankAmount(line.amountFen), '', '', '']),
  ])
}
