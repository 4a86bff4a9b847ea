import type { Figures } from './recount.ts'

/** The raw records a cooperative's surplus settlements rest on; rounds in the order they were made. */
export type SurplusEvidence = {
  slips: { householdId: string; year: string; grams: number; fenPerKg: number; recordedAtMs: number; reversedAtMs: number | null }[]
  capitals: { id: string; householdId: string; kind: string; shareFen: number; fromOn: string; atMs: number }[]
  rounds: {
    id: string
    madeAtMs: number
    rejected: number
    year: string | null
    surplusFen: number | null
    reserveBp: number | null
    volumeBp: number | null
  }[]
  lines: { settlementId: string; householdId: string; amountFen: number; stands: number }[]
}

type Round = SurplusEvidence['rounds'][number]
type Sums = Map<string, bigint>

/**
 * Works a surplus settlement out again from slips, capital records and the three figures somebody entered. It shares no
 * code with what made it. Rule: 农民专业合作社法 (2017), art. 44; design 1, audit.
 */
export function recountSurplus(evidence: SurplusEvidence, settlementId: string): Figures {
  const owed: Sums = new Map()
  for (const round of evidence.rounds) {
    const figures: Figures = new Map()
    const parts = countYear(evidence, round, figures)
    if (round.id === settlementId || round.rejected === 0) for (const [household, part] of parts) add(owed, household, part)
    if (round.id === settlementId) return withLines(figures, owed)
    for (const line of evidence.lines) {
      if (line.settlementId === round.id && line.stands === 1) add(owed, line.householdId, -BigInt(line.amountFen))
    }
  }
  return new Map()
}

function withLines(figures: Figures, owed: Sums): Figures {
  let total = 0n
  for (const [household, amount] of owed) {
    if (amount <= 0n) continue
    figures.set(`line household ${household}`, amount)
    total += amount
  }
  return figures.set('total', total)
}

function countYear(evidence: SurplusEvidence, round: Round, figures: Figures): Sums {
  const { year, surplusFen, reserveBp, volumeBp } = round
  if (year === null || surplusFen === null || reserveBp === null || volumeBp === null) return new Map()
  const trade = tradeIn(evidence, year, round.madeAtMs)
  const capital = capitalAt(evidence, `${year}-12-31`, round.madeAtMs)
  const reserve = (BigInt(surplusFen) * BigInt(reserveBp)) / 10_000n
  const left = BigInt(surplusFen) - reserve
  const someCapital = [...capital.values()].some((amount) => amount > 0n)
  const onCapital = someCapital ? (left * (10_000n - BigInt(volumeBp))) / 10_000n : 0n
  const byTrade = share(left - onCapital, trade)
  const byCapital = share(onCapital, capital)
  for (const [name, amount] of Object.entries({ reserve, 'by volume': left - onCapital, 'by capital': onCapital })) {
    figures.set(`surplus ${name}`, amount)
  }
  const parts: Sums = new Map()
  for (const household of new Set([...trade.keys(), ...capital.keys()])) {
    const of = (sums: Sums) => sums.get(household) ?? 0n
    figures.set(`member ${household} trade`, of(trade)).set(`member ${household} capital`, of(capital))
    figures.set(`member ${household} by volume`, of(byTrade)).set(`member ${household} by capital`, of(byCapital))
    parts.set(household, of(byTrade) + of(byCapital))
  }
  return parts
}

function tradeIn({ slips }: SurplusEvidence, year: string, atMs: number): Sums {
  const sums: Sums = new Map()
  for (const slip of slips) {
    if (slip.year !== year || slip.recordedAtMs > atMs || (slip.reversedAtMs !== null && slip.reversedAtMs <= atMs)) continue
    add(sums, slip.householdId, (BigInt(slip.grams) * BigInt(slip.fenPerKg)) / 1000n)
  }
  return sums
}

function capitalAt({ capitals }: SurplusEvidence, on: string, atMs: number): Sums {
  const known = capitals.filter((row) => row.fromOn <= on && row.atMs <= atMs)
  known.sort((a, b) => (`${a.fromOn} ${a.id}` < `${b.fromOn} ${b.id}` ? -1 : 1))
  const latest = new Map(known.map((row) => [`${row.householdId} ${row.kind}`, row]))
  const sums: Sums = new Map()
  for (const { householdId, shareFen } of latest.values()) add(sums, householdId, BigInt(shareFen))
  return sums
}

// Whole fen of each exact share, then one odd fen each to the largest fractions, the smaller id first among equals.
function share(amount: bigint, weights: Sums): Sums {
  let all = 0n
  for (const weight of weights.values()) all += weight
  if (all === 0n) return new Map()
  const parts: Sums = new Map()
  let odd = amount
  for (const [household, weight] of weights) {
    parts.set(household, (amount * weight) / all)
    odd -= (amount * weight) / all
  }
  const fraction = (household: string) => (amount * weights.get(household)!) % all
  const order = [...weights.keys()].sort((a, b) => {
    if (fraction(a) === fraction(b)) return a < b ? -1 : 1
    return fraction(a) > fraction(b) ? -1 : 1
  })
  for (const household of order.slice(0, Number(odd))) add(parts, household, 1n)
  return parts
}

function add(sums: Sums, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount)
}
