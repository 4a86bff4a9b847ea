import { checkBooks } from './books.ts'
import { CountyFile } from './county-file.ts'
import type { Checked, Finding } from './finding.ts'
import { checkLog, type LogOptions } from './log.ts'
import { checkRows } from './rows.ts'
import { checkSettlements } from './settlements.ts'

/** Everything that can be checked in one file. A check that cannot even be made, on a file so damaged, is a finding itself. */
export async function verifyFile(path: string, options: LogOptions = {}): Promise<Checked[]> {
  const county = new CountyFile(path)
  try {
    return [
      await attempt('log', () => checkLog(county, options)),
      await attempt('rows', () => checkRows(county)),
      await attempt('books', () => checkBooks(county)),
      await attempt('settlements', () => checkSettlements(county)),
    ]
  } finally {
    county.close()
  }
}

async function attempt(title: string, check: () => Checked | Promise<Checked>): Promise<Checked> {
  try {
    return await check()
  } catch (error) {
    const detail = `could not be checked: ${error instanceof Error ? error.message : String(error)}`
    return { title, counted: 'stopped', findings: [{ what: 'differs', name: title, detail }], notes: [] }
  }
}

/** The report people read: what was looked at, every finding by name, and the verdict. */
export function reportOf(checked: readonly Checked[]): string {
  const findings = checked.flatMap(({ findings }) => findings)
  const head = checked.map(({ title, counted, findings }) => `${findings.length === 0 ? 'ok  ' : 'BAD '} ${title.padEnd(12)} ${counted}`)
  const notes = checked.flatMap(({ notes }) => notes).map((note) => `note ${note}`)
  const verdict =
    findings.length === 0
      ? 'Everything is as it was sealed, and adds up.'
      : `${findings.length} findings:\n${findings.map(lineOf).join('\n')}`
  return [...head, ...notes, '', verdict].join('\n')
}

function lineOf({ what, name, detail }: Finding): string {
  return `  ${what.toUpperCase().padEnd(8)} ${name}: ${detail}`
}
