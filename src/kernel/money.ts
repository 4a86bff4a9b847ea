import { assert } from './result.ts'

/** Integer fen, 100 to the yuan. */
export type Fen = number

/** Asserts a whole number of fen that a JavaScript number holds exactly. */
export function fen(value: number | bigint): Fen {
  const amount = Number(value)
  assert(Number.isSafeInteger(amount), `${value} is not a whole number of fen`)
  return amount
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0
  for (const amount of amounts) total += amount
  return fen(total)
}

/** 123456 -> "1,234.56", without a currency sign. */
export function yuan(amount: Fen): string {
  const digits = String(Math.abs(fen(amount))).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`
}

/** "1,234.5" or "¥12" -> fen; null for anything that is not an amount with at most two decimals. */
export function parseYuan(text: string): Fen | null {
  const match = /^[¥￥]?\s*(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/,/g, ''))
  if (!match) return null
  return fen(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')))
}

/** Price of a mass, rounded up to the fen: ceil(grams x fenPerKg / 1000). */
export function priceOfFen(grams: number, fenPerKg: number): Fen {
  return fen((BigInt(grams) * BigInt(fenPerKg) + 999n) / 1000n)
}

/** Average price, rounded down: amount x 1000 / grams. */
export function fenPerKg(amount: Fen, grams: number): Fen {
  return fen((BigInt(amount) * 1000n) / BigInt(grams))
}
