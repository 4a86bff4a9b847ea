import { changePrice, createOffer, publishOffer, withdrawOffer } from '../../../src/catalogue/commands.ts'
import { cancelOrder, decideClaim, refundLines } from '../../../src/proceeds/commands/refund.ts'
import { recordMarketPrice, signContract, addContractVersion } from '../../../src/contract/commands.ts'
import { endMembership, joinMember } from '../../../src/organisation/commands.ts'
import type { Actor } from '../../../src/kernel/actor.ts'
import { retryRefund } from '../../../src/payment/refund/commands.ts'
import { localDate } from '../../../src/kernel/time.ts'
import { contractTerms } from '../contracts.ts'
import { idsOf, oneOf, person, type Deed, type World } from '../world.ts'

const manager = (world: World, organisationId: string) => {
  const own = world.organisations.find(({ id }) => id === organisationId)!
  return person(world, world.random.pick(own.managers))
}

function price(world: World): number {
  return world.random.odd(1, 10_000_000, [900, 20_000])
}

/** Puts the packs of one product and grade on offer. */
export async function offer(world: World): Promise<Deed | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const product = random.pick(world.products)
  const grade = random.pick(product.grades)
  const packs = await idsOf(world, 'SELECT id FROM packs WHERE organisation_id = ? AND product_id = ? AND grade = ? ORDER BY id LIMIT 12', [
    organisation.id,
    product.id,
    grade,
  ])
  const rules = await idsOf(world, 'SELECT id FROM freight_rules WHERE organisation_id = ? ORDER BY id', [organisation.id])
  if (packs.length === 0 || rules.length === 0) return null
  const input = {
    organisationId: organisation.id,
    productId: product.id,
    grade: grade as 'first',
    nameZh: '杨梅',
    nameEn: 'Bayberry',
    storyZh: '',
    storyEn: '',
    storageZh: '',
    storageEn: '',
    shelfLifeDays: 5,
    seasonFrom: '01-01',
    seasonUntil: '12-31',
    freightRuleId: random.pick(rules),
    packs: packs.map((packId) => ({ packId, priceFen: price(world) })),
  }
  return { kind: 'createOffer', actor: manager(world, organisation.id), keyed: 'county', command: (context) => createOffer(context, input) }
}

async function someOffer(world: World, status: string): Promise<{ id: string; org: string } | null> {
  const rows = await world.read<{ id: string; org: string }>(
    'county',
    `SELECT id, organisation_id AS org FROM offers WHERE status = ? OR ? ORDER BY seq DESC LIMIT 20`,
    [status, Number(world.random.chance(0.05))],
  )
  return rows.length > 0 ? world.random.pick(rows) : null
}

export async function publish(world: World): Promise<Deed | null> {
  const found = await someOffer(world, world.random.pick(['draft', 'withdrawn']))
  return (
    found && {
      kind: 'publishOffer',
      actor: manager(world, found.org),
      keyed: 'county',
      command: (context) => publishOffer(context, found.id),
    }
  )
}

export async function withdraw(world: World): Promise<Deed | null> {
  const found = await someOffer(world, 'published')
  return (
    found && {
      kind: 'withdrawOffer',
      actor: manager(world, found.org),
      keyed: 'county',
      command: (context) => withdrawOffer(context, found.id),
    }
  )
}

export async function reprice(world: World): Promise<Deed | null> {
  const found = await someOffer(world, 'published')
  if (!found) return null
  const own = await world.read<{ packId: string }>(
    'county',
    'SELECT pack_id AS packId FROM offer_packs WHERE offer_id = ? ORDER BY position',
    [found.id],
  )
  const packs = own.map(({ packId }) => ({ packId, priceFen: price(world) }))
  return {
    kind: 'changePrice',
    actor: manager(world, found.org),
    keyed: 'county',
    command: (context) => changePrice(context, found.id, packs),
  }
}

async function someOrder(world: World, statuses: readonly string[]): Promise<{ id: string; org: string } | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const status = random.chance(0.95) ? random.pick(statuses) : random.pick(['reserved', 'cancelled', 'final', 'released'])
  const id = await oneOf(world, 'SELECT id FROM orders WHERE organisation_id = ? AND status = ? ORDER BY placed_at_ms DESC LIMIT 20', [
    organisation.id,
    status,
  ])
  return id ? { id, org: organisation.id } : null
}

export async function cancel(world: World): Promise<Deed | null> {
  const found = await someOrder(world, ['paid'])
  return (
    found && {
      kind: 'cancelOrder',
      actor: manager(world, found.org),
      keyed: 'county',
      command: (context) => cancelOrder(context, found.id, '缺货'),
    }
  )
}

/** Refunds some units of some lines, the freight, both, or more than there is. */
export async function refund(world: World): Promise<Deed | null> {
  const { random } = world
  const found = await someOrder(world, ['paid', 'shipped', 'received', 'received'])
  if (!found) return null
  const lines = await world.read<{ line: number; left: number }>(
    'county',
    'SELECT line, units - refunded_units AS left FROM order_lines WHERE order_id = ? ORDER BY line',
    [found.id],
  )
  const some = lines.filter(() => random.chance(0.7))
  const input = {
    lines: some.map(({ line, left }) => ({
      line,
      units: Math.max(1, random.chance(0.4) ? left : random.between(1, left + Number(random.chance(0.1)))),
    })),
    withFreight: random.chance(0.3),
    reason: '坏果',
  }
  return {
    kind: 'refundLines',
    actor: manager(world, found.org),
    keyed: 'county',
    command: (context) => refundLines(context, found.id, input),
  }
}

export async function decide(world: World): Promise<Deed | null> {
  const { random } = world
  const rows = await world.read<{ id: string; org: string }>(
    'county',
    `SELECT c.id AS id, o.organisation_id AS org FROM claims c JOIN orders o ON o.id = c.order_id WHERE c.status = 'open' OR ? ORDER BY c.opened_at_ms DESC LIMIT 12`,
    [Number(random.chance(0.1))],
  )
  if (rows.length === 0) return null
  const found = random.pick(rows)
  const decision = random.chance(0.7)
    ? ({ decision: 'refund', reason: '' } as const)
    : ({ decision: 'refuse', reason: '照片看不出问题' } as const)
  return {
    kind: 'decideClaim',
    actor: manager(world, found.org),
    keyed: 'county',
    command: (context) => decideClaim(context, found.id, decision),
  }
}

type Failed = { id: string; org: string }

async function failed(world: World): Promise<Failed[]> {
  return world.read<Failed>(
    'market',
    `SELECT DISTINCT p.refund_id AS id, o.organisation_id AS org FROM refund_failures f JOIN payment_refunds p ON p.id = f.id
     JOIN checkout_orders o ON o.order_id = p.order_id ORDER BY p.refund_id`,
  )
}

function retryDeed(actor: Actor, { id }: Failed): Deed {
  return { kind: 'retryRefund', actor, keyed: 'market', command: (context) => retryRefund(context, id) }
}

/** Sends a refund anew that came back. */
export async function retry(world: World): Promise<Deed | null> {
  const rows = await failed(world)
  if (rows.length === 0) return null
  const found = world.random.pickLate(rows)
  return retryDeed(manager(world, found.org), found)
}

/** Whoever was told that a new try went wrong presses again. */
export async function everyRetry(world: World): Promise<Deed[]> {
  return (await failed(world)).map((found) => retryDeed({ kind: 'system', job: 'manager' }, found))
}

export function marketPrice(world: World): Deed {
  const { random, clock } = world
  const product = random.pick(world.products)
  const input = {
    productId: product.id,
    grade: random.pick(product.grades) as 'first',
    countyCode: '431229000000',
    onDate: localDate(clock.now() - random.between(0, 3) * 86_400_000),
    fenPerKg: random.odd(1, 1_000_000, [100, 1_500]),
    source: '县农业农村局',
  }
  return {
    kind: 'recordMarketPrice',
    actor: person(world, world.office),
    keyed: 'county',
    command: (context) => recordMarketPrice(context, input),
  }
}

/** A later version of a contract, with other terms; the office signs it off some time after. */
export async function newVersion(world: World): Promise<Deed | null> {
  const contracts = await world.read<{ id: string; org: string; mode: string }>(
    'county',
    'SELECT id, organisation_id AS org, linkage_mode AS mode FROM contracts ORDER BY id',
  )
  if (contracts.length === 0) return null
  const { id, org, mode } = world.random.pick(contracts)
  const terms = contractTerms(world.random, { mode, products: world.products, from: localDate(world.clock.now()) })
  return {
    kind: 'addContractVersion',
    actor: manager(world, org),
    keyed: 'county',
    command: (context) => addContractVersion(context, id, terms),
  }
}

export async function sign(world: World): Promise<Deed | null> {
  const id = await oneOf(world, 'SELECT id FROM contract_versions WHERE signed_at_ms IS NULL ORDER BY id LIMIT 5')
  return id
    ? { kind: 'signContract', actor: person(world, world.office), keyed: 'county', command: (context) => signContract(context, id) }
    : null
}

export function leave(world: World): Deed {
  const organisation = world.random.pick(world.organisations)
  const input = { householdId: world.random.pick(world.householdIds), untilOn: localDate(world.clock.now()) }
  return {
    kind: 'endMembership',
    actor: manager(world, organisation.id),
    keyed: 'county',
    command: (context) => endMembership(context, organisation.id, input),
  }
}

export function join(world: World): Deed {
  const organisation = world.random.pick(world.organisations)
  const input = { householdId: world.random.pick(world.householdIds), number: undefined, fromOn: localDate(world.clock.now() + 86_400_000) }
  return {
    kind: 'joinMember',
    actor: manager(world, organisation.id),
    keyed: 'county',
    command: (context) => joinMember(context, organisation.id, input),
  }
}
