import type { Evidence, SlipRow, TermsRow } from './evidence.ts'

/** The figures of one settlement, by name: "lot <id> pool", "line household <id>", "contract <id> claim". All in fen. */
export type Figures = Map<string, bigint>

type Round = Evidence['settlements'][number]
type Slip = {
  row: SlipRow
  terms: TermsRow
  struck: boolean
  earned: bigint
  guaranteed: bigint
  floor: bigint
  given: bigint
  add: bigint
}

/**
 * Works a settlement out again, from the first one of its organisation on, in exact whole numbers. It shares no code
 * with what made the settlement: two ways to the same figures, so that one can find the other out. Rule: design 1, audit.
 */
export function recount(evidence: Evidence, settlementId: string): Figures {
  const given = new Map<string, bigint>()
  let before = -1
  for (const round of evidence.settlements) {
    for (const { deliveryId, forgivenFen, atMs } of evidence.writeOffs) {
      if (atMs > before && atMs <= round.madeAtMs) addTo(given, `slip ${deliveryId}`, -BigInt(forgivenFen))
    }
    before = round.madeAtMs
    const figures = countRound(evidence, round, given)
    if (round.id === settlementId) return figures
  }
  return new Map()
}

// `given` is what slips ("slip"), parties ("party") and guarantors ("repaid") were given by lines that stood; it grows by round.
function countRound(evidence: Evidence, round: Round, given: Map<string, bigint>): Figures {
  const figures: Figures = new Map()
  const termsOf = new Map(evidence.versions.map((terms) => [terms.versionId, terms]))
  const earned = countLots(evidence, round, { termsOf, figures, given })
  const slips = countSlips(evidence, round, termsOf, earned, given)
  const repaid = countGuarantees(evidence, round, slips, given, figures)
  const credits = countCredits(evidence, round, slips, given)
  for (const [name, amount] of credits) {
    figures.set(name, amount)
    addTo(figures, `due cooperative ${evidence.organisationId}`, amount)
  }
  for (const [name, amount] of given) if (name.startsWith('credit ')) addTo(figures, `due cooperative ${evidence.organisationId}`, amount)
  const lines = [...householdLines(slips, credits), ...partyLines(figures, given), ...guarantorLines(evidence, repaid)]
  let total = 0n
  for (const [name, amount] of lines) {
    if (amount <= 0n) continue
    figures.set(name, amount)
    total += amount
  }
  figures.set('total', total)
  countFloors(slips, figures)
  remember(evidence, round, { slips, repaid, credits, figures, given })
  return figures
}

type Counting = { termsOf: Map<string, TermsRow>; figures: Figures; given: Map<string, bigint> }

function countLots(evidence: Evidence, round: Round, { termsOf, figures, given }: Counting): Map<string, bigint> {
  const earned = new Map<string, bigint>()
  const standing = new Set(evidence.slips.filter((slip) => stoodAt(slip, round)).map((slip) => slip.deliveryId))
  for (const { lotId, versionId, closedAtMs } of evidence.lots) {
    const terms = termsOf.get(versionId)!
    const sales = evidence.sales.filter((sale) => sale.lotId === lotId && sale.throughSeq <= round.throughSeq)
    const money = total(sales.map((sale) => BigInt(sale.fen)))
    const closed = closedAtMs !== null && closedAtMs <= round.madeAtMs
    if (money === 0n && !closed && !given.has(`seen ${lotId}`)) continue
    given.set(`seen ${lotId}`, 1n)
    const grams = total(sales.map((sale) => BigInt(sale.grams)))
    const off = least(
      (money * BigInt(terms.deductionCapBp)) / 10_000n,
      (money * total(terms.deductions.map((d) => BigInt(d.proceedsBp)))) / 10_000n +
        (grams * total(terms.deductions.map((d) => BigInt(d.fenPerKg)))) / 1000n,
    )
    const net = money - off
    const enterprise = (net * BigInt(terms.enterpriseBp)) / 10_000n
    const both = (net * BigInt(terms.enterpriseBp + terms.cooperativeBp)) / 10_000n
    const cooperative = both - enterprise
    const pool = net - both
    for (const [name, amount] of Object.entries({ money, off, enterprise, cooperative, pool })) figures.set(`lot ${lotId} ${name}`, amount)
    const sure = closed ? cooperative : (net * BigInt(terms.cooperativeBp)) / 10_000n
    addTo(figures, `due enterprise ${terms.enterpriseId ?? evidence.organisationId}`, enterprise)
    addTo(figures, `due cooperative ${terms.cooperativeId}`, sure)
    addTo(figures, `due cooperative ${evidence.organisationId}`, off)
    const parts = sharePool(
      pool,
      evidence.origins.filter((origin) => origin.lotId === lotId && standing.has(origin.deliveryId)),
      closed,
    )
    for (const [deliveryId, part] of parts) addTo(earned, deliveryId, part)
  }
  return earned
}

// An open lot gives each slip the whole fen of its exact share; a closed one also gives the odd fen to the largest fractions.
function sharePool(pool: bigint, origins: readonly { deliveryId: string; grams: number }[], closed: boolean): Map<string, bigint> {
  const lotGrams = total(origins.map((origin) => BigInt(origin.grams)))
  const parts = new Map(origins.map((origin) => [origin.deliveryId, (pool * BigInt(origin.grams)) / lotGrams]))
  if (!closed) return parts
  let odd = pool - total(parts.values())
  const byFraction = [...origins].sort((a, b) => {
    const over = ((pool * BigInt(b.grams)) % lotGrams) - ((pool * BigInt(a.grams)) % lotGrams)
    return over === 0n ? (a.deliveryId < b.deliveryId ? -1 : 1) : over > 0n ? 1 : -1
  })
  for (const { deliveryId } of byFraction) {
    if (odd === 0n) break
    parts.set(deliveryId, parts.get(deliveryId)! + 1n)
    odd -= 1n
  }
  return parts
}

function countSlips(
  evidence: Evidence,
  round: Round,
  termsOf: Map<string, TermsRow>,
  earned: Map<string, bigint>,
  given: Map<string, bigint>,
): Slip[] {
  const closedLots = new Set(
    evidence.lots.filter((lot) => lot.closedAtMs !== null && lot.closedAtMs <= round.madeAtMs).map((lot) => lot.lotId),
  )
  const closedSlips = new Set(evidence.origins.filter((origin) => closedLots.has(origin.lotId)).map((origin) => origin.deliveryId))
  // A slip taken back after lines had carried money for it is due nothing; what it was given is set off.
  const counts = (row: SlipRow) => stoodAt(row, round) || (given.get(`slip ${row.deliveryId}`) ?? 0n) !== 0n
  return evidence.slips.filter(counts).map((row) => {
    const struck = !stoodAt(row, round)
    const terms = termsOf.get(row.versionId)!
    const basis = BigInt(terms.floorBasis === 'goods' ? terms.householdBp : 10_000)
    const exact = BigInt(row.netGrams) * BigInt(row.fenPerKg) * basis
    const floor = struck ? 0n : exact / 10_000_000n + (exact % 10_000_000n > 0n ? 1n : 0n)
    const whole = round.asOfOn >= terms.guaranteeOn || closedSlips.has(row.deliveryId)
    const guaranteed = whole ? floor : (floor * BigInt(terms.advanceBp)) / 10_000n
    return {
      row,
      terms,
      struck,
      floor,
      guaranteed,
      earned: earned.get(row.deliveryId) ?? 0n,
      given: given.get(`slip ${row.deliveryId}`) ?? 0n,
      add: 0n,
    }
  })
}

function stoodAt({ recordedAtMs, reversedAtMs }: SlipRow, round: Round): boolean {
  return recordedAtMs <= round.madeAtMs && (reversedAtMs === null || reversedAtMs > round.madeAtMs)
}

const dueOf = (slip: Slip) => most(slip.guaranteed, slip.earned)
const shortOf = (slip: Slip) => most(0n, slip.guaranteed - slip.earned)
const usedOf = (slip: Slip, had: bigint) => most(0n, least(had, dueOf(slip)) - slip.earned)

// Answers what goes back to the guarantor by contract, and sets what each slip adds to its household's line.
function countGuarantees(
  evidence: Evidence,
  round: Round,
  slips: Slip[],
  given: Map<string, bigint>,
  figures: Figures,
): Map<string, bigint> {
  const repaid = new Map<string, bigint>()
  for (const contractId of new Set(evidence.versions.map((terms) => terms.contractId))) {
    const own = slips.filter((slip) => slip.terms.contractId === contractId)
    const paid = total(
      evidence.payments.filter((p) => p.contractId === contractId && p.seq <= round.throughSeq).map((p) => BigInt(p.amountFen)),
    )
    const held = paid - (given.get(`repaid ${contractId}`) ?? 0n)
    const position = total(own.map(shortOf))
    const free = most(0n, held - total(own.map((slip) => usedOf(slip, slip.given))))
    const back = most(0n, held - position)
    giveSlips(own, free)
    repaid.set(contractId, back)
    for (const [name, amount] of Object.entries({ position, paidIn: held, repaid: back, claim: most(0n, position - held) })) {
      figures.set(`contract ${contractId} ${name}`, amount)
    }
  }
  return repaid
}

function giveSlips(slips: Slip[], free: bigint): void {
  const needs = slips.map((slip) => ({ slip, need: most(0n, dueOf(slip) - most(slip.given, slip.earned)) })).filter(({ need }) => need > 0n)
  const all = total(needs.map(({ need }) => need))
  const shared = least(free, all)
  for (const slip of slips) slip.add = most(0n, slip.earned - slip.given) - most(0n, slip.given - dueOf(slip))
  if (all === 0n) return
  let odd = shared - total(needs.map(({ need }) => (shared * need) / all))
  needs.sort((a, b) => {
    const over = ((shared * b.need) % all) - ((shared * a.need) % all)
    return over === 0n ? (a.slip.row.deliveryId < b.slip.row.deliveryId ? -1 : 1) : over > 0n ? 1 : -1
  })
  for (const { slip, need } of needs) {
    slip.add += (shared * need) / all + (odd > 0n ? 1n : 0n)
    if (odd > 0n) odd -= 1n
  }
}

// What each household gives for inputs on credit, by "credit <household> <contract>".
function countCredits(evidence: Evidence, round: Round, slips: readonly Slip[], given: Map<string, bigint>): Map<string, bigint> {
  const credits = new Map<string, bigint>()
  const open = evidence.inputs.filter(
    (row) => row.atMs <= round.madeAtMs && (row.reversedAtMs === null || row.reversedAtMs > round.madeAtMs),
  )
  for (const [name, rows] of [...Map.groupBy(open, (row) => `credit ${row.householdId} ${row.contractId}`)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const { householdId, contractId } = rows[0]!
    const household = slips.filter((slip) => slip.row.householdId === householdId)
    const own = household.filter((slip) => slip.terms.contractId === contractId)
    const gain = total(own.map((slip) => slip.add))
    const deducted = given.get(name) ?? 0n
    const owed = total(rows.map((row) => BigInt(row.amountFen))) - deducted
    const cap = (most(0n, gain) * BigInt(Math.min(...rows.map((row) => row.capBp)))) / 10_000n
    const beyondFloor = total(own.map((slip) => slip.given + slip.add - slip.guaranteed)) - deducted
    const before = total([...credits].filter(([other]) => other.startsWith(`credit ${householdId} `)).map(([, amount]) => amount))
    const credit = least(least(owed, cap), least(beyondFloor, total(household.map((slip) => slip.add)) - before - 1n))
    if (credit > 0n) credits.set(name, credit)
  }
  return credits
}

function householdLines(slips: readonly Slip[], credits: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const lines = new Map<string, bigint>()
  for (const slip of slips) addTo(lines, `line household ${slip.row.householdId}`, slip.add)
  for (const [name, amount] of credits) addTo(lines, `line household ${name.split(' ')[1]}`, -amount)
  return lines
}

function partyLines(figures: Figures, given: Map<string, bigint>): [string, bigint][] {
  const due = [...figures].filter(([name]) => name.startsWith('due '))
  for (const [name] of due) figures.delete(name)
  return due.map(([name, amount]) => [name.replace('due', 'line'), amount - (given.get(name.replace('due', 'party')) ?? 0n)])
}

function guarantorLines(evidence: Evidence, repaid: Map<string, bigint>): Map<string, bigint> {
  const guarantors = new Map(evidence.versions.map((terms) => [terms.contractId, terms.guarantorId]))
  const lines = new Map<string, bigint>()
  for (const [contractId, amount] of repaid) addTo(lines, `line guarantor ${guarantors.get(contractId)}`, amount)
  return lines
}

function countFloors(slips: readonly Slip[], figures: Figures): void {
  for (const slip of slips) {
    if (slip.struck) continue
    const had = slip.given + (figures.has(`line household ${slip.row.householdId}`) ? slip.add : 0n)
    const used = usedOf(slip, had)
    const name = `floor ${slip.terms.contractId} ${slip.row.productId} ${slip.row.month}`
    addTo(figures, `${name} floor`, slip.floor)
    addTo(figures, `${name} guaranteed`, slip.guaranteed)
    addTo(figures, `${name} entitled`, slip.earned)
    addTo(figures, `${name} position`, shortOf(slip))
    addTo(figures, `${name} covered`, used)
    addTo(figures, `contract ${slip.terms.contractId} used`, used)
  }
}

type Counted = {
  slips: readonly Slip[]
  repaid: Map<string, bigint>
  credits: Map<string, bigint>
  figures: Figures
  given: Map<string, bigint>
}

// Only lines the bank has not refused count as given in the rounds that follow.
function remember(evidence: Evidence, round: Round, { slips, repaid, credits, figures, given }: Counted): void {
  const stood = new Set(evidence.answers.filter((a) => a.settlementId === round.id && a.stands === 1).map((a) => `${a.party} ${a.partyId}`))
  for (const slip of slips) if (stood.has(`household ${slip.row.householdId}`)) addTo(given, `slip ${slip.row.deliveryId}`, slip.add)
  for (const [name, amount] of credits) if (stood.has(`household ${name.split(' ')[1]}`)) addTo(given, name, amount)
  for (const party of stood) if (!party.startsWith('household')) addTo(given, `party ${party}`, figures.get(`line ${party}`) ?? 0n)
  for (const terms of new Map(evidence.versions.map((version) => [version.contractId, version])).values()) {
    if (stood.has(`guarantor ${terms.guarantorId}`)) addTo(given, `repaid ${terms.contractId}`, repaid.get(terms.contractId) ?? 0n)
  }
}

function addTo(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount)
}

function total(amounts: Iterable<bigint>): bigint {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}

const most = (a: bigint, b: bigint) => (a > b ? a : b)
const least = (a: bigint, b: bigint) => (a < b ? a : b)
