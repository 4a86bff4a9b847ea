import { sumFen, yuan, type Fen } from '../kernel/money.ts'
import { csvText } from '../kernel/csv.ts'
import type { Party } from './line.ts'

type Head = { id: string; settlementId: string; organisationId: string; month: string }
type PayoutLine = { id: string; party: Party; partyId: string; amountFen: Fen }

/** Who a line is paid to, opened from the vault only while a bank file is being written. */
export type Payee = { name: string; bankName: string; bankAccount: string; phone: string }

/** The canonical payout file: one JSON text for one state of the lines, with control totals and without names. */
export function canonicalFile({ id, settlementId, organisationId, month }: Head, lines: readonly PayoutLine[]): string {
  const rows = lines
    .map(({ id: line, party, partyId, amountFen }) => ({ line, party, partyId, amountFen }))
    .toSorted((a, b) => (a.line < b.line ? -1 : 1))
  const totalFen = sumFen(rows.map((row) => row.amountFen))
  return JSON.stringify({ format: 'sigen-payout/1', id, organisationId, settlementId, month, lines: rows.length, totalFen, rows })
}

/** 123456 -> "1234.56": two decimals from whole fen, without separators. */
export function bankAmount(amountFen: Fen): string {
  return yuan(amountFen).replaceAll(',', '')
}

/**
 * One bank's batch file (ICBC-like columns). Its first row carries the control totals; a line whose payee has no account
 * is left to the counter and is counted apart.
 */
export function bankFile(
  head: Head,
  lines: readonly PayoutLine[],
  payees: ReadonlyMap<string, Payee>,
): { text: string; withoutAccount: number } {
  const payable = lines.filter((line) => payees.get(line.partyId)?.bankAccount)
  const totalFen = sumFen(payable.map((line) => line.amountFen))
  const rows = payable.map((line, index) => {
    const payee = payees.get(line.partyId)!
    return [
      index + 1,
      payee.bankName,
      payee.bankAccount,
      payee.name,
      bankAmount(line.amountFen),
      `${head.month} 结算款`,
      line.id,
      payee.phone,
    ]
  })
  const totals = ['批次号', head.id, '笔数', payable.length, '总金额', bankAmount(totalFen), '总金额分', totalFen]
  const columns = ['序号', '收款银行', '收款账号', '收款户名', '金额', '用途', '备注（明细号）', '短信手机号']
  return { text: csvText([totals, columns, ...rows]), withoutAccount: lines.length - payable.length }
}

/** The form of the bank's answer, ready to be filled in: line, amount, result, reason, date. */
export function answerForm(lines: readonly PayoutLine[]): string {
  return csvText([
    ['line', 'amount', 'result', 'reason', 'date'],
    ...lines.map((line) => [line.id, bankAmount(line.amountFen), '', '', '']),
  ])
}
