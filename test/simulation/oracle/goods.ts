import { hold, same } from './exact.ts'
import { among, type Look, type Sums } from './look.ts'
import { sum } from './orders.ts'

export type Origin = { deliveryId: string; grams: number; live: number; household: string; netGrams: number }
export type Lot = {
  id: string
  org: string
  versionId: string
  productId: string
  grade: string
  grams: number
  correctedGrams: number
  packedGrams: number
  lostGrams: number
  finalGrams: number
  proceedsFen: number
  finalFen: number
  openUnits: number
  closedAtMs: number | null
  origins: Origin[]
  losses: { id: string; packLotId: string | null; grams: number; units: number }[]
}
export type PackLot = {
  id: string
  lotId: string
  packId: string
  packGrams: number
  units: number
  reservedUnits: number
  soldUnits: number
  lostUnits: number
}

export async function readLots(look: Look, ids: ReadonlySet<string> | null): Promise<Lot[]> {
  const own = among('id', ids)
  const ofLot = among('o.lot_id', ids)
  const lost = among('lot_id', ids)
  const heads = await look<Omit<Lot, 'origins' | 'losses'>>(
    'county',
    `SELECT id, organisation_id AS org, contract_version_id AS versionId, product_id AS productId, grade, grams, corrected_grams AS correctedGrams,
      packed_grams AS packedGrams, lost_grams AS lostGrams, final_grams AS finalGrams, proceeds_fen AS proceedsFen, final_fen AS finalFen,
      open_units AS openUnits, closed_at_ms AS closedAtMs FROM lots WHERE ${own.where} ORDER BY id`,
    own.params,
  )
  const origins = await look<Origin & { lot: string }>(
    'county',
    `SELECT o.lot_id AS lot, o.delivery_id AS deliveryId, o.grams AS grams, r.delivery_id IS NULL AS live, d.household_id AS household, d.net_grams AS netGrams
     FROM lot_origins o JOIN deliveries d ON d.id = o.delivery_id LEFT JOIN delivery_reversals r ON r.delivery_id = o.delivery_id
     WHERE ${ofLot.where} ORDER BY o.lot_id, o.delivery_id`,
    ofLot.params,
  )
  const losses = await look<Lot['losses'][number] & { lot: string }>(
    'county',
    `SELECT lot_id AS lot, id, pack_lot_id AS packLotId, grams, units FROM lot_losses WHERE ${lost.where} ORDER BY id`,
    lost.params,
  )
  const originsOf = Map.groupBy(origins, ({ lot }) => lot)
  const lossesOf = Map.groupBy(losses, ({ lot }) => lot)
  return heads.map((head) => Object.assign(head, { origins: originsOf.get(head.id) ?? [], losses: lossesOf.get(head.id) ?? [] }))
}

export async function readPackLots(look: Look, ids: ReadonlySet<string> | null): Promise<PackLot[]> {
  const own = among('id', ids)
  return look<PackLot>(
    'county',
    `SELECT id, lot_id AS lotId, pack_id AS packId, pack_grams AS packGrams, units, reserved_units AS reservedUnits, sold_units AS soldUnits,
      lost_units AS lostUnits FROM pack_lots WHERE ${own.where} ORDER BY id`,
    own.params,
  )
}

/** What a lot's losses take, and what its pack lots hold of it. */
export function putLot(sums: Sums, lot: Lot): string[] {
  return sums.put(
    lot.id,
    lot.losses.map(({ packLotId, grams, units }) =>
      packLotId ? ([`lost ${packLotId}`, units] as const) : ([`lostGrams ${lot.id}`, grams] as const),
    ),
  )
}

export function putPackLot(sums: Sums, { id, lotId, packId, packGrams, units, lostUnits, reservedUnits, soldUnits }: PackLot): string[] {
  return sums.put(id, [
    [`packed ${lotId}`, packGrams * units],
    [`madeUnits ${lotId}`, units],
    [`lostUnits ${lotId}`, lostUnits],
    [`free ${packId}`, units - lostUnits - reservedUnits - soldUnits],
  ])
}

/** Nothing is sold, held or lost that was not packed, and the counts are those of the orders. Law: design 2.8; invariant I4. */
export function checkPackLot(sums: Sums, pack: PackLot, old: PackLot | undefined): void {
  const { id, units, reservedUnits, soldUnits, lostUnits } = pack
  same(reservedUnits, sums.get(`reserved ${id}`), 'held units are those of unpaid orders (I4)', { id })
  same(soldUnits, sums.get(`sold ${id}`), 'sold units are those of paid orders less what came back (I4)', { id })
  same(lostUnits, sums.get(`lost ${id}`), 'lost units are those written off', { id })
  hold(reservedUnits >= 0 && soldUnits >= 0 && reservedUnits + soldUnits + lostUnits <= units, 'nothing is oversold (I4)', pack)
  if (old) hold(old.units === units && old.lotId === pack.lotId && old.packGrams === pack.packGrams, 'what was packed never changes', pack)
}

/** A lot's weight and money are those of its slips, packs, losses and orders. Law: design 1 (origin lot), 2.2, 2.7; invariants I4, I8. */
export function checkLot(sums: Sums, lot: Lot, old: Lot | undefined): void {
  const { id, origins } = lot
  const live = origins.filter((origin) => origin.live === 1)
  for (const origin of origins) same(origin.grams, origin.netGrams, 'an origin weighs what its slip weighs', { id, origin })
  same(
    lot.grams + lot.correctedGrams,
    sum(live, ({ grams }) => grams),
    'a lot weighs what its slips weigh (I4)',
    { id },
  )
  same(lot.packedGrams, sums.get(`packed ${id}`), 'packed grams are those of the packs', { id })
  same(lot.lostGrams, sums.get(`lostGrams ${id}`), 'lost grams are those written off', { id })
  hold(lot.packedGrams + lot.lostGrams <= lot.grams, '0 g are oversold', lot)
  same(lot.proceedsFen, sums.get(`proceeds ${id}`), 'S is what was paid less what was refunded', { id })
  same(lot.finalFen, sums.get(`final ${id}`), 'S_final is that of the final orders', { id })
  same(lot.finalGrams, sums.get(`finalGrams ${id}`), 'final grams are those of the final orders', { id })
  same(
    lot.openUnits,
    sums.get(`madeUnits ${id}`) - sums.get(`lostUnits ${id}`) - sums.get(`finalUnits ${id}`),
    'open units are what is neither lost nor final',
    { id },
  )
  hold(
    lot.closedAtMs === null || (lot.openUnits === 0 && lot.packedGrams + lot.lostGrams === lot.grams),
    'a lot closes when all is sold or lost',
    { id },
  )
  if (old) checkFrozen(lot, old)
}

function checkFrozen(lot: Lot, old: Lot): void {
  hold(lot.grams === old.grams && lot.versionId === old.versionId && lot.org === old.org, 'a lot’s weight and contract are frozen (I8)', {
    id: lot.id,
  })
  hold(old.closedAtMs === null || lot.closedAtMs === old.closedAtMs, 'a closed lot stays closed', { id: lot.id })
  for (const [index, { deliveryId, grams }] of old.origins.entries()) {
    const now = lot.origins.find((origin) => origin.deliveryId === deliveryId)
    hold(now?.grams === grams, 'composition is frozen (I8)', { id: lot.id, index })
  }
  const corrected = lot.origins.length === old.origins.length
  hold(!corrected || lot.origins.every(({ live }, index) => live <= old.origins[index]!.live), 'a struck slip stays struck', { id: lot.id })
}
