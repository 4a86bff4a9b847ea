import type { SheetWords } from '../../src/income/statement/statement-csv.ts'
import type { MovementKind } from '../../src/income/statement/statement.ts'

const kindsZh: Record<MovementKind, string> = {
  earned: '结算货款',
  guaranteed: '结算保底补差',
  surplus: '结算盈余返还',
  deducted: '扣回统一物资款',
  received: '银行到账',
  cash: '领取现金',
  returned: '退回重算',
}
const kindsEn: Record<MovementKind, string> = {
  earned: 'settled from sales',
  guaranteed: 'settled from the guarantee',
  surplus: 'surplus returned',
  deducted: 'deducted for inputs',
  received: 'received by bank',
  cash: 'received in cash',
  returned: 'returned, settled again',
}
const columnsZh: SheetWords['columns'] = ['日期', '事项', '编号', '说明', '净重（克）', '保底（元）', '金额（元）', '未到账余额（元）']
const columnsEn: SheetWords['columns'] = [
  'date',
  'what',
  'reference',
  'detail',
  'net grams',
  'floor yuan',
  'amount yuan',
  'still to come yuan',
]

export const zh = {
  title: '对账单',
  of: (name: string, period: string) => `${name} ${period}对账单`,
  year: (year: string) => `${year}年`,
  slips: '交货',
  noSlips: '这段时间没有交货。',
  delivered: '交货合计',
  floor: '保底',
  settled: '已结算',
  account: '钱的来去',
  opening: '期初未到账',
  closing: '期末未到账',
  kinds: kindsZh,
  slip: '交货',
  columns: columnsZh,
  csv: '下载表格',
  print: '打印',
  back: '回到户卡',
  note: '期初 + 结算 − 扣回 − 到账 − 退回 = 期末。还没有结算的货款不在这里，在户卡上看。',
  sign: '农户签字',
  signCoop: '经办人',
}

export const en: typeof zh = {
  title: 'Account statement',
  of: (name, period) => `${name}: account statement, ${period}`,
  year: (year) => year,
  slips: 'Delivered',
  noSlips: 'Nothing was delivered in this time.',
  delivered: 'Delivered in all',
  floor: 'floor',
  settled: 'settled',
  account: 'What came and went',
  opening: 'Still to come before',
  closing: 'Still to come after',
  kinds: kindsEn,
  slip: 'delivery',
  columns: columnsEn,
  csv: 'Download as a sheet',
  print: 'Print',
  back: 'Back to the card',
  note: 'Before + settled − deducted − received − returned = after. Sales not settled yet are not in it; they are on the card.',
  sign: 'Household',
  signCoop: 'For the organisation',
}

export const statementWords = { zh, en }
