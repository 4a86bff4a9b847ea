import { hold, same } from './exact.ts'
import { among, type Look } from './look.ts'
import { lineFen, type Order } from './orders.ts'

type Transfer = { debit: string; credit: string; amountFen: number }
export type Entry = {
  seq: number
  id: string
  org: string
  kind: string
  subject: string
  month: string
  atMs: number
  actor: string
  transfers: Transfer[]
}
type AccountRow = { id: string; debitFen: number; creditFen: number }

const sideOf: Record<string, 'debit' | 'credit' | 'either'> = {
  bank: 'either',
  clearing: 'either',
  fees: 'either',
  disputed: 'debit',
  fronted: 'debit',
  inputs: 'debit',
}

export async function readEntries(look: Look, after: number): Promise<Entry[]> {
  const heads = await look<Omit<Entry, 'transfers'>>(
    'county',
    'SELECT seq, id, organisation_id AS org, kind, subject, month, at_ms AS atMs, actor FROM entries WHERE seq > ? ORDER BY seq',
    [after],
  )
  if (heads.length === 0) return []
  const transfers = await look<Transfer & { seq: number }>(
    'county',
    'SELECT entry_seq AS seq, debit, credit, amount_fen AS amountFen FROM transfers WHERE entry_seq > ? ORDER BY entry_seq, n',
    [after],
  )
  const transfersOf = Map.groupBy(transfers, ({ seq }) => seq)
  return heads.map((head) => Object.assign(head, { transfers: transfersOf.get(head.seq) ?? [] }))
}

/** The ledger again, added up from its transfers alone. Law: design 2.1; invariant I1. */
export class Books {
  lastSeq = 0
  movedFen = 0
  readonly entries = new Map<string, Entry>()
  readonly #debits = new Map<string, bigint>()
  readonly #credits = new Map<string, bigint>()
  readonly #flows = new Map<string, number>()

  take(entry: Entry): void {
    const { id, seq, transfers } = entry
    hold(!this.entries.has(id), 'no fact is posted twice (I6)', { id })
    hold(seq > this.lastSeq, 'entries are only added', { id, seq })
    hold(transfers.length > 0, 'an entry moves something', { id })
    hold(entry.actor !== '', 'an entry says who', { id })
    this.entries.set(id, entry)
    this.lastSeq = seq
    for (const { debit, credit, amountFen } of transfers) {
      hold(
        Number.isSafeInteger(amountFen) && amountFen > 0 && debit !== credit,
        'a transfer moves a positive amount from one account to another',
        { id },
      )
      hold(debit.startsWith(`${entry.org}/`) && credit.startsWith(`${entry.org}/`), 'an entry stays in one organisation’s books', { id })
      this.#debits.set(debit, (this.#debits.get(debit) ?? 0n) + BigInt(amountFen))
      this.#credits.set(credit, (this.#credits.get(credit) ?? 0n) + BigInt(amountFen))
      this.movedFen += amountFen
      this.#flow(entry.kind, debit, amountFen)
      this.#flow(entry.kind, credit, -amountFen)
    }
  }

  /** What entries of one kind have moved into an account: debits less credits, in fen. */
  flow(kind: string, account: string): number {
    return this.#flows.get(`${kind} ${account}`) ?? 0
  }

  /** The same over all kinds but one. */
  flowBut(kind: string, account: string): number {
    const [org, code, subject] = account.split('/') as [string, string, string]
    return -this.balance(org, code, subject) - this.flow(kind, account)
  }

  #flow(kind: string, account: string, amountFen: number): void {
    this.#flows.set(`${kind} ${account}`, this.flow(kind, account) + amountFen)
  }

  /** Credits less debits, in fen. */
  balance(org: string, code: string, subject = '-'): number {
    const id = `${org}/${code}/${subject}`
    return Number((this.#credits.get(id) ?? 0n) - (this.#debits.get(id) ?? 0n))
  }

  /** What the accounts of one code are about. */
  subjects(org: string, code: string): string[] {
    const prefix = `${org}/${code}/`
    const ids = new Set([...this.#debits.keys(), ...this.#credits.keys()])
    return [...ids].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))
  }

  /** Accounts say what their transfers say, and none is on the wrong side. */
  async check(look: Look, ids: ReadonlySet<string> | null): Promise<void> {
    const own = among('id', ids)
    const rows = await look<AccountRow>(
      'county',
      `SELECT id, debit_fen AS debitFen, credit_fen AS creditFen FROM accounts WHERE ${own.where}`,
      own.params,
    )
    for (const { id, debitFen, creditFen } of rows) {
      same(debitFen, Number(this.#debits.get(id) ?? 0n), 'an account’s debits are its transfers (I1)', { id })
      same(creditFen, Number(this.#credits.get(id) ?? 0n), 'an account’s credits are its transfers (I1)', { id })
      const side = sideOf[id.split('/')[1]!] ?? 'credit'
      hold(side === 'either' || (side === 'credit' ? creditFen >= debitFen : debitFen >= creditFen), 'no account is overdrawn', {
        id,
        debitFen,
        creditFen,
      })
    }
  }
}

type Moves = Map<string, number>

function add(moves: Moves, from: string, to: string, amountFen: number): void {
  if (amountFen > 0) moves.set(`${from} > ${to}`, (moves.get(`${from} > ${to}`) ?? 0) + amountFen)
}

/** An entry about an order moves exactly the order's money, lot by lot. Law: design 2.2; invariant I1. */
export function checkOrderEntry(books: Books, order: Order): void {
  const sold = order.status !== 'reserved' && order.status !== 'released'
  expectEntry(books, `pay:${order.id}`, sold ? paidMoves(order) : null)
  for (const refund of order.refunds) if (refund.kind !== 'dispute') expectEntry(books, `refund:${refund.id}`, refundMoves(order, refund))
  const final = order.status === 'final' ? finalMoves(order) : null
  if (!order.refunds.some(({ kind }) => kind === 'dispute')) expectEntry(books, `final:${order.id}`, final)
}

function paidMoves({ org, lines, freightFen }: Order): Moves {
  const moves: Moves = new Map()
  for (const line of lines) add(moves, `${org}/clearing/-`, `${org}/lot_sold/${line.lotId}`, lineFen(line))
  add(moves, `${org}/clearing/-`, `${org}/freight/-`, freightFen)
  return moves
}

function refundMoves({ org, lines }: Order, refund: Order['refunds'][number]): Moves {
  const moves: Moves = new Map()
  for (const part of refund.lines) {
    const { lotId } = lines.find(({ line }) => line === part.line)!
    add(moves, `${org}/lot_sold/${lotId}`, `${org}/clearing/-`, part.amountFen)
  }
  add(moves, `${org}/freight/-`, `${org}/clearing/-`, refund.freightFen)
  return moves
}

function finalMoves({ org, lines }: Order): Moves {
  const moves: Moves = new Map()
  for (const line of lines) add(moves, `${org}/lot_sold/${line.lotId}`, `${org}/lot_final/${line.lotId}`, lineFen(line) - line.refundedFen)
  return moves
}

function expectEntry(books: Books, id: string, expected: Moves | null): void {
  const entry = books.entries.get(id)
  if (expected === null || expected.size === 0) return hold(entry === undefined, 'nothing is posted that did not happen', { id })
  hold(entry !== undefined, 'what happened is posted', { id })
  const actual: Moves = new Map()
  for (const { debit, credit, amountFen } of entry.transfers) add(actual, debit, credit, amountFen)
  const text = (moves: Moves) => JSON.stringify([...moves].sort(([a], [b]) => (a < b ? -1 : 1)))
  hold(text(actual) === text(expected), 'an entry moves exactly the money of its fact (I1)', {
    id,
    actual: text(actual),
    expected: text(expected),
  })
}
