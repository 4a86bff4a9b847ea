/** One record of a file and the line it begins on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] }

/**
 * Reads comma-separated text (RFC 4180): quoted cells may hold commas, doubled quotes and line breaks; a byte order mark
 * and empty lines are skipped. Null when a quote is never closed or stands inside a cell.
 */
export function parseCsv(text: string): CsvRecord[] | null {
  const records: CsvRecord[] = []
  let cells: string[] = []
  let line = 1
  let startsOn = 1
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  for (cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0; ;) {
    const match = cell.exec(text)
    if (!match) return null
    const [whole, quoted, plain = '', end] = match
    cells.push(quoted?.replaceAll('""', '"') ?? plain)
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '') records.push({ line: startsOn, cells })
    if (end === '') return records
    cells = []
    startsOn = line
  }
}

// A spreadsheet would run what begins so.
const formulaStart = /^[=+\-@\t\r]/

/** Records as text with CRLF line ends; a cell is quoted when it must be, and a text that looks like a formula is disarmed with an apostrophe. */
export function csvText(records: readonly (readonly (string | number)[])[]): string {
  return records.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : value.replace(formulaStart, "'$&")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
