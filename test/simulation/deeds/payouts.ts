import { closePeriod } from '../../../src/bookkeeping/commands.ts'
import { chooseChannel, handOutCash } from '../../../src/income/cash/commands.ts'
import { localDate, monthOf } from '../../../src/kernel/time.ts'
import {
  cancelMemberAccount,
  changeMemberAccount,
  decideOrganisationAccount,
  enterOrganisationAccount,
} from '../../../src/organisation/account/commands.ts'
import { inventPerson } from '../../support/factories/people.ts'
import { county } from '../founding.ts'
import { paper, person, type Deed, type World } from '../world.ts'

async function householdLine(world: World, condition: string): Promise<{ id: string; org: string } | null> {
  const rows = await world.read<{ id: string; org: string }>(
    'county',
    `SELECT l.id AS id, t.organisation_id AS org FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id
     WHERE t.status IN ('draft', 'notice', 'approved', 'exported') AND l.party = 'household' AND (${condition} OR ?) ORDER BY t.made_at_ms DESC, l.id LIMIT 12`,
    [Number(world.random.chance(0.05))],
  )
  return rows.length > 0 ? world.random.pick(rows) : null
}

const organisationOf = (world: World, id: string) => world.organisations.find((each) => each.id === id)!

/** Takes a line out of the bank's file, to be paid in cash, or back. */
export async function channel(world: World): Promise<Deed | null> {
  const line = await householdLine(world, `l.status = 'draft'`)
  if (!line) return null
  const input = { channel: world.random.chance(0.7) ? ('cash' as const) : ('bank' as const) }
  const actor = person(world, organisationOf(world, line.org).managers[0])
  return { kind: 'chooseChannel', actor, keyed: 'county', command: (context) => chooseChannel(context, line.id, input) }
}

/** Hands a line out in cash, on a signed sheet; sometimes without one. */
export async function cash(world: World): Promise<Deed | null> {
  const line = await householdLine(world, `l.channel = 'cash' AND l.status = 'draft'`)
  if (!line) return null
  const signed = world.random.chance(0.95) ? paper(world) : null
  const actor = person(world, organisationOf(world, line.org).clerk)
  return { kind: 'handOutCash', actor, keyed: 'county', command: (context) => handOutCash(context, line.id, { pin: null }, signed) }
}

/** A household that is present gives another account. */
export function changeAccount(world: World): Deed {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const n = random.between(0, world.householdIds.length - 1)
  const householdId = world.householdIds[n]!
  const { name } = inventPerson((random.chance(0.9) ? n : n + 1) + 1, county.slice(0, 6))
  const account = String(random.between(10_000_000, 99_999_999)).padStart(16, '6')
  const input = { holder: name, bankName: '中国农业银行', bankAccount: account, cnaps: '', reason: '换卡', pin: null }
  const signed = random.chance(0.95) ? paper(world) : null
  const actor = person(world, organisation.clerk)
  return {
    kind: 'changeMemberAccount',
    actor,
    keyed: 'county',
    command: (context) => changeMemberAccount(context, organisation.id, householdId, input, signed),
  }
}

export async function cancelChange(world: World): Promise<Deed | null> {
  const organisation = world.random.pick(world.organisations)
  const [change] = await world.read<{ id: string }>('county', 'SELECT id FROM account_changes ORDER BY entered_at_ms DESC LIMIT 1')
  if (!change) return null
  const actor = person(world, organisation.managers[0])
  return {
    kind: 'cancelMemberAccount',
    actor,
    keyed: 'county',
    command: (context) => cancelMemberAccount(context, organisation.id, change.id, { reason: '写错了' }),
  }
}

/** An organisation is paid on another account, once a second person has confirmed it. */
export async function organisationAccount(world: World): Promise<Deed | null> {
  const { random } = world
  const organisation = random.pick(world.organisations)
  const [waiting] = await world.read<{ id: string }>(
    'county',
    `SELECT a.id AS id FROM organisation_accounts a WHERE a.organisation_id = ? AND NOT EXISTS (SELECT 1 FROM organisation_account_decisions d WHERE d.account_id = a.id) LIMIT 1`,
    [organisation.id],
  )
  const actor = person(world, organisation.managers[Number(waiting !== undefined && random.chance(0.9)) as 0 | 1])
  if (waiting) {
    const decision = random.chance(0.8) ? ('confirmed' as const) : ('refused' as const)
    return {
      kind: 'decideOrganisationAccount',
      actor,
      keyed: 'county',
      command: (context) => decideOrganisationAccount(context, waiting.id, { decision }),
    }
  }
  const [named] = await world.read<{ holder: string }>('county', 'SELECT name_zh AS holder FROM organisations WHERE id = ?', [
    organisation.id,
  ])
  const input = {
    holder: named!.holder,
    bankName: '中国农业银行',
    bankAccount: String(random.between(10_000_000, 99_999_999)),
    cnaps: '',
    reason: '换行',
  }
  return {
    kind: 'enterOrganisationAccount',
    actor,
    keyed: 'county',
    command: (context) => enterOrganisationAccount(context, organisation.id, input),
  }
}

/** Closes a month of the books, mostly one that is over. */
export async function closeMonth(world: World): Promise<Deed> {
  const { random, clock } = world
  const { id: organisationId, managers } = random.pick(world.organisations)
  const [first] = await world.read<{ month: string | null }>(
    'county',
    `SELECT coalesce((SELECT max(next_month) FROM ledger_periods WHERE organisation_id = ?1), (SELECT min(month) FROM entries WHERE organisation_id = ?1)) AS month`,
    [organisationId],
  )
  const month = random.chance(0.8) && first?.month ? first.month : monthOf(localDate(clock.now()))
  return {
    kind: 'closePeriod',
    actor: person(world, managers[0]),
    keyed: 'county',
    command: (context) => closePeriod(context, { organisationId, month }),
  }
}
