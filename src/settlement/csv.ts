const formulaStart = /^[=+\-@\t\r]/

/** One CSV cell: a leading = + - @ is disarmed with an apostrophe, and quotes are doubled. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : value.replace(formulaStart, "'$&")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

/** Reads RFC 4180 text into rows of cells; a byte order mark and empty rows are passed over. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.some((cell) => cell !== '')) rows.push(row.map((cell) => cell.trim()))
    row = []
  }
  return rows
}
