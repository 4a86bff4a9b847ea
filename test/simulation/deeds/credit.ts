import { localDate } from '../../../src/kernel/time.ts'
import { recordReservePayment } from '../../../src/settlement/commands/record-reserve-payment.ts'
import { recordInput, reverseInput } from '../../../src/settlement/inputs/commands.ts'
import { depositSurplus, draftSurplus, draftUnpaidSurplus, recordCapital } from '../../../src/settlement/surplus/commands.ts'
import { capitalKinds } from '../../../src/settlement/surplus/surplus.ts'
import { paper, person, type Deed, type World } from '../world.ts'

const bankReference = (world: World) => {
  world.counter += 1
  return `ICBC${world.counter}`
}

/** Inputs handed out on credit, on the household's signature, sometimes without. */
export async function handOut(world: World): Promise<Deed | null> {
  const { random, clock } = world
  const organisation = random.pick(world.organisations)
  const versions = await world.read<{ id: string }>(
    'county',
    `SELECT v.id AS id FROM contracts c JOIN contract_versions v ON v.contract_id = c.id
     WHERE c.organisation_id = ? AND v.signed_at_ms IS NOT NULL AND (v.input_cap_bp > 0 OR ?) ORDER BY v.id DESC LIMIT 6`,
    [organisation.id, Number(random.chance(0.1))],
  )
  if (versions.length === 0) return null
  const input = {
    organisationId: organisation.id,
    householdId: random.pick(world.householdIds),
    contractVersionId: random.pick(versions).id,
    item: '有机肥',
    count: random.between(1, 20),
    unit: '袋',
    amountFen: random.odd(1, 5_000_000, [100, 30_000]),
    handedOn: localDate(clock.now()),
    pin: null,
  }
  const sheet = random.chance(0.95) ? paper(world) : null
  return {
    kind: 'recordInput',
    actor: person(world, organisation.clerk),
    keyed: 'county',
    command: (context) => recordInput(context, input, sheet),
  }
}

export async function takeBack(world: World): Promise<Deed | null> {
  const rows = await world.read<{ id: string; org: string }>(
    'county',
    'SELECT id, organisation_id AS org FROM input_advances ORDER BY id DESC LIMIT 6',
  )
  if (rows.length === 0) return null
  const { id, org } = world.random.pick(rows)
  const actor = person(world, world.organisations.find((each) => each.id === org)!.managers[1])
  return { kind: 'reverseInput', actor, keyed: 'county', command: (context) => reverseInput(context, id, '退回') }
}

export function payReserve(world: World): Deed {
  const { random, clock } = world
  const organisation = random.pick(world.organisations)
  const amountFen = random.odd(1, 1_000_000_000, [100, 100_000])
  const input = { organisationId: organisation.id, amountFen, bankReference: bankReference(world), paidOn: localDate(clock.now()) }
  const actor = person(world, organisation.managers[0])
  return { kind: 'recordReservePayment', actor, keyed: 'county', command: (context) => recordReservePayment(context, input) }
}

export function capital(world: World): Deed {
  const { random, clock } = world
  const organisation = random.pick(world.organisations)
  const input = {
    organisationId: organisation.id,
    householdId: random.pick(world.householdIds),
    kind: random.pick(capitalKinds),
    shareFen: random.odd(0, 10_000_000_000, [0, 100_000]),
    fromOn: localDate(clock.now() - random.between(0, 40) * 86_400_000),
    document: '股金证',
  }
  return {
    kind: 'recordCapital',
    actor: person(world, organisation.managers[0]),
    keyed: 'county',
    command: (context) => recordCapital(context, input),
  }
}

export function deposit(world: World): Deed {
  const { random, clock } = world
  const organisation = random.pick(world.organisations)
  const amountFen = random.odd(1, 100_000_000_000, [10_000, 500_000])
  const input = { organisationId: organisation.id, amountFen, bankReference: bankReference(world), paidOn: localDate(clock.now()) }
  return {
    kind: 'depositSurplus',
    actor: person(world, organisation.managers[0]),
    keyed: 'county',
    command: (context) => depositSurplus(context, input),
  }
}

/** Distributes last year's surplus, or what came back of earlier ones. */
export function distribute(world: World): Deed {
  const { random, clock } = world
  const { id: organisationId, managers } = random.pick(world.organisations)
  const actor = person(world, managers[0])
  if (random.chance(0.3))
    return { kind: 'draftUnpaidSurplus', actor, keyed: 'county', command: (context) => draftUnpaidSurplus(context, organisationId) }
  const year = String(Number(localDate(clock.now()).slice(0, 4)) - Number(!random.chance(0.1)))
  const surplusFen = random.odd(1, 100_000_000_000, [1_000, 300_000])
  const input = {
    organisationId,
    year,
    surplusFen,
    reserveBp: random.pick([0, 333, 1000]),
    volumeBp: random.pick([6000, 6001, 10_000, 5999]),
  }
  return { kind: 'draftSurplus', actor, keyed: 'county', command: (context) => draftSurplus(context, input) }
}
