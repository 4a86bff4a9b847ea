import { printDelivery, recordDelivery, reverseDelivery } from '../../../src/intake/commands.ts'
import { localDate } from '../../../src/kernel/time.ts'
import { definePack, packLot, poolLot, recordLoss } from '../../../src/lot/commands.ts'
import { shipOrder } from '../../../src/order/commands/ship-order.ts'
import type { NewDelivery } from '../../../src/intake/input.ts'
import { idsOf, oneOf, person, type Deed, type World } from '../world.ts'

type Bound = { id: string; productId: string; grade: string; floor: number }

/** A slip at the scale; sometimes of an impossible weight, an old day, or a household that is no member. */
export async function recordSlip(world: World): Promise<Deed | null> {
  const { random, clock } = world
  const organisation = random.pick(world.organisations)
  const bound = await world.read<Bound>(
    'county',
    `SELECT v.id AS id, p.product_id AS productId, p.grade AS grade, p.floor_fen_per_kg AS floor FROM contracts c
     JOIN contract_versions v ON v.contract_id = c.id JOIN contract_prices p ON p.contract_version_id = v.id
     WHERE c.organisation_id = ? AND v.signed_at_ms IS NOT NULL AND (? OR NOT EXISTS (SELECT 1 FROM contract_versions n
       WHERE n.contract_id = c.id AND n.version > v.version AND n.signed_at_ms IS NOT NULL)) ORDER BY v.id, p.product_id, p.grade`,
    [organisation.id, Number(random.chance(0.05))],
  )
  if (bound.length === 0) return null
  const { id: contractVersionId, productId, grade, floor } = random.pick(bound)
  const netGrams = random.odd(1, 5_000_000, [1_000, 80_000])
  const tareGrams = random.between(0, 3_000)
  const deductedGrams = random.chance(0.2) ? random.between(0, 500) : 0
  const input: NewDelivery = {
    organisationId: organisation.id,
    householdId: random.pick(random.chance(0.04) ? world.householdIds : await members(world, organisation.id)),
    contractVersionId,
    productId,
    grade: grade as NewDelivery['grade'],
    deliveredOn: localDate(clock.now() - random.between(random.chance(0.02) ? -1 : 0, random.chance(0.05) ? 60 : 1) * 86_400_000),
    grossGrams: netGrams + tareGrams + deductedGrams,
    tareGrams,
    deductedGrams,
    priceFenPerKg: random.chance(0.6) ? null : Math.min(1_000_000, Math.max(1, floor + random.between(-3, 200))),
    pin: null,
  }
  return {
    kind: 'recordDelivery',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => recordDelivery(context, input),
  }
}

async function members(world: World, organisationId: string): Promise<string[]> {
  const ids = await idsOf(
    world,
    'SELECT household_id AS id FROM members WHERE organisation_id = ? AND until_on IS NULL ORDER BY household_id',
    [organisationId],
  )
  return ids.length > 0 ? ids : world.householdIds
}

export async function reverseSlip(world: World): Promise<Deed | null> {
  const organisation = world.random.pick(world.organisations)
  const table = world.random.chance(0.7) ? 'SELECT delivery_id AS id FROM waiting_slips' : 'SELECT id FROM deliveries'
  const id = await oneOf(world, `${table} WHERE organisation_id = ? ORDER BY 1 DESC LIMIT 20`, [organisation.id])
  if (!id) return null
  return {
    kind: 'reverseDelivery',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => reverseDelivery(context, id, '称重有误'),
  }
}

export async function printSlip(world: World): Promise<Deed | null> {
  const organisation = world.random.pick(world.organisations)
  const id = await oneOf(world, 'SELECT id FROM deliveries WHERE organisation_id = ? ORDER BY recorded_at_ms DESC LIMIT 20', [
    organisation.id,
  ])
  return id ? { kind: 'printDelivery', actor: person(world, organisation.clerk), command: (context) => printDelivery(context, id) } : null
}

/** Pools what waits of one kind, all or some of it; sometimes a slip of another kind or one pooled already is among them. */
export async function pool(world: World): Promise<Deed | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const waiting = await world.read<{ id: string; kind: string }>(
    'county',
    `SELECT delivery_id AS id, contract_version_id || product_id || grade AS kind FROM waiting_slips WHERE organisation_id = ? ORDER BY delivery_id LIMIT 60`,
    [organisation.id],
  )
  if (waiting.length === 0) return null
  const { kind } = random.pick(waiting)
  const own = waiting.filter((slip) => slip.kind === kind).map(({ id }) => id)
  const deliveryIds = random.chance(0.3) ? own.slice(0, random.between(1, own.length)) : own
  // A lot of one slip is rare; mostly they wait until there are some.
  if (own.length < 3 && random.chance(0.7)) return null
  if (random.chance(0.05)) deliveryIds.push(...(await idsOf(world, 'SELECT id FROM deliveries ORDER BY id DESC LIMIT 1')))
  const input = { organisationId: organisation.id, deliveryIds }
  return { kind: 'poolLot', actor: person(world, organisation.clerk), keyed: 'county', command: (context) => poolLot(context, input) }
}

export async function definePackSize(world: World): Promise<Deed | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const product = random.pick(world.products)
  const packGrams = random.chance(0.7) ? random.pick([500, 1_000, 2_500]) : random.odd(10, 100_000, [400, 6_000])
  const input = {
    organisationId: organisation.id,
    productId: product.id,
    grade: random.pick(product.grades) as 'first',
    packGrams,
    nameZh: `${packGrams}克装`,
    nameEn: `${packGrams} g`,
  }
  return { kind: 'definePack', actor: person(world, organisation.clerk), keyed: 'county', command: (context) => definePack(context, input) }
}

/** Packs a lot, up to the last gram or a unit too many; the size may belong to another kind of goods. */
export async function pack(world: World): Promise<Deed | null> {
  const { random, clock } = world
  const lots = await world.read<{ id: string; org: string; product: string; grade: string; free: number }>(
    'county',
    `SELECT id, organisation_id AS org, product_id AS product, grade, grams - packed_grams - lost_grams AS free FROM lots
     WHERE closed_at_ms IS NULL AND packed_grams + lost_grams < grams ORDER BY id DESC LIMIT 12`,
  )
  if (lots.length === 0) return null
  const lot = random.pick(lots)
  const organisation = world.organisations.find(({ id }) => id === lot.org)!
  const packs = await world.read<{ id: string; grams: number }>(
    'county',
    `SELECT id, pack_grams AS grams FROM packs WHERE organisation_id = ? AND (product_id = ? AND grade = ? OR ?) ORDER BY id`,
    [lot.org, lot.product, lot.grade, Number(random.chance(0.03))],
  )
  if (packs.length === 0) return null
  const size = random.pick(packs)
  const most = Math.floor(lot.free / size.grams)
  const units = Math.max(1, random.chance(0.5) ? most + (random.chance(0.1) ? 1 : 0) : random.between(1, Math.min(40, most + 1)))
  const input = { packId: size.id, units, packedOn: localDate(clock.now()), shelfLifeDays: random.pick([1, 30, 3650, 3650, 3650]) }
  return {
    kind: 'packLot',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => packLot(context, lot.id, input),
  }
}

type Losable = { id: string; org: string; free: number }

/** Writes off loose grams or packs, down to the last one or one too many. */
export async function lose(world: World): Promise<Deed | null> {
  const { random } = world
  const loose = await world.read<Losable>(
    'county',
    `SELECT id, organisation_id AS org, grams - packed_grams - lost_grams AS free FROM lots WHERE closed_at_ms IS NULL ORDER BY id DESC LIMIT 12`,
  )
  if (loose.length === 0) return null
  const lot = random.pick(loose)
  const organisation = world.organisations.find(({ id }) => id === lot.org)!
  const stock = await world.read<{ id: string; free: number }>(
    'county',
    `SELECT id, units - reserved_units - sold_units - lost_units AS free FROM pack_lots WHERE lot_id = ? ORDER BY id`,
    [lot.id],
  )
  const of = stock.length > 0 && random.chance(0.6) ? random.pick(stock) : null
  const free = of?.free ?? lot.free
  const amount = Math.max(1, random.chance(0.5) ? free + Number(random.chance(0.1)) : random.between(1, Math.max(1, Math.floor(free / 4))))
  const reason = { kind: random.pick(['shrinkage', 'spoiled', 'unsold'] as const), reason: '清点' }
  const input = of ? { packLotId: of.id, units: amount, ...reason } : { grams: amount, ...reason }
  return {
    kind: 'recordLoss',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => recordLoss(context, lot.id, input),
  }
}

export async function ship(world: World): Promise<Deed | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const status = random.chance(0.9) ? 'paid' : random.pick(['reserved', 'shipped', 'cancelled', 'final'])
  const id = await oneOf(world, 'SELECT id FROM orders WHERE organisation_id = ? AND status = ? ORDER BY placed_at_ms LIMIT 20', [
    organisation.id,
    status,
  ])
  if (!id) return null
  const parcel = { carrier: '中通快递', trackingNumber: `ZT${String(random.between(0, 99_999_999)).padStart(8, '0')}` }
  return {
    kind: 'shipOrder',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => shipOrder(context, id, parcel),
  }
}
