import { yuan } from '../../src/kernel/money.ts'
import { localMinute } from '../../src/kernel/time.ts'
import type { Fact, Field } from '../../src/proof/leaf.ts'
import type { Reading } from '../../src/proof/reading.ts'
import { dictionary } from './words.ts'

type Locale = keyof typeof dictionary

/** What is known of the signature, and of today's log; null where it was not asked. */
export type Known = { signature: 'valid' | 'wrong' | 'unchecked'; today: { size: number; grown: boolean } | 'unknown' | null }

/** What people are told: a sentence, how it was found out, and what the record says. */
export type Verdict = { tone: 'good' | 'wait' | 'bad'; title: string; steps: string[]; rows: [label: string, value: string][] }

/** The same verdict in the browser and on the server. */
export function verdictOf(locale: Locale, reading: Reading, { signature, today }: Known): Verdict {
  const text = dictionary[locale]
  if (reading.kind === 'unreadable') return { tone: 'bad', title: text.unreadable, steps: [], rows: [] }
  if (reading.kind === 'broken') return { tone: 'bad', title: text.broken, steps: [], rows: [] }
  if (signature === 'wrong') return { tone: 'bad', title: text.forged, steps: [], rows: [] }
  const { fact, index, checkpoint } = reading
  const steps = [text.steps.included(index, checkpoint.size)]
  if (signature === 'valid') steps.push(text.steps.signed(checkpoint.origin))
  if (today === 'unknown') steps.push(text.steps.unknown)
  else if (today?.grown === false) return { tone: 'bad', title: text.steps.forked, steps, rows: [] }
  else if (today) steps.push(text.steps.grown(today.size))
  const title = signature === 'valid' ? text.good : text.unsigned
  return { tone: signature === 'valid' ? 'good' : 'wait', title, steps, rows: rowsOf(locale, fact) }
}

function rowsOf(locale: Locale, { tag, fields, lists }: Fact): Verdict['rows'] {
  const text = dictionary[locale]
  const kind = tag.split('/')[1] ?? tag
  const label = (name: string) => text.fields[name] ?? name
  const told = fields.filter(({ value }) => value !== null && value !== '')
  return [
    [text.says, `${text.tags[kind] ?? kind} (${tag})`],
    ...told.map((field): [string, string] => [label(field.name), valueOf(field)]),
    ...lists.flatMap(({ name, rows }) =>
      rows.map((row): [string, string] => [label(name), row.map((field) => valueOf(field)).join(' · ')]),
    ),
  ]
}

function valueOf({ name, value }: Field): string {
  const number = Number(value)
  if (value === null || !Number.isSafeInteger(number) || value === '') return value === null ? '—' : String(value)
  if (/_fen(_per_kg)?$/.test(name)) return `¥${yuan(number)}`
  if (name.endsWith('grams')) return `${number / 1000} kg`
  if (name.endsWith('_bp')) return `${number / 100}%`
  return name.endsWith('at_ms') ? localMinute(number) : String(value)
}
