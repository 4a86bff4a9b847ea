import { describe, expect, it } from 'vitest'
import { hourMs } from '../../src/kernel/time.ts'
import { daySums, divideMovement, dividePayout, factsOf, type Movement } from '../../src/payment/reconciliation/movement.ts'
import {
  differenceFen,
  ledgerItem,
  match,
  reconcile,
  type Fact,
  type Known,
  type OpenItem,
} from '../../src/payment/reconciliation/reconciliation.ts'
import { always, fc } from '../support/property.ts'

const now = 100 * 24 * hourMs
const old = now - 48 * hourMs
const nothing = new Map<string, Known>()
const fact = (item: string, amountFen: number, atMs = old): Fact => ({ item, amountFen, atMs })
const sum = (facts: readonly { amountFen: number }[]) => facts.reduce((total, { amountFen }) => total + amountFen, 0)

// What both sides have of a day without faults.
const anyDay: fc.Arbitrary<Fact[]> = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom('pay', 'refund', 'dispute', 'won', 'fees', 'payout'),
      id: fc.nat(10_000),
      amountFen: fc.integer({ min: 1, max: 10_000_000 }),
    }),
    {
      selector: ({ kind, id }) => `${kind}:${id}`,
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((rows) => rows.map(({ kind, id, amountFen }) => fact(`${kind}:${id}`, kind === 'pay' || kind === 'won' ? amountFen : -amountFen)))

type Fault = 'dropped' | 'doubled' | 'changed' | 'unknown charge' | 'not at the provider'
const anyFault = fc.tuple(
  fc.constantFrom<Fault>('dropped', 'doubled', 'changed', 'unknown charge', 'not at the provider'),
  fc.nat(),
  fc.integer({ min: 1, max: 1000 }),
)

function withFault(
  facts: readonly Fact[],
  [fault, at, fen]: [Fault, number, number],
): { provider: Fact[]; ledger: Fact[]; item: string; verdict: string } {
  const hit = facts[at % facts.length]!
  const others = facts.filter((other) => other !== hit)
  const both = { provider: [...facts], ledger: [...facts], item: hit.item }
  if (fault === 'dropped') return { ...both, ledger: others, verdict: 'unknown_here' }
  if (fault === 'doubled') return { ...both, provider: [...facts, hit], verdict: 'doubled' }
  if (fault === 'changed')
    return { ...both, provider: [...others, fact(hit.item, hit.amountFen + Math.sign(hit.amountFen) * fen)], verdict: 'amounts_differ' }
  if (fault === 'not at the provider') return { ...both, provider: others, verdict: 'unknown_there' }
  return { ...both, provider: [...facts, fact(`payment:ch_${fen}`, fen)], item: `payment:ch_${fen}`, verdict: 'unknown_here' }
}

describe('match and reconcile', () => {
  always('find nothing when both sides have the same, in whatever order', fc.tuple(anyDay, anyDay), ([facts]) => {
    expect(match([], facts.toReversed(), facts)).toEqual([])
  })

  always(
    'explain the difference exactly, whatever happened on whichever side, over several days',
    fc.array(fc.tuple(anyDay, anyDay), { maxLength: 5 }),
    (days) => {
      let open: OpenItem[] = []
      for (const [provider, ledger] of days) open = match(open, provider, ledger)
      const difference = sum(days.flatMap(([provider]) => provider)) - sum(days.flatMap(([, ledger]) => ledger))
      const { explainedFen, unexplainedFen, items } = reconcile(open, nothing, now)
      expect(explainedFen + unexplainedFen).toBe(difference)
      expect(items.reduce((total, item) => total + differenceFen(item), 0)).toBe(difference)
    },
  )

  always('come to the same in one go as day by day', fc.array(fc.tuple(anyDay, anyDay), { maxLength: 5 }), (days) => {
    let open: OpenItem[] = []
    for (const [provider, ledger] of days) open = match(open, provider, ledger)
    const once = match(
      [],
      days.flatMap(([provider]) => provider),
      days.flatMap(([, ledger]) => ledger),
    )
    const shape = (items: OpenItem[]) => items.map((item) => [item.item, differenceFen(item)])
    expect(shape(open)).toEqual(shape(once))
  })

  always('name an injected fault, and only it', fc.tuple(anyDay, anyFault), ([facts, fault]) => {
    const { provider, ledger, item, verdict } = withFault(facts, fault)
    const { items, explainedFen, unexplainedFen } = reconcile(match([], provider, ledger), nothing, now)
    expect(items.map((found) => [found.item, found.verdict])).toEqual([[item, verdict]])
    expect([explainedFen, unexplainedFen]).toEqual([0, sum(provider) - sum(ledger)])
  })

  it('explain what our own records say is still on its way', () => {
    const open = match(
      [],
      [fact('pay:chk_1', 5000), fact('dispute:dp_1', -700), fact('fees:txn_1', -35)],
      [fact('refund:rfd_1', -300), fact('dispute:dp_1', -200)],
    )
    const known = new Map<string, Known>([
      ['pay:chk_1', { expectedFen: 5000, waits: 'ledger', booked: false }],
      ['refund:rfd_1', { expectedFen: -300, waits: 'provider', booked: true }],
      ['dispute:dp_1', { expectedFen: -700, waits: 'ledger', booked: false }],
      ['fees:txn_1', { expectedFen: -35, waits: 'ledger', booked: false }],
    ])
    const { items, explainedFen, unexplainedFen } = reconcile(open, known, now)
    expect(items.map(({ verdict }) => verdict)).toEqual(['not_posted', 'not_posted', 'not_posted', 'not_sent'])
    expect([explainedFen, unexplainedFen]).toEqual([5000 - 500 - 35 + 300, 0])
  })

  it('know a refund that came back long after it was settled for one that has not been sent', () => {
    const known = new Map<string, Known>([['refund:rfd_1', { expectedFen: -300, waits: 'provider', booked: true }]])
    const open = match(match([], [fact('refund:rfd_1', -300)], [fact('refund:rfd_1', -300)]), [fact('refund:rfd_1', 300)], [])
    expect(reconcile(open, known, now)).toMatchObject({ items: [{ verdict: 'not_sent' }], explainedFen: 300, unexplainedFen: 0 })
  })

  it('do not take another amount for what is on its way', () => {
    const known = new Map<string, Known>([['pay:chk_1', { expectedFen: 5000, waits: 'ledger', booked: false }]])
    expect(reconcile(match([], [fact('pay:chk_1', 4999)], []), known, now).items).toMatchObject([{ verdict: 'unknown_here' }])
  })

  it('wait an hour for the other side to hear of it, but not when it already had', () => {
    const young = match([], [fact('pay:chk_1', 5000, now - hourMs + 1), fact('refund:rfd_1', -300, now - 1)], [])
    const known = new Map<string, Known>([['refund:rfd_1', { expectedFen: -300, waits: 'none', booked: true }]])
    expect(reconcile(young, known, now).items.map(({ verdict }) => verdict)).toEqual(['on_its_way', 'doubled'])
    expect(reconcile(young, known, now + hourMs).items.map(({ verdict }) => verdict)).toEqual(['unknown_here', 'doubled'])
  })
})

const movement = (over: Partial<Movement>): Movement => ({
  id: 'txn_1',
  kind: 'payment',
  reference: 'pay_1',
  amountFen: 5000,
  feeFen: 0,
  atMs: old,
  checkoutId: 'chk_1',
  ...over,
})

describe('factsOf', () => {
  it('names each movement as the ledger does', () => {
    const items = [
      movement({ feeFen: 35 }),
      movement({ kind: 'payment', reference: 'ch_9', checkoutId: null }),
      movement({ kind: 'refund', reference: 'rfd_1', amountFen: -300 }),
      movement({ kind: 'refund', reference: 'return:ord_1', amountFen: -300 }),
      movement({ kind: 'dispute', reference: 'dp_1', amountFen: -700, feeFen: 85 }),
      movement({ kind: 'dispute_reversal', reference: 'dp_1', amountFen: 700 }),
      movement({ kind: 'payout', reference: 'po_1', amountFen: -900, checkoutId: null }),
      movement({ kind: 'fee', amountFen: 0, feeFen: 20, checkoutId: null }),
    ].flatMap(factsOf)
    expect(items.map(({ item, amountFen }) => [item, amountFen])).toEqual([
      ['pay:chk_1', 5000],
      ['fees:txn_1', -35],
      ['payment:ch_9', 5000],
      ['refund:rfd_1', -300],
      ['pay:chk_1', -300],
      ['dispute:dp_1', -700],
      ['fees:txn_1', -85],
      ['won:dp_1', 700],
      ['payout:po_1', -900],
      ['charge:txn_1', -20],
    ])
    expect(ledgerItem({ entryId: 'pay:ord_1', kind: 'pay', checkoutId: 'chk_1' })).toBe('pay:chk_1')
    expect(ledgerItem({ entryId: 'fees:txn:1:org_1', kind: 'fees', checkoutId: null })).toBe('fees:txn:1')
    expect(ledgerItem({ entryId: 'refund:rfd_1', kind: 'refund', checkoutId: null })).toBe('refund:rfd_1')
  })

  const anyMovement = fc.record({
    kind: fc.constantFrom<Movement['kind']>('payment', 'refund', 'dispute', 'dispute_reversal', 'fee', 'payout', 'other'),
    amountFen: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    feeFen: fc.integer({ min: -1000, max: 1000 }),
  })
  always('loses no fen of a day, nor do its sums', fc.array(anyMovement), (rows) => {
    const net = rows.reduce((total, { amountFen, feeFen }) => total + amountFen - feeFen, 0)
    expect(sum(rows.flatMap((row, index) => factsOf(movement({ ...row, id: `txn_${index}` }))))).toBe(net)
    expect(Object.values(daySums(rows)).reduce((total, amount) => total + amount, 0)).toBe(net)
  })
})

describe('divideMovement', () => {
  const anyWeights = fc.array(
    fc.record({ organisationId: fc.constantFrom('a', 'b', 'c'), weightFen: fc.integer({ min: 1, max: 1_000_000 }) }),
    { minLength: 1, maxLength: 5 },
  )
  always(
    'sums exactly, amount and fee each, with the sign they came with',
    fc.tuple(anyWeights, fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: -9000, max: 9000 })),
    ([weights, amountFen, feeFen]) => {
      const parts = divideMovement({ amountFen, feeFen }, weights)
      expect(sum(parts)).toBe(amountFen)
      expect(parts.reduce((total, part) => total + part.feeFen, 0)).toBe(feeFen)
      for (const part of parts) expect(part.amountFen * Math.sign(amountFen)).toBeGreaterThanOrEqual(0)
    },
  )

  it('gives a whole payment to its orders exactly, and what is nobody’s to nobody', () => {
    const weights = [
      { organisationId: 'b', weightFen: 3333 },
      { organisationId: 'a', weightFen: 6800 },
      { organisationId: 'b', weightFen: 1 },
    ]
    expect(divideMovement({ amountFen: 10_134, feeFen: 3 }, weights)).toEqual([
      { organisationId: 'a', amountFen: 6800, feeFen: 2 },
      { organisationId: 'b', amountFen: 3334, feeFen: 1 },
    ])
    expect(divideMovement({ amountFen: 5, feeFen: 0 }, [])).toEqual([])
  })
})

describe('dividePayout', () => {
  it('goes by the net of what it carried, also where that is below zero', () => {
    const net = [
      { organisationId: null, netFen: 40 },
      { organisationId: 'a', netFen: 1000 },
      { organisationId: 'b', netFen: -200 },
    ]
    expect(dividePayout(840, net)).toEqual({
      whole: true,
      parts: [
        { organisationId: 'a', amountFen: -1000, feeFen: 0 },
        { organisationId: 'b', amountFen: 200, feeFen: 0 },
      ],
    })
  })

  const anyNet = fc.uniqueArray(
    fc.record({ organisationId: fc.constantFrom('a', 'b', 'c', 'd'), netFen: fc.integer({ min: 1, max: 1_000_000 }) }),
    { selector: ({ organisationId }) => organisationId, minLength: 1 },
  )
  always(
    'of only a part goes by what each has, and sums exactly',
    fc.tuple(anyNet, fc.integer({ min: 1, max: 999_999 })),
    ([net, paidOutFen]) => {
      const all = net.reduce((total, { netFen }) => total + netFen, 0)
      const { whole, parts } = dividePayout(paidOutFen, net)
      expect(whole).toBe(all === paidOutFen)
      expect(sum(parts)).toBe(-paidOutFen)
    },
  )
})
