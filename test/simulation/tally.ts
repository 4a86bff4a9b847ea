/** What happened in a seed, or in many. */
export type Tally = {
  steps: number
  orders: number
  movedFen: number
  soldGrams: number
  checks: number
  deeds: Record<string, number>
  answers: Record<string, number>
  refusals: Record<string, number>
  faults: Record<string, number>
  entries: Record<string, number>
}

export function emptyTally(): Tally {
  return { steps: 0, orders: 0, movedFen: 0, soldGrams: 0, checks: 0, deeds: {}, answers: {}, refusals: {}, faults: {}, entries: {} }
}

export function addTally(sum: Tally, tally: Tally): void {
  for (const name of ['steps', 'orders', 'movedFen', 'soldGrams', 'checks'] as const) sum[name] += tally[name]
  for (const name of ['deeds', 'answers', 'refusals', 'faults', 'entries'] as const) {
    for (const [key, value] of Object.entries(tally[name])) sum[name][key] = (sum[name][key] ?? 0) + value
  }
}
