import { csvText } from '../../kernel/csv.ts'
import { bankAmount, controlTotals, type BankRow, type Head } from '../payout-file.ts'

const purposes = { proceeds: '结算款', surplus: '盈余返还' } as const

/** What the payee reads on the statement of its bank. */
export function purposeOf({ month, kind }: Pick<Head, 'month' | 'kind'>): string {
  return `${month} ${purposes[kind]}`
}

/**
 * One bank's batch file (ICBC-like columns); its first row carries the control totals. Accounts are digits as text,
 * amounts come from whole fen. It is meant for the bank's own import: a spreadsheet would round account numbers.
 */
export function bankCsv(head: Head, rows: readonly BankRow[]): string {
  const { lines, totalFen } = controlTotals(rows)
  const totals = ['批次号', head.id, '笔数', lines, '总金额', bankAmount(totalFen), '总金额分', totalFen]
  const columns = ['序号', '收款银行', '联行号', '收款账号', '收款户名', '金额', '用途', '备注（明细号）', '短信手机号']
  const purpose = purposeOf(head)
  return csvText([
    totals,
    columns,
    ...rows.map(({ n, id, amountFen, payee: { bankName, cnaps, bankAccount, holder, phone } }) => {
      return [n, bankName, cnaps, bankAccount, holder, bankAmount(amountFen), purpose, id, phone]
    }),
  ])
}
