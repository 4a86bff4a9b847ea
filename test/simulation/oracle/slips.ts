import { ceiling, fraction, hold, same, times, wholePart } from './exact.ts'
import { among, type Look } from './look.ts'

export type Slip = {
  id: string
  org: string
  household: string
  versionId: string
  contractId: string
  productId: string
  grade: string
  deliveredOn: string
  grossGrams: number
  tareGrams: number
  deductedGrams: number
  netGrams: number
  floorFenPerKg: number
  referenceFenPerKg: number | null
  guaranteedFenPerKg: number
  basisBp: number
  floorDueFen: number
  advanceFen: number
  reversed: number
  waiting: number
  lots: number
  mode: string
  floorBasis: string
  householdBp: number
  advanceBp: number
  guaranteeOn: string
  priceFenPerKg: number
  fromOn: string
  untilOn: string
  signed: number
}

/** Slips with the contract they were weighed under. */
export async function readSlips(look: Look, ids: ReadonlySet<string> | null): Promise<Slip[]> {
  const own = among('d.id', ids)
  return look<Slip>(
    'county',
    `SELECT d.id AS id, d.organisation_id AS org, d.household_id AS household, d.contract_version_id AS versionId, v.contract_id AS contractId,
      d.product_id AS productId, d.grade AS grade, d.delivered_on AS deliveredOn, d.gross_grams AS grossGrams, d.tare_grams AS tareGrams,
      d.deducted_grams AS deductedGrams, d.net_grams AS netGrams, d.floor_fen_per_kg AS floorFenPerKg, d.reference_fen_per_kg AS referenceFenPerKg,
      d.guaranteed_fen_per_kg AS guaranteedFenPerKg, d.basis_bp AS basisBp, d.floor_due_fen AS floorDueFen, d.advance_fen AS advanceFen,
      EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id) AS reversed,
      EXISTS (SELECT 1 FROM waiting_slips w WHERE w.organisation_id = d.organisation_id AND w.delivered_on = d.delivered_on AND w.delivery_id = d.id) AS waiting,
      (SELECT count(*) FROM lot_origins o WHERE o.delivery_id = d.id) AS lots, c.linkage_mode AS mode, v.floor_basis AS floorBasis,
      v.household_bp AS householdBp, v.advance_bp AS advanceBp, v.guarantee_on AS guaranteeOn, p.floor_fen_per_kg AS priceFenPerKg,
      v.from_on AS fromOn, v.until_on AS untilOn, v.signed_at_ms IS NOT NULL AS signed
     FROM deliveries d JOIN contract_versions v ON v.id = d.contract_version_id JOIN contracts c ON c.id = v.contract_id
       JOIN contract_prices p ON p.contract_version_id = d.contract_version_id AND p.product_id = d.product_id AND p.grade = d.grade
     WHERE ${own.where} ORDER BY d.id`,
    own.params,
  )
}

/** What the floor makes due is fixed on the slip, to the fen. Law: design 1 (delivery), 2.4, 2.5. */
export function checkSlip(slip: Slip, old: Slip | undefined): void {
  const { id, netGrams, guaranteedFenPerKg } = slip
  same(netGrams, slip.grossGrams - slip.tareGrams - slip.deductedGrams, 'net is gross less tare less deducted', { id })
  hold(netGrams > 0, 'a slip has a weight', slip)
  hold(slip.signed === 1 && slip.fromOn <= slip.deliveredOn && slip.untilOn >= slip.deliveredOn, 'a slip’s contract is in force', slip)
  same(slip.floorFenPerKg, slip.priceFenPerKg, 'the floor is the contract’s', { id })
  const least = slip.mode === 'order_purchase' ? Math.max(slip.floorFenPerKg, slip.referenceFenPerKg ?? 0) : slip.floorFenPerKg
  hold(guaranteedFenPerKg >= least, 'no slip is priced below its floor', slip)
  same(slip.basisBp, slip.floorBasis === 'goods' ? slip.householdBp : 10_000, 'the basis is what the contract’s floor protects', { id })
  const goods = times(fraction(netGrams, 1000), fraction(guaranteedFenPerKg))
  const floor = ceiling(times(goods, fraction(slip.basisBp, 10_000)))
  same(slip.floorDueFen, Number(floor), 'F is the exact floor, rounded up', { id })
  same(slip.advanceFen, Number(wholePart(fraction(floor * BigInt(slip.advanceBp), 10_000))), 'A is the contract’s part of F', { id })
  same(slip.waiting, Number(slip.lots === 0 && slip.reversed === 0), 'a slip waits, lies in one lot, or was reversed', { id })
  hold(slip.lots <= 1, 'a slip lies in one lot', slip)
  if (!old) return
  const fixed = ({ reversed: _r, waiting: _w, lots: _l, ...rest }: Slip) => JSON.stringify(rest)
  hold(fixed(slip) === fixed(old), 'a slip never changes', { id })
  hold(slip.reversed >= old.reversed && slip.lots >= old.lots, 'a slip never goes back', { id })
}
