import { sumFen, type Fen } from '../../kernel/money.ts'
import { hourMs, type Ms } from '../../kernel/time.ts'

/**
 * One movement of money with the provider, as one side has it. `item` names the movement alike on both sides: "pay:<checkout>",
 * "refund:<refund>", "dispute:<dispute>", "won:<dispute>", "fees:<transaction>", "payout:<payout>". Signed: what leaves is negative.
 */
export type Fact = { item: string; amountFen: Fen; atMs: Ms; transactionId?: string }

/** A movement that the two sides do not have alike, added up since it was first seen. */
export type OpenItem = {
  item: string
  providerFen: Fen
  ledgerFen: Fen
  providerCount: number
  ledgerCount: number
  sinceMs: Ms
  transactionId: string | null
}

/**
 * What our own records say of an item: what both sides should come to, and which side is still to catch up. `none`: neither
 * is, so whatever differs is a fault; `booked` then says that the movement was once in the books.
 */
export type Known = { expectedFen: Fen; waits: 'ledger' | 'provider' | 'none'; booked: boolean }

export const explainedVerdicts = ['on_its_way', 'not_posted', 'not_sent', 'own_charge'] as const
export const openVerdicts = ['unknown_here', 'unknown_there', 'amounts_differ', 'doubled'] as const
export type Verdict = (typeof explainedVerdicts)[number] | (typeof openVerdicts)[number]
export type Item = OpenItem & { verdict: Verdict }

// Within an hour of a payment its event, or its line in the provider's list, may still be coming.
const graceMs = hourMs

/** Adds a day's facts to what was open; a movement that both sides have with the same amount is settled and gone. */
export function match(before: readonly OpenItem[], provider: readonly Fact[], ledger: readonly Fact[]): OpenItem[] {
  const items = new Map(before.map((open) => [open.item, { ...open }]))
  const of = ({ item, atMs }: Fact) => {
    const open = items.get(item) ?? {
      item,
      providerFen: 0,
      ledgerFen: 0,
      providerCount: 0,
      ledgerCount: 0,
      sinceMs: atMs,
      transactionId: null,
    }
    items.set(item, open)
    return open
  }
  for (const fact of provider) {
    const open = of(fact)
    open.providerFen += fact.amountFen
    open.providerCount += 1
    open.transactionId = fact.transactionId ?? open.transactionId
  }
  for (const fact of ledger) {
    const open = of(fact)
    open.ledgerFen += fact.amountFen
    open.ledgerCount += 1
  }
  return [...items.values()].filter(({ providerFen, ledgerFen }) => providerFen !== ledgerFen).sort((a, b) => (a.item < b.item ? -1 : 1))
}

export type Reconciled = { items: Item[]; explainedFen: Fen; unexplainedFen: Fen }

/**
 * Says of each open item why the two sides differ. The differences of all items, explained and not, sum exactly to what the
 * provider holds less what the ledger says it holds.
 */
export function reconcile(open: readonly OpenItem[], known: ReadonlyMap<string, Known>, asOfMs: Ms): Reconciled {
  const items = open.map((item) => ({ ...item, verdict: verdictOf(item, known.get(item.item), asOfMs) }))
  const sum = (wanted: boolean) => sumFen(items.filter(({ verdict }) => isExplained(verdict) === wanted).map(differenceFen))
  return { items, explainedFen: sum(true), unexplainedFen: sum(false) }
}

/** What the provider has more than the books, in fen. */
export function differenceFen({ providerFen, ledgerFen }: Pick<OpenItem, 'providerFen' | 'ledgerFen'>): Fen {
  return providerFen - ledgerFen
}

export function isExplained(verdict: Verdict): boolean {
  return explainedVerdicts.some((explained) => explained === verdict)
}

function verdictOf(open: OpenItem, known: Known | undefined, asOfMs: Ms): Verdict {
  const { item, providerFen, ledgerFen, providerCount, ledgerCount, sinceMs } = open
  if (item.startsWith('charge:')) return 'own_charge'
  if (known?.waits === 'ledger' && providerFen === known.expectedFen) return 'not_posted'
  // What should have gone and has not; its going out may have been settled and forgotten before it came back.
  if (known?.waits === 'provider' && providerFen - ledgerFen === -known.expectedFen) return 'not_sent'
  const oneSided = providerCount === 0 || ledgerCount === 0
  if (oneSided && !known?.booked && sinceMs > asOfMs - graceMs) return 'on_its_way'
  if (providerCount === 0) return 'unknown_there'
  if (ledgerCount === 0) return known?.booked ? 'doubled' : 'unknown_here'
  const times = ledgerFen === 0 ? 0 : providerFen / ledgerFen
  return providerCount > ledgerCount && times >= 2 && Number.isInteger(times) ? 'doubled' : 'amounts_differ'
}

/** The name of what an entry moved on a clearing account; entries of one movement, one an organisation or order, share it. */
export function ledgerItem({ entryId, kind, checkoutId }: { entryId: string; kind: string; checkoutId: string | null }): string {
  if (kind === 'pay' && checkoutId) return `pay:${checkoutId}`
  if (kind === 'dispute' || kind === 'won' || kind === 'fees' || kind === 'payout') return entryId.slice(0, entryId.lastIndexOf(':'))
  return kind === 'refund' ? entryId : `entry:${entryId}`
}
