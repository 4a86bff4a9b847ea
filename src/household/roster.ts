import type { CsvRecord } from '../kernel/csv.ts'
import type { ProblemCode } from '../kernel/problem.ts'
import { isLocalDate, type LocalDate } from '../kernel/time.ts'
import { isIdentityNumber } from './identity-number.ts'
import { parseStatus, type DatedStatus } from './status.ts'

export const phonePattern = /^1[3-9]\d{9}$/
/** Digits of a bank account or card, 8 to 25 of them. */
export const accountPattern = /^\d{8,25}$/

const columns = {
  villageCode: ['村代码', 'village_code'],
  name: ['户主姓名', 'name'],
  idNumber: ['身份证号', 'id_number'],
  phone: ['手机号', 'phone'],
  bankName: ['开户行', 'bank_name'],
  bankAccount: ['银行账号', 'bank_account'],
  people: ['家庭人口', 'people'],
  workers: ['劳动力', 'workers'],
  status: ['建档立卡状态', 'status'],
  statusFromOn: ['状态起始日期', 'status_from'],
} as const

type Column = keyof typeof columns
const columnNames = Object.keys(columns) as Column[]

export const rosterHeadings = { zh: columnNames.map((column) => columns[column][0]), en: columnNames.map((column) => columns[column][1]) }

/** Who a household is. Empty text for a phone or an account nobody gave. */
export type Identity = { name: string; idNumber: string; phone: string; bankName: string; bankAccount: string }

/** One household as an office's file lists it. */
export type RosterLine = { line: number; villageCode: string; identity: Identity; people: number; workers: number; status: DatedStatus }

/**
 * A line that cannot be taken, and why. Its identity number, when that much can be read, tells whom not to remove from
 * the register by mistake; it is for comparing only and is never shown.
 */
export type Rejection = {
  line: number
  villageCode: string
  idNumber: string | null
  code: ProblemCode
  facts: Record<string, string | number>
}

export type Roster = { lines: RosterLine[]; rejected: Rejection[] }

/** Where each column stands, by its Chinese or English heading in any order; the headings that are missing otherwise. */
export function readHeadings(cells: readonly string[]): { at: Record<Column, number> } | { missing: string[] } {
  const headings = cells.map((cell) => cell.trim().toLowerCase())
  const at = columnNames.map(
    (column) => [column, headings.findIndex((heading) => columns[column].some((name) => name === heading))] as const,
  )
  const missing = at.filter(([, index]) => index < 0).map(([column]) => columns[column][0])
  return missing.length > 0 ? { missing } : { at: Object.fromEntries(at) as Record<Column, number> }
}

/**
 * Reads the records below the headings. Each line is judged by itself but for an identity number listed twice, where
 * the first line stands. `isVillage` says why a village code is not accepted, or null.
 */
export function readRoster(
  at: Record<Column, number>,
  records: readonly CsvRecord[],
  villageProblem: (code: string) => ProblemCode | null,
): Roster {
  const roster: Roster = { lines: [], rejected: [] }
  const firstLines = new Map<string, number>()
  for (const { line, cells } of records) {
    const cell = (column: Column) => (cells[at[column]] ?? '').replace(/^['\t\s]+/, '').trim()
    const villageCode = cell('villageCode')
    const idNumber = isIdentityNumber(cell('idNumber').toUpperCase()) ? cell('idNumber').toUpperCase() : null
    const read = villageProblem(villageCode) ?? readLine(cell)
    const first = firstLines.get(idNumber ?? '')
    if (typeof read === 'string') roster.rejected.push({ line, villageCode, idNumber, code: read, facts: { code: villageCode } })
    else if (first !== undefined) roster.rejected.push({ line, villageCode, idNumber, code: 'id_number_repeated', facts: { line: first } })
    else {
      firstLines.set(read.identity.idNumber, line)
      roster.lines.push({ ...read, line, villageCode })
    }
  }
  return roster
}

function readLine(cell: (column: Column) => string): Omit<RosterLine, 'line' | 'villageCode'> | ProblemCode {
  const identity = {
    name: cell('name').replace(/\s+/g, ''),
    idNumber: cell('idNumber').toUpperCase(),
    phone: cell('phone').replace(/[\s-]/g, ''),
    bankName: cell('bankName'),
    bankAccount: cell('bankAccount').replace(/\s/g, ''),
  }
  const identityRefused = identityProblem(identity)
  if (identityRefused) return identityRefused
  const people = wholeNumber(cell('people'))
  const workers = wholeNumber(cell('workers'))
  if (people === null || people < 1 || people > 30) return 'people_out_of_range'
  if (workers === null || workers > people) return 'workers_above_people'
  const status = parseStatus(cell('status'))
  if (!status) return 'status_unknown'
  const fromOn = readDate(cell('statusFromOn'))
  return fromOn ? { identity, people, workers, status: { status, fromOn } } : 'date_invalid'
}

function identityProblem({ name, idNumber, phone, bankName, bankAccount }: Identity): ProblemCode | null {
  if (!/^[\p{L}·.]{1,30}$/u.test(name)) return 'name_invalid'
  if (!isIdentityNumber(idNumber)) return 'id_number_invalid'
  if (phone !== '' && !phonePattern.test(phone)) return 'phone_invalid'
  if (bankAccount !== '' && (!accountPattern.test(bankAccount) || bankName === '')) return 'bank_account_invalid'
  return null
}

function wholeNumber(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null
}

/** "2020-01-01", "2020/1/1" or "2020.1.1". */
function readDate(text: string): LocalDate | null {
  const [year = '', month = '', day = ''] = text.split(/[-/.]/)
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isLocalDate(date) ? date : null
}
