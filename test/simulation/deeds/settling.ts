import { importAnswer } from '../../../src/income/commands.ts'
import { localDate, monthOf } from '../../../src/kernel/time.ts'
import { approveSettlement } from '../../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../../src/settlement/commands/export-settlement.ts'
import { makeStatement } from '../../../src/settlement/commands/make-statement.ts'
import { publishNotice } from '../../../src/settlement/commands/publish-notice.ts'
import { recordGuaranteePayment } from '../../../src/settlement/commands/record-guarantee-payment.ts'
import { rejectSettlement } from '../../../src/settlement/commands/reject-settlement.ts'
import { resolveStatement } from '../../../src/settlement/commands/resolve-statement.ts'
import { answerFile, type Instruction } from '../bank.ts'
import { oneOf, person, type Deed, type World } from '../world.ts'

type Found = { id: string; org: string }

async function settlementAt(world: World, statuses: readonly string[]): Promise<Found | null> {
  const rows = await world.read<Found>(
    'county',
    `SELECT id, organisation_id AS org FROM settlements WHERE status IN (SELECT value FROM json_each(?)) OR ? ORDER BY made_at_ms DESC LIMIT 6`,
    [JSON.stringify(statuses), Number(world.random.chance(0.03))],
  )
  return rows.length > 0 ? world.random.pick(rows) : null
}

function managerOf(world: World, organisationId: string, which: 0 | 1 = 0) {
  return person(world, world.organisations.find(({ id }) => id === organisationId)!.managers[which])
}

/** Drafts the settlement of this month or the one before; sometimes of one that has not come. */
export function draft(world: World): Deed {
  const { random, clock } = world
  const { id: organisationId } = random.pick(world.organisations)
  const days = random.chance(0.05) ? 31 : random.chance(0.5) ? 0 : -28
  const month = monthOf(localDate(clock.now() + days * 86_400_000))
  return {
    kind: 'draftSettlement',
    actor: managerOf(world, organisationId),
    keyed: 'county',
    command: (context) => draftSettlement(context, { organisationId, month }),
  }
}

export async function notice(world: World): Promise<Deed | null> {
  const found = await settlementAt(world, ['draft'])
  const answered = () => {
    if (world.random.chance(0.4)) world.soon.push(() => ({ passes: 8 * 86_400_000 }))
  }
  return (
    found && {
      kind: 'publishNotice',
      actor: managerOf(world, found.org),
      keyed: 'county',
      command: (context) => publishNotice(context, found.id),
      answered,
    }
  )
}

/** Approves what is on the board; sometimes its own maker tries to. */
export async function approve(world: World): Promise<Deed | null> {
  const found = await settlementAt(world, ['notice'])
  if (!found) return null
  const actor = world.random.chance(0.3) ? world.office : managerOf(world, found.org, world.random.chance(0.1) ? 0 : 1)
  const answered = () => void world.soon.push(exportFile)
  return { kind: 'approveSettlement', actor, keyed: 'county', command: (context) => approveSettlement(context, found.id), answered }
}

export async function reject(world: World): Promise<Deed | null> {
  const found = await settlementAt(world, ['draft', 'notice'])
  return (
    found && {
      kind: 'rejectSettlement',
      actor: person(world, world.office),
      keyed: 'county',
      command: (context) => rejectSettlement(context, found.id, { reason: '请核对' }),
    }
  )
}

export async function exportFile(world: World): Promise<Deed | null> {
  const found = await settlementAt(world, ['approved'])
  const answered = () => void world.soon.push(answer)
  return (
    found && {
      kind: 'exportSettlement',
      actor: managerOf(world, found.org),
      keyed: 'county',
      command: (context) => exportSettlement(context, found.id),
      answered,
    }
  )
}

export async function close(world: World): Promise<Deed | null> {
  const found = await settlementAt(world, ['exported', 'exported', 'approved'])
  return (
    found && {
      kind: 'closeSettlement',
      actor: managerOf(world, found.org),
      keyed: 'county',
      command: (context) => closeSettlement(context, found.id),
    }
  )
}

/** The bank's answer: all of it, a part, what was said before again, or a file somebody has changed. */
export async function answer(world: World): Promise<Deed | null> {
  const { random } = world
  const found = await settlementAt(world, ['exported'])
  if (!found) return null
  const lines = await world.read<{ id: string; amountFen: number }>(
    'county',
    `SELECT id, amount_fen AS amountFen FROM settlement_lines WHERE settlement_id = ? AND payout_file_id IS NOT NULL ORDER BY id`,
    [found.id],
  )
  const some = random.chance(0.3) ? lines.filter(() => random.chance(0.5)) : lines
  if (some.length === 0) return null
  const instructions = world.bank.carryOut(some, localDate(world.clock.now()))
  const altered = random.chance(0.1)
  const text = answerFile(altered ? alter(world, instructions) : instructions)
  const kind = altered ? 'importAnswer (altered)' : 'importAnswer'
  return {
    kind,
    actor: managerOf(world, found.org),
    keyed: 'county',
    command: (context) => importAnswer(context, found.id, { answer: text }),
  }
}

// One row of an amount, a line or a result that the bank did not write; such a file must be refused as a whole.
function alter(world: World, instructions: readonly Instruction[]): Instruction[] {
  const at = world.random.between(0, instructions.length - 1)
  const row = instructions[at]!
  const change = world.random.pick<Partial<Instruction>>([
    { amountFen: row.amountFen + 1 },
    { lineId: `${row.lineId}x` },
    { on: '2099-01-01' },
  ])
  return instructions.map((instruction, index) => (index === at ? { ...instruction, ...change } : instruction))
}

/** The guarantor pays in: too little, what is asked for, or more; the same reference twice is refused. */
export async function payGuarantee(world: World): Promise<Deed | null> {
  const { random } = world
  const contracts = await world.read<Found>('county', 'SELECT id, organisation_id AS org FROM contracts ORDER BY id')
  if (contracts.length === 0) return null
  const { id: contractId, org } = random.pick(contracts)
  world.counter += 1
  const bankReference = random.chance(0.05) ? 'ICBC1' : `ICBC${world.counter}`
  const amountFen = random.odd(1, 1_000_000_000, [100, 60_000])
  const input = { contractId, amountFen, bankReference, paidOn: localDate(world.clock.now()) }
  const answered = () => void world.guaranteeReferences.set(bankReference, amountFen)
  return {
    kind: 'recordGuaranteePayment',
    actor: managerOf(world, org),
    keyed: 'county',
    command: (context) => recordGuaranteePayment(context, input),
    answered,
  }
}

/** A household says of a line or a slip: right, or not right. */
export async function object(world: World): Promise<Deed | null> {
  const { random } = world
  const [line] = await world.read<{ id: string; household: string }>(
    'county',
    `SELECT l.id AS id, l.party_id AS household FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id
     WHERE l.party = 'household' AND t.status IN ('draft', 'notice', 'approved', 'exported') ORDER BY t.made_at_ms DESC, l.id LIMIT 1 OFFSET ?`,
    [random.between(0, 6)],
  )
  if (!line) return null
  const householdId = random.chance(0.95) ? line.household : random.pick(world.householdIds)
  const verdict = random.chance(0.7) ? ('not_right' as const) : ('right' as const)
  const input = { about: { kind: 'line' as const, lineId: line.id }, verdict, words: random.chance(0.95) ? '少了一筐' : '' }
  const actor = { kind: 'household' as const, householdId, cardId: 'card_sim' }
  return { kind: 'makeStatement', actor, keyed: 'county', command: (context) => makeStatement(context, input) }
}

export async function resolve(world: World): Promise<Deed | null> {
  const id = await oneOf(
    world,
    `SELECT id FROM statements WHERE verdict = 'not_right' AND (resolved_at_ms IS NULL OR ?) ORDER BY at_ms DESC LIMIT 6`,
    [Number(world.random.chance(0.05))],
  )
  if (!id) return null
  return {
    kind: 'resolveStatement',
    actor: person(world, world.office),
    keyed: 'county',
    command: (context) => resolveStatement(context, id, { resolution: '已核对' }),
  }
}
