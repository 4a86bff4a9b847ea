import { readFileSync } from 'node:fs'
import type { Group } from '../schema.ts'
import type { Refusal } from '../witness.ts'

export function recordedFile(group: Group): string {
  return new URL(`./recorded-${group}.jsonl`, import.meta.url).pathname
}

/** Witnesses found by trying, as they were written down: they do not follow the schema when it changes. */
export function recordedOf(group: Group): Refusal[] {
  const lines = readFileSync(recordedFile(group), 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Refusal)
}
