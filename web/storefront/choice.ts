import { freightFen, type FreightRule } from '../../src/catalogue/freight.ts'
import type { OfferPack } from '../../src/catalogue/queries.ts'
import { findProvince } from '../../src/region/province.ts'

/** What the reader of a product page has picked; freight is null before a province is chosen or where nothing is sent. */
export type PackChoice = {
  pack: OfferPack
  units: number
  province: string | null
  goodsFen: number
  freightFen: number | null
}

export const unitsAtMost = 99

/** Reads the choice from the address: the first pack in stock, one of it, unless something sensible was picked. */
export function readChoice(packs: readonly OfferPack[], rule: FreightRule, params: Record<string, string>): PackChoice {
  const picked = packs.find(({ packId }) => packId === params['packId'])
  const pack = picked ?? packs.find(({ availableUnits }) => availableUnits > 0) ?? packs[0]!
  const units = /^\d{1,3}$/.test(params['units'] ?? '') ? Math.max(1, Math.min(Number(params['units']), unitsOf(pack))) : 1
  const province = params['province'] && findProvince(params['province']) ? params['province'] : null
  const goodsFen = pack.priceFen * units
  return { pack, units, province, goodsFen, freightFen: province ? freightFen(rule, pack.packGrams * units, goodsFen, province) : null }
}

/** How many of a pack one may put into the basket at once. */
export function unitsOf({ availableUnits }: OfferPack): number {
  return Math.max(1, Math.min(unitsAtMost, availableUnits))
}
