import type { Fen } from '../kernel/money.ts'
import { account, type Account } from '../ledger/account.ts'
import type { Transfer } from '../ledger/entry.ts'

/** What each account holds before an entry, by account id: credits less debits, in fen. */
export type Balances = ReadonlyMap<string, Fen>

/** Where the organisation lays money out: what has been paid from these may be due back, and nobody is asked for cash. */
const kinds: Partial<Record<Account['code'], string>> = { lot_final: 'lot', pool: 'pool', party: 'party' }

/** The account that says how much the organisation has laid out for this one; null where it never does. */
export function frontedFor({ organisationId, code, subject }: Account): Account | null {
  const kind = kinds[code]
  return kind ? account(organisationId, 'fronted', `${kind}:${subject}`) : null
}

/**
 * The same transfers, in the same order, with what the organisation has to lay out put in front of each one whose account
 * holds too little, and paid back at the end from whatever its account holds then. So no account passes below zero, and
 * what was fronted comes back as soon as there is money. Law: design 2.6.
 */
export function withFronting(transfers: readonly Transfer[], balances: Balances): Transfer[] {
  const held = new Map(balances)
  const met = new Map<string, Account>()
  const done: Transfer[] = []
  const post = (transfer: Transfer) => {
    move(held, transfer)
    done.push(transfer)
  }
  for (const transfer of transfers) {
    for (const side of [transfer.debit, transfer.credit]) if (frontedFor(side)) met.set(side.id, side)
    const fronted = frontedFor(transfer.debit)
    const shortFen = transfer.amountFen - (held.get(transfer.debit.id) ?? 0)
    if (fronted && shortFen > 0) post({ debit: fronted, credit: transfer.debit, amountFen: shortFen })
    post(transfer)
  }
  for (const holder of met.values()) {
    const fronted = frontedFor(holder)!
    const backFen = Math.min(held.get(holder.id) ?? 0, -(held.get(fronted.id) ?? 0))
    if (backFen > 0) post({ debit: holder, credit: fronted, amountFen: backFen })
  }
  return done
}

/** What the accounts hold after these transfers. */
export function balancesAfter(transfers: readonly Transfer[], balances: Balances): Balances {
  const held = new Map(balances)
  for (const transfer of transfers) move(held, transfer)
  return held
}

function move(held: Map<string, Fen>, { debit, credit, amountFen }: Transfer): void {
  held.set(debit.id, (held.get(debit.id) ?? 0) - amountFen)
  held.set(credit.id, (held.get(credit.id) ?? 0) + amountFen)
}
