import type { Fen } from '../kernel/money.ts'
import { assetCodes, liabilityCodes, type AccountCode } from '../ledger/account.ts'

/** What one month did to something: balances are debits less credits, so that those of all accounts sum to zero; in fen. */
export type Turnover = { openingFen: Fen; debitFen: Fen; creditFen: Fen; closingFen: Fen }
export type AccountTurnover = Turnover & { code: AccountCode; subject: string }
export type CodeTurnover = Turnover & { code: AccountCode; accounts: number }

/** The side on which a code stands when all is as it should be. */
export function rightSide(code: AccountCode): 'debit' | 'credit' {
  return (assetCodes as readonly AccountCode[]).includes(code) ? 'debit' : 'credit'
}

/** A balance as it reads on its code's own side: what is held, or what is owed. */
export function onRightSide(code: AccountCode, balanceFen: Fen): Fen {
  return rightSide(code) === 'debit' || balanceFen === 0 ? balanceFen : -balanceFen
}

/** Every code in the order of the chart, those without any account at zero. */
export function everyCode(codes: readonly CodeTurnover[]): CodeTurnover[] {
  const none = { accounts: 0, openingFen: 0, debitFen: 0, creditFen: 0, closingFen: 0 }
  return [...assetCodes, ...liabilityCodes].map((code) => codes.find((row) => row.code === code) ?? { code, ...none })
}

export function sumOf(rows: readonly Turnover[]): Turnover {
  const sum = (name: keyof Turnover) => rows.reduce((total, row) => total + row[name], 0)
  return { openingFen: sum('openingFen'), debitFen: sum('debitFen'), creditFen: sum('creditFen'), closingFen: sum('closingFen') }
}

/** Whether the books are whole: balances sum to zero before and after, and as much was debited as credited. */
export function isBalanced({ openingFen, debitFen, creditFen, closingFen }: Turnover): boolean {
  return openingFen === 0 && closingFen === 0 && debitFen === creditFen
}
