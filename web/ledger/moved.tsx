import type { Fen } from '../../src/kernel/money.ts'
import { Money } from '../components/amount.tsx'

/** What moved on one side of an account; nothing where nothing did, as in a ledger on paper. */
export function moved(fen: Fen) {
  return fen === 0 ? '' : <Money fen={fen} />
}
