import { assert } from './result.ts'

/** Integer grams. */
export type Grams = number

const gramsPerUnit = { kg: 1000, jin: 500 } as const
export type MassUnit = keyof typeof gramsPerUnit

/** 12500 -> "12.5" kg, "25" jin: exact, trailing zeros dropped. */
export function massText(grams: Grams, unit: MassUnit): string {
  assert(Number.isSafeInteger(grams), `${grams} is not a whole number of grams`)
  const thousandths = (BigInt(Math.abs(grams)) * 1000n) / BigInt(gramsPerUnit[unit])
  const whole = String(thousandths / 1000n).replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = String(thousandths % 1000n)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return `${grams < 0 ? '-' : ''}${whole}${rest && `.${rest}`}`
}

/** "12.345" in the given unit -> grams; null unless it is a whole number of grams. */
export function parseMass(text: string, unit: MassUnit): Grams | null {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.trim().replace(/,/g, ''))
  if (!match) return null
  const thousandths = Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'))
  const grams = (thousandths * gramsPerUnit[unit]) / 1000
  return Number.isSafeInteger(grams) ? grams : null
}
