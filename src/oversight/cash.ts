import type { Fen } from '../kernel/money.ts'
import { assetCodes, liabilityCodes, type AccountCode } from '../ledger/account.ts'

/** What the accounts of one code hold together: credits less debits. */
export type CodeBalance = { code: AccountCode; balanceFen: Fen }

export type CashPosition = { heldFen: Fen; owedFen: Fen; held: CodeBalance[]; owed: CodeBalance[]; balanced: boolean }

/**
 * Money received and still there, or laid out, against what is owed to whom. The two sides are equal when every entry was whole.
 */
export function cashPosition(balances: readonly CodeBalance[]): CashPosition {
  const of = (code: AccountCode) => balances.find((row) => row.code === code)?.balanceFen ?? 0
  const held = assetCodes.map((code) => ({ code, balanceFen: of(code) === 0 ? 0 : -of(code) }))
  const owed = liabilityCodes.map((code) => ({ code, balanceFen: of(code) }))
  const heldFen = held.reduce((sum, row) => sum + row.balanceFen, 0)
  const owedFen = owed.reduce((sum, row) => sum + row.balanceFen, 0)
  return { heldFen, owedFen, held, owed, balanced: heldFen === owedFen }
}
