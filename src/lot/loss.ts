import { massText, type Grams } from '../kernel/quantity.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { leftGrams, type Drawn } from './pack.ts'

export const lossKinds = ['shrinkage', 'spoiled', 'damaged', 'sample', 'overfill', 'unsold'] as const
export type LossKind = (typeof lossKinds)[number]

/** Packs of one size from one lot, and how many of them are spoken for. */
export type Stock = { packGrams: Grams; units: number; reservedUnits: number; soldUnits: number; lostUnits: number }

/** Units that are neither reserved, sold nor lost. */
export function freeUnits({ units, reservedUnits, soldUnits, lostUnits }: Stock): number {
  return units - reservedUnits - soldUnits - lostUnits
}

/** Whether so many loose grams can be written off: no more than is left unpacked. */
export function loseGrams(lot: Drawn, grams: Grams): Result<{ grams: Grams; units: number }> {
  if (lot.closedAtMs !== null) return refuse('lot_closed', { lot: lot.number })
  const left = leftGrams(lot)
  if (grams > left) return refuse('lot_overdrawn', { left: massText(left, 'kg'), wanted: massText(grams, 'kg') }, 'grams')
  return ok({ grams, units: 0 })
}

/** Whether so many packs can be written off: only free ones, what is sold or reserved belongs to a buyer. */
export function loseUnits(lot: Drawn, stock: Stock, units: number): Result<{ grams: Grams; units: number }> {
  if (lot.closedAtMs !== null) return refuse('lot_closed', { lot: lot.number })
  const free = freeUnits(stock)
  if (units > free) return refuse('pack_lot_oversold', { free, wanted: units }, 'units')
  return ok({ grams: units * stock.packGrams, units })
}
