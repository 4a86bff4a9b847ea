import type { LocalDate } from '../kernel/time.ts'

/** The day's part of a lot number: "2026-06-18" -> "L20260618-"; three digits follow, counted per organisation and day. */
export function lotNumberPrefix(pooledOn: LocalDate): string {
  return `L${pooledOn.replaceAll('-', '')}-`
}
