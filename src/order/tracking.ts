import { readOrderNumber } from './number.ts'

export type TrackingRow = { row: number; number: string; carrier: string; trackingNumber: string }
export type RejectedRow = { row: number; text: string }

/** The first lines of a paste that are not empty, at most so many, and the lines left for the next time. */
export function cutPaste(text: string, atMost: number): [now: string, later: string[]] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return [lines.slice(0, atMost).join('\n'), lines.slice(atMost)]
}

/**
 * Reads a pasted column of tracking numbers: one parcel a line, "order number, carrier, number" parted by comma, tab or
 * spaces. A line without a carrier takes the given one. What cannot be read comes back with its row, from 1.
 */
export function readTracking(text: string, usualCarrier: string): { rows: TrackingRow[]; rejected: RejectedRow[] } {
  const rows: TrackingRow[] = []
  const rejected: RejectedRow[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const cells = line.trim().split(/\s*[,，\t;；]\s*|\s+/)
    const number = readOrderNumber(cells[0] ?? '')
    const carrier = cells.length > 2 ? cells[1]! : usualCarrier
    const trackingNumber = cells[cells.length - 1]!.toUpperCase()
    const readable = number !== null && carrier !== '' && (cells.length === 2 || cells.length === 3) && isTrackingNumber(trackingNumber)
    if (readable) rows.push({ row: index + 1, number, carrier, trackingNumber })
    else rejected.push({ row: index + 1, text: line.trim() })
  }
  return { rows, rejected }
}

export function isTrackingNumber(text: string): boolean {
  return /^[A-Z0-9-]{6,40}$/i.test(text)
}
