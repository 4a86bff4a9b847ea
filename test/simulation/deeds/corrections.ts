import { decideCorrection, proposeCorrection } from '../../../src/lot/correction/commands.ts'
import type { NewCorrection } from '../../../src/lot/correction/input.ts'
import { person, type Deed, type World } from '../world.ts'

type Weighed = { id: string; org: string; household: string; grade: string; gross: number; tare: number; deducted: number; price: number }

/** Says what a slip should have said, wherever it lies: another weight, member, grade or price, or nothing at all. */
export async function propose(world: World): Promise<Deed | null> {
  const { random } = world
  const slips = await world.read<Weighed>(
    'county',
    `SELECT d.id AS id, d.organisation_id AS org, d.household_id AS household, d.grade AS grade, d.gross_grams AS gross, d.tare_grams AS tare,
      d.deducted_grams AS deducted, d.guaranteed_fen_per_kg AS price FROM deliveries d
     WHERE ? OR NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id) ORDER BY d.id DESC LIMIT 30`,
    [Number(random.chance(0.05))],
  )
  if (slips.length === 0) return null
  const slip = random.pick(slips)
  const { clerk, managers } = world.organisations.find(({ id }) => id === slip.org)!
  const input = { corrected: random.chance(0.15) ? null : corrected(world, slip), reason: '复磅' }
  const actor = person(world, random.pick([clerk, managers[0]]))
  return { kind: 'proposeCorrection', actor, keyed: 'county', command: (context) => proposeCorrection(context, slip.id, input) }
}

function corrected(world: World, { household, grade, gross, tare, deducted, price }: Weighed): NonNullable<NewCorrection['corrected']> {
  const { random } = world
  const said = {
    householdId: household,
    grade: grade as 'first',
    grossGrams: gross,
    tareGrams: tare,
    deductedGrams: deducted,
    priceFenPerKg: price,
  }
  const what = random.weighted({ weight: 6, member: 2, price: 2, grade: 1 })
  if (what === 'member') return { ...said, householdId: random.pick(world.householdIds) }
  if (what === 'price') return { ...said, priceFenPerKg: random.chance(0.5) ? null : Math.max(1, price + random.between(-100, 100)) }
  if (what === 'grade') return { ...said, grade: random.pick(world.products[0]!.grades) as 'first' }
  const net = gross - tare - deducted
  const now = random.chance(0.2) ? random.pick([1, net * 3]) : Math.max(0, net + random.between(-Math.ceil(net / 3), Math.ceil(net / 3)))
  return { ...said, grossGrams: Math.min(200_000_000, now + tare + deducted) }
}

/** A second person decides; sometimes the one who proposed it tries to. */
export async function decide(world: World): Promise<Deed | null> {
  const { random } = world
  const rows = await world.read<{ id: string; org: string }>(
    'county',
    `SELECT c.id AS id, d.organisation_id AS org FROM slip_corrections c JOIN deliveries d ON d.id = c.delivery_id
     WHERE c.status = 'proposed' OR ? ORDER BY c.proposed_at_ms DESC LIMIT 6`,
    [Number(random.chance(0.05))],
  )
  if (rows.length === 0) return null
  const { id, org } = random.pick(rows)
  const { managers } = world.organisations.find((each) => each.id === org)!
  const actor = person(world, managers[random.chance(0.15) ? 0 : 1])
  const input = { decision: random.chance(0.85) ? ('approve' as const) : ('refuse' as const), words: '' }
  return { kind: 'decideCorrection', actor, keyed: 'county', command: (context) => decideCorrection(context, id, input) }
}
