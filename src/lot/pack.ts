import type { Grade } from '../intake/slip.ts'
import { massText, type Grams } from '../kernel/quantity.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { addDays, type LocalDate } from '../kernel/time.ts'

/** A lot as far as drawing from it goes. */
export type Drawn = { number: string; grams: Grams; packedGrams: Grams; lostGrams: Grams; closedAtMs: number | null }

type PackedLot = Drawn & { organisationId: string; productId: string; grade: Grade; lastDeliveredOn: LocalDate }
type Pack = { organisationId: string; productId: string; grade: Grade; packGrams: Grams }

/** What of a lot is neither packed nor lost. */
export function leftGrams({ grams, packedGrams, lostGrams }: Drawn): Grams {
  return grams - packedGrams - lostGrams
}

/** Whole packs that can still be made. */
export function packableUnits(lot: Drawn, packGrams: Grams): number {
  return Math.floor(leftGrams(lot) / packGrams)
}

/** Best before: so many days after packing, the day of packing not counted. */
export function bestBefore(packedOn: LocalDate, shelfLifeDays: number): LocalDate {
  return addDays(packedOn, shelfLifeDays)
}

/** Whether so many packs can be made of a lot on a day; answers the grams they take. */
export function packUnits(
  lot: PackedLot,
  pack: Pack,
  { units, packedOn, today }: { units: number; packedOn: LocalDate; today: LocalDate },
): Result<Grams> {
  if (lot.closedAtMs !== null) return refuse('lot_closed', { lot: lot.number })
  const fits = pack.organisationId === lot.organisationId && pack.productId === lot.productId && pack.grade === lot.grade
  if (!fits) return refuse('pack_does_not_fit_lot', {}, 'packId')
  if (packedOn < lot.lastDeliveredOn || packedOn > today) {
    return refuse('packed_on_impossible', { from: lot.lastDeliveredOn, until: today }, 'packedOn')
  }
  const grams = units * pack.packGrams
  const left = leftGrams(lot)
  if (grams > left) return refuse('lot_overdrawn', { left: massText(left, 'kg'), wanted: massText(grams, 'kg') }, 'units')
  return ok(grams)
}
