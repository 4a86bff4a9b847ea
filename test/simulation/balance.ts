import type { BalanceTransaction } from '../../src/kernel/payment.ts'
import type { VirtualClock } from './clock.ts'

type Move = Pick<BalanceTransaction, 'kind' | 'paymentId' | 'reference' | 'amountFen'> & { feeFen?: number }

const pageRows = 50

/** The provider's own account with us: every movement of it, with what it keeps for itself. */
export class Balance {
  readonly #rows: BalanceTransaction[] = []
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  get feesFen(): number {
    return this.#rows.reduce((sum, { feeFen }) => sum + feeFen, 0)
  }

  get paidOutFen(): number {
    return this.#rows.reduce((sum, { kind, amountFen }) => sum - (kind === 'payout' ? amountFen : 0), 0)
  }

  move({ feeFen = 0, ...move }: Move): void {
    const atMs = this.#clock.now()
    const id = `txn_${String(this.#rows.length + 1).padStart(6, '0')}`
    this.#rows.push({ ...move, id, feeFen, netFen: move.amountFen - feeFen, atMs, availableAtMs: atMs, payoutId: null })
  }

  /** Sends to the bank what is there, if there is something. */
  payOut(): void {
    const carried = this.#rows.filter(({ kind, payoutId }) => kind !== 'payout' && payoutId === null)
    const netFen = carried.reduce((sum, row) => sum + row.netFen, 0)
    if (netFen <= 0) return
    const reference = `po_${this.#rows.length + 1}`
    for (const row of carried) row.payoutId = reference
    this.move({ kind: 'payout', paymentId: null, reference, amountFen: -netFen })
    this.#rows.at(-1)!.payoutId = reference
  }

  /** Newest first, a page at a time. */
  list(sinceMs: number, cursor = '0'): { transactions: BalanceTransaction[]; next: string | null } {
    const rows = this.#rows.filter(({ atMs }) => atMs >= sinceMs).toReversed()
    const from = Number(cursor)
    const transactions = rows.slice(from, from + pageRows).map((row) => ({ ...row }))
    return { transactions, next: from + pageRows < rows.length ? String(from + pageRows) : null }
  }
}
