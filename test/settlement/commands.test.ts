import { describe, expect, it } from 'vitest'
import { householdPayments } from '../../src/income/queries.ts'
import { importAnswer } from '../../src/income/commands.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { makeStatement } from '../../src/settlement/commands/make-statement.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { recordGuaranteePayment } from '../../src/settlement/commands/record-guarantee-payment.ts'
import { rejectSettlement } from '../../src/settlement/commands/reject-settlement.ts'
import { resolveStatement } from '../../src/settlement/commands/resolve-statement.ts'
import { bankAmount } from '../../src/settlement/payout-file.ts'
import { contractSums, findSettlement, listLines, type LineRow } from '../../src/settlement/queries.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { makeSeason } from '../support/factories/lot.ts'

let references = 0
const reference = () => `BANK-${(references += 1)}`

/** Four households, one slip of 100 kg each under the seed's contract: F = 240.00 yuan a slip once the guarantee date has come. */
async function season() {
  const clock = new TestClock()
  const system = testContext({ clock })
  const made = await makeSeason(system, { households: 4, gramsEach: 100_000, packGrams: 5_000 })
  const { contractId } = (await findVersion(system.county, made.contractVersionId))!
  const as = (role: Role, scope = made.organisationId): Context => ({ ...system, actor: userWith({ role, scope }) })
  const manager = as('manager')
  const office = as('office', '431229000000')
  const payIn = async (amountFen: number) =>
    valueOf(await recordGuaranteePayment(manager, { contractId, amountFen, bankReference: reference(), paidOn: '2026-06-18' }))
  const draft = async (month = '2026-12') => valueOf(await draftSettlement(manager, { organisationId: made.organisationId, month }))
  return { ...made, contractId, clock, system, as, manager, office, payIn, draft }
}

type Season = Awaited<ReturnType<typeof season>>

async function approved({ manager, office, clock }: Season, id: string): Promise<void> {
  valueOf(await publishNotice(manager, id))
  clock.pass(7 * 86_400_000)
  valueOf(await approveSettlement(office, id))
}

function answerOf(lines: readonly LineRow[], on: string, failing: readonly string[] = []): string {
  const rows = lines.map(({ id, amountFen }) =>
    failing.includes(id) ? `${id},${bankAmount(amountFen)},failed,账号不存在,${on}` : `${id},${bankAmount(amountFen)},paid,,${on}`,
  )
  return ['line,amount,result,reason,date', ...rows].join('\r\n')
}

describe('a settlement', () => {
  it('pays the floor from what the guarantor paid in, and the rest is an overdue claim', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(50_000)
    const id = await given.draft()
    const lines = await listLines(given.system.county, id)
    expect(lines.map(({ party, dueFen, amountFen, guaranteeFen }) => ({ party, dueFen, amountFen, guaranteeFen }))).toEqual(
      Array.from({ length: 4 }, () => ({ party: 'household', dueFen: 24_000, amountFen: 12_500, guaranteeFen: 12_500 })),
    )
    expect((await contractSums(given.system.county, id))[0]).toMatchObject({
      positionFen: 96_000,
      paidInFen: 50_000,
      usedFen: 50_000,
      claimFen: 46_000,
      overdueFen: 46_000,
    })
  })

  it('moves guarantee money to households in the books, and out of them when the bank has paid', async () => {
    const given = await season()
    const { organisationId, contractId, system, manager } = given
    given.clock.moveTo('2026-12-31')
    await given.payIn(50_000)
    const id = await given.draft()
    await approved(given, id)
    const lines = await listLines(system.county, id)
    const balances = async () => ({
      guarantee: await balanceFen(system.county, account(organisationId, 'guarantee', contractId)),
      pool: await balanceFen(system.county, account(organisationId, 'pool', contractId)),
      first: await balanceFen(system.county, account(organisationId, 'household', lines[0]!.partyId)),
      second: await balanceFen(system.county, account(organisationId, 'household', lines[1]!.partyId)),
      bank: await balanceFen(system.county, account(organisationId, 'bank')),
    })
    expect(await balances()).toEqual({ guarantee: 0, pool: 0, first: 12_500, second: 12_500, bank: -50_000 })
    valueOf(await exportSettlement(manager, id))
    const answer = answerOf(lines, '2027-01-07', [lines[1]!.id])
    valueOf(await importAnswer(manager, id, { answer }))
    expect(await balances()).toEqual({ guarantee: 0, pool: 12_500, first: 0, second: 0, bank: -12_500 })
    expect(await householdPayments(system.county, lines[0]!.partyId)).toMatchObject([
      { kind: 'sale', class: 'business', amountFen: 12_500 },
    ])
    expect(await householdPayments(system.county, lines[1]!.partyId)).toEqual([])
    valueOf(await importAnswer(manager, id, { answer }))
    valueOf(await closeSettlement(manager, id))
    const next = await given.draft('2027-01')
    const due = await listLines(system.county, next)
    expect(due.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(12_500)
    expect(due.find(({ partyId }) => partyId === lines[1]!.partyId)).toMatchObject({ beforeFen: 0, dueFen: 24_000 })
  })

  it('holds a line its household calls not right, sends the others, and makes it due again after closing', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    const [line] = await listLines(given.system.county, id)
    const household: Context = { ...given.system, actor: { kind: 'household', householdId: line!.partyId, cardId: 'card' } }
    const about = { kind: 'line', lineId: line!.id } as const
    const said = valueOf(await makeStatement(household, { about, verdict: 'not_right', words: '我交了两次货' }))
    await approved(given, id)
    valueOf(await exportSettlement(given.manager, id))
    expect((await listLines(given.system.county, id)).map(({ status }) => status).sort()).toEqual([
      'exported',
      'exported',
      'exported',
      'held',
    ])
    valueOf(await resolveStatement(given.office, said, { resolution: '两张磅单都在，金额无误' }))
    expect(problemOf(await resolveStatement(given.office, said, { resolution: '再说一次' })).code).toBe('statement_resolved')
    const sent = (await listLines(given.system.county, id)).filter(({ status }) => status === 'exported')
    valueOf(await importAnswer(given.manager, id, { answer: answerOf(sent, '2026-12-31') }))
    valueOf(await closeSettlement(given.manager, id))
    const next = await given.draft('2027-01')
    expect(await listLines(given.system.county, next)).toMatchObject([{ partyId: line!.partyId, amountFen: line!.amountFen }])
  })

  it('is drafted again after the office rejected it', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    valueOf(await rejectSettlement(given.office, id, { reason: '请核对磅单' }))
    const again = await given.draft()
    expect((await findSettlement(given.system.county, given.manager.actor, again))!.totalFen).toBe(96_000)
  })

  it('gives the guarantor back what its guarantee no longer needs, and no more', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(100_000)
    const lines = await listLines(given.system.county, await given.draft())
    expect(lines.find(({ party }) => party === 'guarantor')).toMatchObject({ amountFen: 4_000 })
  })
})

describe('draftSettlement', () => {
  it('refuses a second settlement of the month, one beside an open one, and a month that has not come', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    const input = { organisationId: given.organisationId, month: '2026-12' }
    const id = await given.draft()
    expect(problemOf(await draftSettlement(given.manager, { ...input, month: '2026-11' })).code).toBe('settlement_open')
    await approved(given, id)
    valueOf(await closeSettlement(given.manager, id))
    expect(problemOf(await draftSettlement(given.manager, input)).code).toBe('settlement_taken')
    expect(problemOf(await draftSettlement(given.manager, { ...input, month: '2027-02' })).code).toBe('settlement_in_future')
  })

  it('is for the organisation’s manager: others are refused, and a stranger does not see it', async () => {
    const given = await season()
    const input = { organisationId: given.organisationId, month: '2026-06' }
    const code = async (context: Context) => problemOf(await draftSettlement(context, input)).code
    expect(await code(given.as('clerk'))).toBe('forbidden')
    expect(await code(given.office)).toBe('forbidden')
    expect(await code(given.as('supervisor', '431229000000'))).toBe('forbidden')
    expect(await code(given.as('operator', '*'))).toBe('forbidden')
    expect(await code(given.as('manager', 'org_other'))).toBe('not_found')
    expect(await code({ ...given.system, actor: { kind: 'guest' } })).toBe('sign_in_required')
  })
})

describe('approveSettlement', () => {
  it('waits for the end of the notice and for another person than the maker', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    const id = await given.draft()
    expect(problemOf(await approveSettlement(given.office, id)).code).toBe('settlement_status_moved')
    valueOf(await publishNotice(given.manager, id))
    given.clock.pass(7 * 86_400_000 - 1)
    expect(problemOf(await approveSettlement(given.office, id)).code).toBe('notice_running')
    given.clock.pass(1)
    expect(problemOf(await approveSettlement(given.manager, id)).code).toBe('approved_by_maker')
    expect(problemOf(await approveSettlement(given.as('clerk'), id)).code).toBe('forbidden')
    expect(problemOf(await approveSettlement(given.as('supervisor', '431229000000'), id)).code).toBe('forbidden')
    expect(problemOf(await approveSettlement(given.as('office', '431226000000'), id)).code).toBe('not_found')
    valueOf(await approveSettlement(given.office, id))
  })
})

describe('rejectSettlement', () => {
  it('is the office’s alone, and never of an approved settlement', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    const id = await given.draft()
    expect(problemOf(await rejectSettlement(given.manager, id, { reason: '不对' })).code).toBe('forbidden')
    await approved(given, id)
    expect(problemOf(await rejectSettlement(given.office, id, { reason: '不对' })).code).toBe('settlement_status_moved')
  })
})

describe('importAnswer', () => {
  it('refuses a file as a whole when one row is unknown, altered, repeated or unreadable', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    await approved(given, id)
    valueOf(await exportSettlement(given.manager, id))
    const lines = await listLines(given.system.county, id)
    const answer = answerOf(lines, '2027-01-07')
    const code = async (text: string) => problemOf(await importAnswer(given.manager, id, { answer: text })).code
    expect(await code(answer.replace(lines[2]!.id, 'stl_other'))).toBe('answer_unknown_line')
    expect(await code(answer.replace('240.00', '240.01'))).toBe('answer_altered')
    expect(await code(`${answer}\r\n${answer.split('\r\n')[1]}`)).toBe('answer_altered')
    expect(await code(answer.replace('paid', 'maybe'))).toBe('answer_unreadable')
    expect(await code(answer.replace('2027-01-07', '2027-02-30'))).toBe('answer_unreadable')
    expect((await listLines(given.system.county, id)).every(({ status }) => status === 'exported')).toBe(true)
    expect(problemOf(await importAnswer(given.as('clerk'), id, { answer })).code).toBe('forbidden')
    valueOf(await importAnswer(given.manager, id, { answer }))
    expect(await code(answerOf(lines, '2027-01-07', [lines[0]!.id]))).toBe('answer_altered')
  })
})

describe('two people at once', () => {
  async function exported() {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    await approved(given, id)
    valueOf(await exportSettlement(given.manager, id))
    return { ...given, id, lines: await listLines(given.system.county, id) }
  }

  it('cannot import two answers about one line', async () => {
    const { manager, organisationId, system, id, lines } = await exported()
    const late = interruptedBy(manager, async () => importAnswer(manager, id, { answer: answerOf(lines.slice(0, 1), '2027-01-07') }))
    const answer = answerOf(lines, '2027-01-07')
    expect(problemOf(await importAnswer(late, id, { answer })).code).toBe('line_status_moved')
    valueOf(await importAnswer(manager, id, { answer }))
    expect(await balanceFen(system.county, account(organisationId, 'bank'))).toBe(0)
  })

  it('cannot close while the bank owes an answer, so that nothing in flight is due again', async () => {
    const { manager, contractId, organisationId, system, id, lines } = await exported()
    expect(problemOf(await closeSettlement(manager, id))).toMatchObject({ code: 'answers_missing', facts: { lines: 4 } })
    valueOf(await importAnswer(manager, id, { answer: answerOf(lines.slice(0, 1), '2027-01-07') }))
    expect(problemOf(await closeSettlement(manager, id))).toMatchObject({ code: 'answers_missing', facts: { lines: 3 } })
    expect(await balanceFen(system.county, account(organisationId, 'pool', contractId))).toBe(0)
    valueOf(await importAnswer(manager, id, { answer: answerOf(lines, '2027-01-07') }))
    valueOf(await closeSettlement(manager, id))
  })

  it('cannot close what is being sent to the bank', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    await approved(given, id)
    const late = interruptedBy(given.manager, async () => exportSettlement(given.manager, id))
    expect(problemOf(await closeSettlement(late, id)).code).toBe('settlement_status_moved')
    expect((await listLines(given.system.county, id)).every(({ status }) => status === 'exported')).toBe(true)
  })

  it('cannot draft from lines that closing has given back', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    await approved(given, id)
    const late = interruptedBy(given.manager, async () => closeSettlement(given.manager, id))
    const next = valueOf(await draftSettlement(late, { organisationId: given.organisationId, month: '2027-01' }))
    expect((await findSettlement(given.system.county, given.manager.actor, next))!.totalFen).toBe(96_000)
  })

  it('cannot slip a line into the payout file for another of the same amount', async () => {
    const given = await season()
    given.clock.moveTo('2026-12-31')
    await given.payIn(96_000)
    const id = await given.draft()
    const [one, other] = await listLines(given.system.county, id)
    const notRight = async (line: LineRow) => {
      const household: Context = { ...given.system, actor: { kind: 'household', householdId: line.partyId, cardId: 'card' } }
      return valueOf(await makeStatement(household, { about: { kind: 'line', lineId: line.id }, verdict: 'not_right', words: '不对' }))
    }
    const said = await notRight(one!)
    await approved(given, id)
    const late = interruptedBy(given.manager, async () => {
      await notRight(other!)
      valueOf(await resolveStatement(given.office, said, { resolution: '已核对' }))
    })
    expect(problemOf(await exportSettlement(late, id)).code).toBe('line_held')
  })
})

describe('recordGuaranteePayment', () => {
  it('counts each bank reference once and is the manager’s', async () => {
    const given = await season()
    const input = { contractId: given.contractId, amountFen: 100, bankReference: reference(), paidOn: '2026-06-18' }
    valueOf(await recordGuaranteePayment(given.manager, input))
    expect(problemOf(await recordGuaranteePayment(given.manager, input)).code).toBe('bank_reference_taken')
    expect(
      problemOf(await recordGuaranteePayment(given.manager, { ...input, bankReference: reference(), paidOn: '2026-06-19' })).code,
    ).toBe('paid_in_future')
    expect(problemOf(await recordGuaranteePayment(given.as('clerk'), input)).code).toBe('forbidden')
    expect(problemOf(await recordGuaranteePayment(given.office, input)).code).toBe('forbidden')
    expect(problemOf(await recordGuaranteePayment(given.as('manager', 'org_other'), input)).code).toBe('not_found')
  })
})

describe('makeStatement', () => {
  it('is the household’s own, about its own slips, and says what is not right', async () => {
    const given = await season()
    const about = { kind: 'delivery', deliveryId: given.deliveryIds[0]! } as const
    const as = (householdId: string): Context => ({ ...given.system, actor: { kind: 'household', householdId, cardId: 'card' } })
    const own = as(given.householdIds[0]!)
    expect(problemOf(await makeStatement(own, { about, verdict: 'not_right', words: '' })).code).toBe('statement_without_words')
    expect(problemOf(await makeStatement(as(given.householdIds[1]!), { about, verdict: 'right', words: '' })).code).toBe('not_found')
    expect(problemOf(await makeStatement(given.manager, { about, verdict: 'right', words: '' })).code).toBe('forbidden')
    const said = valueOf(await makeStatement(own, { about, verdict: 'not_right', words: '少称了十斤' }))
    expect(problemOf(await resolveStatement(given.as('clerk'), said, { resolution: '已核对' })).code).toBe('forbidden')
    expect(problemOf(await resolveStatement(given.as('office', '431226000000'), said, { resolution: '已核对' })).code).toBe('not_found')
    const office = () => resolveStatement(given.office, said, { resolution: '先到' })
    expect(problemOf(await resolveStatement(interruptedBy(given.manager, office), said, { resolution: '后到' })).code).toBe(
      'statement_resolved',
    )
  })
})
