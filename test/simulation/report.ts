import { problems } from '../../src/kernel/problem.ts'
import type { Tally } from './tally.ts'

type Run = { seeds: number; tally: Tally; failures: readonly number[]; seconds: number }

const grouped = (value: number) => value.toLocaleString('en-US')
const table = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `  ${key.padEnd(44)} ${grouped(value)}`)
    .join('\n')

/** What a run came to, and what of the product it did not reach. */
export function reportOf({ seeds, tally, failures, seconds }: Run): string {
  const unreached = Object.keys(problems).filter((code) => !(code in tally.refusals))
  return [
    `\n${grouped(tally.steps)} steps over ${seeds} seeds in ${Math.round(seconds)} s; ${failures.length} seeds failed${failures.length > 0 ? `: ${failures.join(', ')}` : ''}`,
    `${grouped(tally.orders)} orders, ${grouped(tally.movedFen)} fen moved, ${grouped(tally.soldGrams)} g sold, ${grouped(tally.checks)} checks after writes`,
    `0 fen lost or doubled, 0 g oversold: ${failures.length === 0 ? 'yes' : 'NO'}`,
    '\nwhat people did',
    table(tally.deeds),
    '\nhow it ended',
    table(tally.answers),
    '\nentries by kind',
    table(tally.entries),
    '\nfaults injected',
    table(tally.faults),
    `\nrefusals reached: ${Object.keys(tally.refusals).length} of ${Object.keys(problems).length}`,
    table(tally.refusals),
    `\nrefusals not reached: ${unreached.join(', ')}`,
  ].join('\n')
}
