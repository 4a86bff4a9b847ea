import { localDate, type Ms } from '../../kernel/time.ts'
import { bankAmount, controlTotals, reference, type BankRow, type Head, type Payer } from '../payout-file.ts'
import { purposeOf } from './bank-csv.ts'

type Bank = { bankName: string; cnaps: string }

/**
 * The file as a customer credit transfer initiation, ISO 20022 pain.001.001.09: one payment information block, one
 * transaction a line. Chinese accounts stand in Othr/Id, a bank's CNAPS number in ClrSysMmbId where it is known. The line's
 * own id is longer than EndToEndId may be: it goes into RmtInf, and EndToEndId is the file's number and the line's place.
 */
export function pain001(head: Head, madeAtMs: Ms, payer: Payer, rows: readonly BankRow[]): string {
  const { lines, totalFen } = controlTotals(rows)
  const totals = element('NbOfTxs', String(lines)) + element('CtrlSum', bankAmount(totalFen))
  const creditCode = wrap('OrgId', wrap('Othr', element('Id', payer.creditCode) + wrap('SchmeNm', element('Prtry', 'USCC'))))
  const groupHeader = wrap(
    'GrpHdr',
    element('MsgId', head.id) +
      element('CreDtTm', chinaTime(madeAtMs)) +
      totals +
      wrap('InitgPty', element('Nm', payer.name) + wrap('Id', creditCode)),
  )
  const payment = wrap(
    'PmtInf',
    element('PmtInfId', head.id) +
      element('PmtMtd', 'TRF') +
      element('BtchBookg', 'true') +
      totals +
      wrap('ReqdExctnDt', element('Dt', localDate(madeAtMs))) +
      wrap('Dbtr', element('Nm', payer.name)) +
      wrap('DbtrAcct', account(payer.bankAccount) + element('Ccy', 'CNY')) +
      wrap('DbtrAgt', agent(payer)) +
      element('ChrgBr', 'DEBT') +
      rows.map((row) => transaction(head, row)).join(''),
  )
  const document = wrap('CstmrCdtTrfInitn', `${groupHeader}${payment}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">${document}</Document>\n`
}

function transaction(head: Head, { n, id, amountFen, payee }: BankRow): string {
  return wrap(
    'CdtTrfTxInf',
    wrap('PmtId', element('EndToEndId', reference(head.id, n))) +
      wrap('Amt', `<InstdAmt Ccy="CNY">${bankAmount(amountFen)}</InstdAmt>`) +
      wrap('CdtrAgt', agent(payee)) +
      wrap('Cdtr', element('Nm', payee.holder)) +
      wrap('CdtrAcct', account(payee.bankAccount) + element('Ccy', 'CNY')) +
      wrap('Purp', element('Cd', head.kind === 'surplus' ? 'DIVD' : 'GDDS')) +
      wrap('RmtInf', element('Ustrd', purposeOf(head)) + element('Ustrd', id)),
  )
}

function agent({ bankName, cnaps }: Bank): string {
  const member = cnaps === '' ? '' : wrap('ClrSysMmbId', wrap('ClrSysId', element('Cd', 'CNAPS')) + element('MmbId', cnaps))
  return wrap('FinInstnId', member + element('Nm', bankName))
}

function account(number: string): string {
  return wrap('Id', wrap('Othr', element('Id', number)))
}

/** "2026-06-18T14:05:00+08:00". */
function chinaTime(at: Ms): string {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function element(name: string, text: string): string {
  return wrap(
    name,
    text
      // oxlint-disable-next-line no-control-regex -- XML 1.0 has no way to write these
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/[&<>"']/g, (character) => entities[character]!),
  )
}
