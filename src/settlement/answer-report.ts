import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Fen } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { isLocalDate, localDate, type LocalDate } from '../kernel/time.ts'
import { contradicts, reasonText, verdictOf, type Verdict } from './answer-status.ts'
import type { AnswerFile, AnswerRow, Outcome } from './answer.ts'

type Node = { [name: string]: Node | Node[] | string | undefined }

const lists = new Set(['OrgnlPmtInfAndSts', 'TxInfAndSts', 'StsRsnInf', 'AddtlInf'])
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name) => lists.has(name),
})

/**
 * Reads a payment status report, ISO 20022 pain.002.001 from version 10 on. Only what is final answers: settled (ACSC,
 * ACCC) or rejected (RJCT), by payment or for the whole. Statuses that deny each other refuse the file, and so does
 * anything that is not plain XML in UTF-8: no DTD, no entity but the five of XML.
 */
export function parseReport(text: string, today: LocalDate): Result<AnswerFile> {
  const root = readXml(text)
  if (!root.ok) return root
  const report = child(child(root.value, 'Document'), 'CstmrPmtStsRpt')
  const group = child(report, 'OrgnlGrpInfAndSts')
  const messageId = textOf(group, 'OrgnlMsgId')
  if (messageId === '') return refuse('answer_not_report', { what: 'OrgnlMsgId' }, 'answer')
  const reportedOn = dayOf(textOf(child(report, 'GrpHdr'), 'CreDtTm'))
  const reading: Reading = { reportedOn, today, rows: [], rest: null, seen: 0 }
  const read = readGroup(reading, group, childrenOf(report, 'OrgnlPmtInfAndSts'))
  if (!read.ok) return read
  const count = textOf(group, 'OrgnlNbOfTxs')
  const sum = textOf(group, 'OrgnlCtrlSum')
  return ok({
    format: 'pain002',
    messageId,
    lines: count === '' ? null : Number(count),
    totalFen: sum === '' ? null : (amountFen(sum) ?? -1),
    rows: reading.rows,
    rest: reading.rest,
  })
}

type Reading = { reportedOn: LocalDate | null; today: LocalDate; rows: AnswerRow[]; rest: Outcome | null; seen: number }
type Status = { code: string; verdict: Verdict; reason: string }

function readGroup(reading: Reading, group: Node, payments: readonly Node[]): Result<null> {
  const whole = statusOf(group, 'GrpSts', 0)
  if (!whole.ok) return whole
  const wholes = [whole.value]
  for (const payment of payments) {
    const own = statusOf(payment, 'PmtInfSts', 0)
    if (!own.ok) return own
    const denied = wholes.find((status) => status && own.value && contradicts(status.verdict, own.value.verdict))
    if (denied) return refuse('answer_contradicts', { row: 0, status: own.value!.code, whole: denied.code }, 'answer')
    const read = readPayments(reading, [whole.value, own.value], childrenOf(payment, 'TxInfAndSts'))
    if (!read.ok) return read
    wholes.push(own.value)
  }
  const final = wholes.find((status) => status?.verdict === 'paid' || status?.verdict === 'failed')
  if (!final) return ok(null)
  const rest = outcomeOf(reading, final, reading.reportedOn, 0)
  if (!rest.ok) return rest
  reading.rest = rest.value
  return ok(null)
}

function readPayments(reading: Reading, wholes: readonly (Status | null)[], payments: readonly Node[]): Result<null> {
  for (const payment of payments) {
    const row = (reading.seen += 1)
    const own = statusOf(payment, 'TxSts', row)
    if (!own.ok) return own
    const above = wholes.findLast((status) => status !== null) ?? null
    const status = own.value ?? above
    const denied = wholes.find((whole) => whole && status && contradicts(whole.verdict, status.verdict))
    if (denied) return refuse('answer_contradicts', { row, status: status!.code, whole: denied.code }, 'answer')
    const line = textOf(payment, 'OrgnlEndToEndId')
    if (line === '') return refuse('answer_unreadable', { row, what: 'OrgnlEndToEndId' }, 'answer')
    const amount = amountOf(payment, row)
    if (!amount.ok) return amount
    if (!status || (status.verdict !== 'paid' && status.verdict !== 'failed')) continue
    const on = dayOf(textOf(child(payment, 'FctvIntrBkSttlmDt'), 'Dt') || textOf(child(payment, 'FctvIntrBkSttlmDt'), 'DtTm'))
    const outcome = outcomeOf(reading, { ...status, reason: status.reason || (above?.reason ?? '') }, on ?? reading.reportedOn, row)
    if (!outcome.ok) return outcome
    reading.rows.push({ ...outcome.value, row, line, amountFen: amount.value })
  }
  return ok(null)
}

function outcomeOf({ today }: Reading, { code, verdict, reason }: Status, on: LocalDate | null, row: number): Result<Outcome> {
  if (on === null || on > today) return refuse('answer_unreadable', { row, what: on ?? 'CreDtTm' }, 'answer')
  return ok(verdict === 'paid' ? { result: 'paid', reason: '', on } : { result: 'failed', reason: reason || code, on })
}

function statusOf(node: Node, name: string, row: number): Result<Status | null> {
  const code = textOf(node, name)
  if (code === '') return ok(null)
  const verdict = verdictOf(code)
  if (!verdict) return refuse('answer_unreadable', { row, what: code }, 'answer')
  const reasons = childrenOf(node, 'StsRsnInf').map((information) => {
    const reason = child(information, 'Rsn')
    return reasonText(textOf(reason, 'Cd') || textOf(reason, 'Prtry'), texts(information, 'AddtlInf'))
  })
  return ok({
    code,
    verdict,
    reason: reasons
      .filter((text) => text !== '')
      .join('；')
      .slice(0, 200),
  })
}

function amountOf(payment: Node, row: number): Result<Fen | null> {
  const amount = child(child(payment, 'OrgnlTxRef'), 'Amt')['InstdAmt']
  if (amount === undefined) return ok(null)
  const { '#text': value, '@Ccy': currency } = typeof amount === 'string' || Array.isArray(amount) ? {} : amount
  const found = typeof value === 'string' && currency === 'CNY' ? amountFen(value) : null
  return found === null ? refuse('answer_altered', { row }, 'answer') : ok(found)
}

/** "1234.5" or "1234.50000" -> fen; null for a part of a fen. */
function amountFen(text: string): Fen | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2})0{0,3})?$/.exec(text)
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}

/** The day in China of a date or a moment; a moment without an offset is local. */
function dayOf(text: string): LocalDate | null {
  const offset = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text)
  const at = offset ? Date.parse(text) : Number.NaN
  const day = Number.isFinite(at) ? localDate(at) : text.slice(0, 10)
  return isLocalDate(day) ? day : null
}

function readXml(text: string): Result<Node> {
  if (/<!(?!--|\[CDATA\[)/.test(text)) return refuse('answer_hostile', {}, 'answer')
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/.test(text)) return refuse('answer_hostile', {}, 'answer')
  const declared = /^[\uFEFF\s]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1]
  if (declared !== undefined && declared.toLowerCase() !== 'utf-8') return refuse('answer_encoding', {}, 'answer')
  const valid = XMLValidator.validate(text.replace(/^\uFEFF/, ''))
  if (valid !== true) return refuse('answer_unreadable', { row: valid.err.line, what: valid.err.msg.slice(0, 100) }, 'answer')
  const root = parse(text.replace(/^\uFEFF/, ''))
  const namespace = namespaceOf(text)
  const version = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(\d{2})$/.exec(namespace)?.[1]
  if (!root || version === undefined || Number(version) < 10)
    return refuse('answer_not_report', { what: namespace.slice(0, 80) || '—' }, 'answer')
  return ok(root)
}

/** The namespace of the root that says pain.002, with or without a prefix; otherwise the first one there is. */
function namespaceOf(text: string): string {
  const root = /<(?:\w+:)?Document\b[^>]*>/.exec(text)?.[0] ?? ''
  const all = [...root.matchAll(/\sxmlns(?::\w+)?\s*=\s*["']([^"']*)["']/g)].map((match) => match[1]!)
  return all.find((name) => name.includes(':pain.002.')) ?? all[0] ?? ''
}

function parse(text: string): Node | null {
  try {
    return parser.parse(text) as Node
  } catch {
    return null
  }
}

function child(node: Node, name: string): Node {
  const value = Object.hasOwn(node, name) ? node[name] : undefined
  return typeof value === 'object' && !Array.isArray(value) ? value : {}
}

function childrenOf(node: Node, name: string): Node[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object') : []
}

function textOf(node: Node, name: string): string {
  const value = Object.hasOwn(node, name) ? node[name] : undefined
  return typeof value === 'string' ? plain(value) : ''
}

function texts(node: Node, name: string): string[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined
  return (Array.isArray(value) ? (value as unknown[]) : []).flatMap((each) => (typeof each === 'string' ? [plain(each)] : []))
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(text: string): string {
  return text.trim().replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (_, hex?: string, decimal?: string, name?: string) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return name ? named[name]! : code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })
}
