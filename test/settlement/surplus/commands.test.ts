import { sql, type SQL } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { actingAs } from '../../../src/http/context.ts'
import { importAnswer } from '../../../src/income/commands.ts'
import { householdPayments } from '../../../src/income/queries.ts'
import type { Actor } from '../../../src/kernel/actor.ts'
import { account } from '../../../src/ledger/account.ts'
import { balanceFen } from '../../../src/ledger/queries.ts'
import { endMembership } from '../../../src/organisation/commands.ts'
import type { Context } from '../../../src/platform/context.ts'
import { approveSettlement } from '../../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../../src/settlement/commands/publish-notice.ts'
import { rejectSettlement } from '../../../src/settlement/commands/reject-settlement.ts'
import { findSettlement, listLines, type LineRow } from '../../../src/settlement/queries.ts'
import { depositSurplus, draftSurplus, draftUnpaidSurplus, planSurplus, recordCapital } from '../../../src/settlement/surplus/commands.ts'
import { capitalSums, findDistribution, listCapitals, listDeposits, listParts } from '../../../src/settlement/surplus/queries.ts'
import { problemOf, testContext, TestClock, userWith, valueOf } from '../../support/context.ts'
import { makeContract } from '../../support/factories/contract.ts'
import { makeHousehold } from '../../support/factories/household.ts'
import { makeDelivery } from '../../support/factories/intake.ts'
import { asSystem } from '../../support/factories/made.ts'
import { makeMember, makeOrganisation } from '../../support/factories/organisation.ts'
import { bankAnswer } from '../../support/factories/settlement.ts'
import { interruptedBy } from '../../support/interrupted.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../../support/factories/surplus.ts'

const guest: Actor = { kind: 'guest' }

/** A cooperative whose two members delivered 300 kg and 100 kg at 4 yuan in 2026; it is now February 2027. */
async function yearEnd() {
  const clock = new TestClock('2026-06-18')
  const context = testContext({ clock })
  const organisationId = await makeOrganisation(context)
  const [a, b] = [
    await makeMember(context, organisationId, await makeHousehold(context)),
    await makeMember(context, organisationId, await makeHousehold(context)),
  ]
  const contractVersionId = await makeContract(context, { organisationId })
  await makeDelivery(context, { organisationId, householdId: a, contractVersionId, grams: 300_000 })
  await makeDelivery(context, { organisationId, householdId: b, contractVersionId, grams: 100_000 })
  clock.moveTo('2027-02-10')
  const terms = { organisationId, year: '2026', surplusFen: 100_000, reserveBp: 1000, volumeBp: 7000 }
  return { clock, context, organisationId, a, b, contractVersionId, terms }
}

function held(context: Context, organisationId: string, code: 'surplus' | 'bank' | 'household', subject?: string) {
  return balanceFen(context.county, account(organisationId, code, subject))
}

async function amounts(context: Context, id: string) {
  return (await listLines(context.county, id, { limit: 100 })).map(({ partyId, amountFen }) => [partyId, amountFen])
}

/** Notice, approval by a second person after it, and the payout file. */
async function toBank(context: Context, clock: TestClock, id: string): Promise<LineRow[]> {
  const maker = asSystem(context, 'settlement-maker')
  valueOf(await publishNotice(maker, id))
  clock.pass(8 * 86_400_000)
  valueOf(await approveSettlement(asSystem(context, 'settlement-approver'), id))
  const lines = await listLines(context.county, id, { limit: 100, status: 'draft' })
  valueOf(await exportSettlement(maker, id))
  return lines
}

describe('recordCapital', () => {
  it('says what a member’s capital is from a day on; the latest record of each kind counts', async () => {
    const { context, organisationId, a } = await yearEnd()
    await makeCapital(context, { organisationId, householdId: a, shareFen: 500 })
    await makeCapital(context, { organisationId, householdId: a, shareFen: 700, fromOn: '2026-07-01' })
    await makeCapital(context, { organisationId, householdId: a, shareFen: 40, kind: 'grant_share' })
    expect(await capitalSums(context.county, organisationId, '2026-06-30')).toMatchObject([{ shareFen: 500 }, { shareFen: 40 }])
    expect(await capitalSums(context.county, organisationId, '2026-12-31')).toEqual([
      { kind: 'contribution', members: 1, shareFen: 700 },
      { kind: 'grant_share', members: 1, shareFen: 40 },
    ])
    expect(await listCapitals(context.county, organisationId)).toHaveLength(3)
  })

  it('is for members, and of days that have come', async () => {
    const { context, organisationId, a } = await yearEnd()
    const record = (changes: object) =>
      recordCapital(context, {
        organisationId,
        householdId: a,
        kind: 'contribution',
        shareFen: 100,
        fromOn: '2027-01-01',
        document: 'x',
        ...changes,
      })
    expect(problemOf(await record({ householdId: await makeHousehold(context) })).code).toBe('not_a_member')
    expect(problemOf(await record({ fromOn: '2027-02-11' }))).toMatchObject({ code: 'capital_in_future', field: 'fromOn' })
    valueOf(await endMembership(context, organisationId, { householdId: a, untilOn: '2026-12-31' }))
    expect(problemOf(await record({})).code).toBe('not_a_member')
    valueOf(await record({ shareFen: 0 }))
    expect(await listCapitals(context.county, organisationId)).toHaveLength(1)
  })

  it('is for the organisation’s manager only', async () => {
    const { context, organisationId, a } = await yearEnd()
    const by = async (actor: Actor) =>
      recordCapital(actingAs(context, actor), {
        organisationId,
        householdId: a,
        kind: 'contribution',
        shareFen: 1,
        fromOn: '2027-01-01',
        document: 'x',
      })
    expect(problemOf(await by(guest)).code).toBe('sign_in_required')
    expect(problemOf(await by(userWith({ role: 'clerk', scope: organisationId }))).code).toBe('forbidden')
    expect(problemOf(await by(userWith({ role: 'office', scope: '431229000000' }))).code).toBe('forbidden')
    expect(problemOf(await by(userWith({ role: 'manager', scope: await makeOrganisation(context) }))).code).toBe('not_found')
    expect(await listCapitals(context.county, organisationId)).toEqual([])
    valueOf(await by(userWith({ role: 'manager', scope: organisationId })))
  })
})

describe('depositSurplus', () => {
  const deposit = (organisationId: string) => ({ organisationId, amountFen: 5000, bankReference: 'ICBC-1', paidOn: '2027-02-09' })

  it('brings the money into the books, each bank reference once', async () => {
    const { context, organisationId } = await yearEnd()
    valueOf(await depositSurplus(context, deposit(organisationId)))
    const again = problemOf(await depositSurplus(context, deposit(await makeOrganisation(context))))
    expect(again).toMatchObject({ code: 'surplus_reference_taken', field: 'bankReference' })
    expect([await held(context, organisationId, 'bank'), await held(context, organisationId, 'surplus')]).toEqual([-5000, 5000])
    expect(await listDeposits(context.county, organisationId)).toMatchObject([{ amountFen: 5000, bankReference: 'ICBC-1' }])
  })

  it('refuses a day to come, and everybody but the organisation’s manager', async () => {
    const { context, organisationId } = await yearEnd()
    expect(problemOf(await depositSurplus(context, { ...deposit(organisationId), paidOn: '2027-02-11' })).code).toBe('paid_in_future')
    const by = async (actor: Actor) => problemOf(await depositSurplus(actingAs(context, actor), deposit(organisationId))).code
    expect(await by(guest)).toBe('sign_in_required')
    expect(await by(userWith({ role: 'clerk', scope: organisationId }))).toBe('forbidden')
    expect(await by(userWith({ role: 'office', scope: '431229000000' }))).toBe('forbidden')
    expect(await by(userWith({ role: 'manager', scope: await makeOrganisation(context) }))).toBe('not_found')
    expect(problemOf(await depositSurplus(context, deposit('org_none'))).code).toBe('not_found')
    expect(await listDeposits(context.county, organisationId)).toEqual([])
  })
})

describe('draftSurplus', () => {
  it('divides by the goods each member delivered in the year and by capital at its end', async () => {
    const { context, organisationId, a, b, contractVersionId, terms } = await yearEnd()
    await makeCapital(context, { organisationId, householdId: b, shareFen: 300 })
    await makeCapital(context, { organisationId, householdId: a, shareFen: 100 })
    await makeCapital(context, { organisationId, householdId: a, shareFen: 999_999, fromOn: '2027-01-01' })
    await makeSurplusDeposit(context, organisationId, 90_000)
    const id = await makeSurplus(context, terms)
    expect(await findDistribution(context.county, id)).toMatchObject({ reserveFen: 10_000, byVolumeFen: 63_000, byCapitalFen: 27_000 })
    const parts = await listParts(context.county, id)
    expect(parts.find(({ householdId }) => householdId === a)).toMatchObject({
      tradeFen: 120_000,
      capitalFen: 100,
      byVolumeFen: 47_250,
      byCapitalFen: 6750,
    })
    expect(parts.find(({ householdId }) => householdId === b)).toMatchObject({
      tradeFen: 40_000,
      capitalFen: 300,
      byVolumeFen: 15_750,
      byCapitalFen: 20_250,
    })
    expect(Object.fromEntries(await amounts(context, id))).toEqual({ [a]: 54_000, [b]: 36_000 })
    expect(await findSettlement(context.county, context.actor, id)).toMatchObject({
      kind: 'surplus',
      month: '2027-02',
      totalFen: 90_000,
      lines: 2,
    })
    // A slip of this year changes nothing in the year before.
    await makeDelivery(
      { ...context, clock: new TestClock('2026-06-18') },
      { organisationId, householdId: b, contractVersionId, grams: 1000 },
    )
    expect(await held(context, organisationId, 'surplus')).toBe(90_000)
  })

  it('rounds a slip’s trade down to the fen, and leaves reversed slips and other years out', async () => {
    const { context, a, terms } = await yearEnd()
    const { county } = context
    await county.run([
      sql`INSERT INTO delivery_reversals (delivery_id, reason, reversed_by, at_ms) SELECT id, 'x', 'x', 1 FROM deliveries WHERE household_id = ${a}`,
    ])
    const plan = valueOf(await planSurplus(context, terms))
    expect(plan.distribution!.parts.map(({ volume }) => volume)).toEqual([40_000])
    expect(problemOf(await planSurplus(context, { ...terms, year: '2025' })).code).toBe('surplus_without_trade')
  })

  it.each([
    ['surplus_below_law', { volumeBp: 5999 }],
    ['surplus_nothing', { reserveBp: 10_000 }],
    ['surplus_without_trade', { year: '2020' }],
    ['surplus_year_running', { year: '2027' }],
    ['surplus_short', { surplusFen: 100_001 }],
  ])('refuses with %s and writes nothing', async (code, changes) => {
    const { context, organisationId, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 90_000)
    expect(problemOf(await draftSurplus(context, { ...terms, ...changes })).code).toBe(code)
    expect(await context.county.all(sql`SELECT id FROM settlements WHERE organisation_id = ${organisationId}`)).toEqual([])
  })

  it('says how much money is missing', async () => {
    const { context, organisationId, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 89_999)
    expect(problemOf(await draftSurplus(context, terms))).toMatchObject({ code: 'surplus_short', facts: { short: '0.01' } })
    expect(valueOf(await planSurplus(context, terms))).toMatchObject({ totalFen: 90_000, missingFen: 1 })
  })

  it('is worked out again when a member’s capital changes in between', async () => {
    const { context, organisationId, a, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 200_000)
    const rises = () => makeCapital(context, { organisationId, householdId: a, shareFen: 900, fromOn: '2026-07-01' })
    const id = valueOf(await draftSurplus(interruptedBy(context, rises), terms))
    const part = sql`SELECT capital_fen AS capitalFen FROM surplus_parts WHERE settlement_id = ${id} AND household_id = ${a}`
    expect(await context.county.all(part)).toEqual([{ capitalFen: 900 }])
  })

  it('distributes a year once, unless it was sent back; one draft at a time', async () => {
    const { context, clock, organisationId, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 200_000)
    const id = await makeSurplus(context, terms)
    expect(problemOf(await draftSurplus(context, terms)).code).toMatch(/settlement_(taken|open)/)
    valueOf(await rejectSettlement(asSystem(context, 'office'), id, { reason: '请核对' }))
    const second = await makeSurplus(context, terms)
    await toBank(context, clock, second)
    const lines = await listLines(context.county, second, { limit: 100 })
    valueOf(await importAnswer(context, second, { answer: bankAnswer(lines, '2027-02-18') }))
    valueOf(await closeSettlement(context, second))
    clock.moveTo('2027-03-02')
    expect(problemOf(await draftSurplus(context, terms))).toMatchObject({ code: 'surplus_year_taken', facts: { year: '2026' } })
  })

  it('is for a cooperative, by its manager', async () => {
    const { context, organisationId, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 90_000)
    const by = async (actor: Actor) => problemOf(await draftSurplus(actingAs(context, actor), terms)).code
    expect(await by(guest)).toBe('sign_in_required')
    expect(await by(userWith({ role: 'clerk', scope: organisationId }))).toBe('forbidden')
    expect(await by(userWith({ role: 'office', scope: '431229000000' }))).toBe('forbidden')
    expect(await by(userWith({ role: 'manager', scope: await makeOrganisation(context) }))).toBe('not_found')
    const farm = await makeOrganisation(context, { kind: 'family_farm' })
    expect(problemOf(await draftSurplus(context, { ...terms, organisationId: farm })).code).toBe('surplus_only_cooperative')
    expect(problemOf(await draftSurplus(context, { ...terms, organisationId: 'org_none' })).code).toBe('not_found')
    valueOf(await draftSurplus(actingAs(context, userWith({ role: 'manager', scope: organisationId })), terms))
  })
})

describe('a surplus settlement', () => {
  it('goes the way of every settlement: notice, second person, bank, and becomes income of two kinds', async () => {
    const { context, clock, organisationId, a, b, terms } = await yearEnd()
    await makeCapital(context, { organisationId, householdId: b, shareFen: 300 })
    await makeSurplusDeposit(context, organisationId, 90_000)
    const id = await makeSurplus(context, terms)
    const lines = await toBank(context, clock, id)
    expect([await held(context, organisationId, 'surplus'), await held(context, organisationId, 'household', b)]).toEqual([0, 42_750])
    valueOf(await importAnswer(context, id, { answer: bankAnswer(lines, '2027-02-18') }))
    valueOf(await closeSettlement(context, id))
    expect([await held(context, organisationId, 'bank'), await held(context, organisationId, 'household', b)]).toEqual([0, 0])
    const kinds = async (householdId: string) =>
      (await householdPayments(context.county, householdId)).map((row) => [row.kind, row.class, row.amountFen])
    expect(await kinds(a)).toEqual([['sale', 'business', 47_250]])
    expect(await kinds(b)).toEqual([
      ['dividend', 'property', 27_000],
      ['sale', 'business', 15_750],
    ])
  })

  it('stands beside the settlement of sales and changes nothing in it', async () => {
    const { context, organisationId, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 90_000)
    await makeSurplus(context, terms)
    const sales = valueOf(await draftSettlement(asSystem(context, 'settlement-maker'), { organisationId, month: '2027-02' }))
    expect(await findSettlement(context.county, context.actor, sales)).toMatchObject({ kind: 'proceeds', totalFen: 0 })
  })

  it('owes again what the bank could not pay, and pays it in a settlement of its own', async () => {
    const { context, clock, organisationId, a, b, terms } = await yearEnd()
    await makeSurplusDeposit(context, organisationId, 90_000)
    expect(problemOf(await draftUnpaidSurplus(context, organisationId)).code).toBe('surplus_all_paid')
    const first = await makeSurplus(context, terms)
    const lines = await toBank(context, clock, first)
    valueOf(await importAnswer(context, first, { answer: bankAnswer(lines, '2027-02-18', ({ partyId }) => partyId === b) }))
    valueOf(await closeSettlement(context, first))
    expect(await held(context, organisationId, 'surplus')).toBe(22_500)
    clock.moveTo('2027-03-02')
    const second = valueOf(await draftUnpaidSurplus(asSystem(context, 'settlement-maker'), organisationId))
    expect(await amounts(context, second)).toEqual([[b, 22_500]])
    expect(await findDistribution(context.county, second)).toBeNull()
    const again = await toBank(context, clock, second)
    valueOf(await importAnswer(context, second, { answer: bankAnswer(again, '2027-03-10') }))
    valueOf(await closeSettlement(context, second))
    expect(await held(context, organisationId, 'surplus')).toBe(0)
    expect((await householdPayments(context.county, b)).map(({ amountFen }) => amountFen)).toEqual([22_500])
    expect((await householdPayments(context.county, a)).map(({ amountFen }) => amountFen)).toEqual([67_500])
    expect(problemOf(await draftUnpaidSurplus(context, organisationId)).code).toBe('surplus_all_paid')
  })
})

describe('draftUnpaidSurplus', () => {
  it('is for the cooperative’s manager', async () => {
    const { context, organisationId } = await yearEnd()
    const by = async (actor: Actor) => problemOf(await draftUnpaidSurplus(actingAs(context, actor), organisationId)).code
    expect(await by(guest)).toBe('sign_in_required')
    expect(await by(userWith({ role: 'clerk', scope: organisationId }))).toBe('forbidden')
    expect(await by(userWith({ role: 'manager', scope: await makeOrganisation(context) }))).toBe('not_found')
  })
})

describe('the database itself', () => {
  it('refuses what no command would write', async () => {
    const { context, organisationId, a, terms } = await yearEnd()
    await makeCapital(context, { organisationId, householdId: a })
    await makeSurplusDeposit(context, organisationId, 90_000)
    const id = await makeSurplus(context, terms)
    const { county } = context
    const own: Record<string, SQL> = {
      member_capitals: sql`organisation_id = ${organisationId}`,
      surplus_deposits: sql`organisation_id = ${organisationId}`,
      surplus_distributions: sql`settlement_id = ${id}`,
      surplus_shares: sql`line_id LIKE ${`${id}%`}`,
    }
    for (const table of ['member_capitals', 'surplus_deposits', 'surplus_parts', 'surplus_distributions', 'surplus_shares']) {
      const name = sql.raw(table)
      const column = sql.raw(
        {
          member_capitals: 'share_fen',
          surplus_deposits: 'amount_fen',
          surplus_parts: 'trade_fen',
          surplus_distributions: 'volume_bp',
          surplus_shares: 'volume_fen',
        }[table]!,
      )
      await expect(county.run([sql`UPDATE ${name} SET ${column} = 9000`])).rejects.toThrow(`append_only:${table}`)
      await expect(county.run([sql`DELETE FROM ${name}`])).rejects.toThrow(`append_only:${table}`)
      if (table === 'surplus_parts') continue
      await expect(county.run([sql`INSERT OR REPLACE INTO ${name} SELECT * FROM ${name} WHERE ${own[table]!}`])).rejects.toThrow(
        `duplicate:${table}`,
      )
    }
    const stranger = await makeHousehold(context)
    await expect(county.run([sql`INSERT INTO surplus_parts VALUES (${id}, ${stranger}, 1, 1, 1, 1)`])).rejects.toThrow(
      'append_only:surplus_parts',
    )
    expect(
      await county.run([
        sql`INSERT INTO member_capitals VALUES ('cap_x', ${organisationId}, ${stranger}, 'contribution', 1, '2026-01-01', 'x', 'x', 1)`,
      ]),
    ).toBe('not_a_member')
    const draft = sql`INSERT INTO settlements (id, organisation_id, kind, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms)
      VALUES ('stl_x', ${await makeOrganisation(context)}, 'surplus', '2027-02', 'draft', '2027-02-10', 0, 0, 0, 'x', 1)`
    const distribution = (byVolumeFen: number, byCapitalFen: number, volumeBp = 6000) =>
      sql`INSERT INTO surplus_distributions VALUES ('stl_x', '2026', 100, 0, 0, ${volumeBp}, ${byVolumeFen}, ${byCapitalFen})`
    const part = (byVolumeFen: number, byCapitalFen: number) =>
      sql`INSERT INTO surplus_parts VALUES ('stl_x', ${a}, 1, 1, ${byVolumeFen}, ${byCapitalFen})`
    expect(await county.run([draft, part(59, 41), distribution(59, 41)])).toBe('surplus_below_law')
    expect(await county.run([draft, part(60, 40), distribution(60, 40, 5999)])).toBe('surplus_below_law')
    await expect(county.run([draft, part(60, 39), distribution(60, 39)])).rejects.toThrow('surplus_not_exact')
    await expect(county.run([draft, part(60, 39), distribution(60, 40)])).rejects.toThrow('parts do not add up')
    await expect(county.run([draft, part(59, 40), distribution(60, 40)])).rejects.toThrow('parts do not add up')
    const twice = sql`INSERT OR REPLACE INTO surplus_parts VALUES ('stl_x', ${a}, 1, 1, 1, 1)`
    await expect(county.run([draft, part(60, 40), twice])).rejects.toThrow('duplicate:surplus_parts')
    const line = sql`INSERT INTO settlement_lines (id, settlement_id, party, party_id, village_code, due_fen, before_fen, share_fen, guarantee_fen, amount_fen, status)
      SELECT 'line_x', 'stl_x', 'household', id, village_code, 100, 0, 100, 0, 100, 'draft' FROM households WHERE id = ${a}`
    await expect(county.run([draft, line, sql`INSERT INTO surplus_shares VALUES ('line_x', 60, 39)`])).rejects.toThrow(
      'shares do not add up',
    )
    expect(
      await county.run([draft, line, sql`INSERT INTO surplus_shares VALUES ('line_x', 60, 40)`, part(60, 40), distribution(60, 40)]),
    ).toBeNull()
  })
})
