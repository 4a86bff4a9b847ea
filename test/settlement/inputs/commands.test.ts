import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { issueCard } from '../../../src/household/card/commands.ts'
import { actingAs } from '../../../src/http/context.ts'
import type { Actor } from '../../../src/kernel/actor.ts'
import { account } from '../../../src/ledger/account.ts'
import { balanceFen } from '../../../src/ledger/queries.ts'
import { endMembership } from '../../../src/organisation/commands.ts'
import type { Context } from '../../../src/platform/context.ts'
import { recordInput, reverseInput } from '../../../src/settlement/inputs/commands.ts'
import type { NewInput } from '../../../src/settlement/inputs/input.ts'
import { findInput, inputBalances, inputContracts, listInputs, outstandingInputs } from '../../../src/settlement/inputs/queries.ts'
import { problemOf, testContext, userWith, valueOf } from '../../support/context.ts'
import { makeContract } from '../../support/factories/contract.ts'
import { makeHousehold } from '../../support/factories/household.ts'
import { makeInput, signedList } from '../../support/factories/inputs.ts'
import { makeMember, makeOrganisation } from '../../support/factories/organisation.ts'

const guest: Actor = { kind: 'guest' }

async function handing(terms: Partial<Parameters<typeof makeContract>[1]> = {}) {
  const system = testContext()
  const organisationId = await makeOrganisation(system)
  const householdId = await makeMember(system, organisationId, await makeHousehold(system))
  const contractVersionId = await makeContract(system, { organisationId, inputCapBp: 3000, ...terms })
  const context = actingAs(system, userWith({ role: 'clerk', scope: organisationId }))
  const input: NewInput = {
    organisationId,
    householdId,
    contractVersionId,
    item: '有机肥',
    count: 4,
    unit: '袋',
    amountFen: 32_000,
    handedOn: '2026-06-01',
  }
  return { system, context, organisationId, householdId, contractVersionId, input }
}

/** A second person at the same organisation. */
const manager = (system: Context, organisationId: string) => actingAs(system, userWith({ role: 'manager', scope: organisationId }))

function standing({ county }: Context, organisationId: string) {
  return county.all<{ householdId: string; contractId: string; capBp: number; advancedFen: number }>(outstandingInputs(organisationId))
}

async function books(context: Context, organisationId: string, householdId: string) {
  const taken = await balanceFen(context.county, account(organisationId, 'inputs', householdId))
  return [taken, await balanceFen(context.county, account(organisationId, 'supplied'))]
}

/** A line that deducts for inputs, as a settlement would write it. */
async function deduct(context: Context, { organisationId, householdId }: NewInput, contractId: string, creditFen: number) {
  const id = `stl_${crypto.randomUUID()}`
  return context.county.run([
    sql`INSERT INTO settlements (id, organisation_id, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms) VALUES (${id}, ${organisationId}, '2026-06', 'notice', '2026-06-30', 0, 1, 1, 'system:x', 1)`,
    sql`INSERT INTO settlement_lines (id, settlement_id, party, party_id, village_code, due_fen, before_fen, share_fen, guarantee_fen, credit_fen, amount_fen, status)
      SELECT ${id}, ${id}, 'household', id, village_code, ${creditFen + 1}, 0, ${creditFen + 1}, 0, ${creditFen}, 1, 'draft' FROM households WHERE id = ${householdId}`,
    sql`INSERT INTO settlement_credits VALUES (${id}, ${contractId}, ${creditFen})`,
  ])
}

describe('recordInput', () => {
  it('keeps what was handed out with the signed list, and posts it as the household’s debt', async () => {
    const { system, context, input, organisationId, householdId } = await handing()
    const id = valueOf(await recordInput(context, input, signedList))
    const found = await findInput(system.county, system.actor, id)
    expect(found).toMatchObject({ item: '有机肥', count: 4, unit: '袋', amountFen: 32_000, confirmedBy: 'signature', memberNumber: 1 })
    expect(found!.evidenceFileId).toMatch(/^[0-9a-f]{64}$/)
    expect(await books(system, organisationId, householdId)).toEqual([-32_000, 32_000])
    expect(await standing(system, organisationId)).toMatchObject([{ householdId, capBp: 3000, advancedFen: 32_000 }])
  })

  it('takes the household’s own PIN for its confirmation, and no other', async () => {
    const { system, context, input, householdId } = await handing()
    const { pin } = valueOf(await issueCard(system, householdId))
    const wrong = problemOf(await recordInput(context, { ...input, pin: pin === '000000' ? '111111' : '000000' }))
    expect(wrong).toMatchObject({ code: 'pin_wrong', field: 'pin' })
    const id = valueOf(await recordInput(context, { ...input, pin }))
    expect(await findInput(system.county, system.actor, id)).toMatchObject({ confirmedBy: 'pin', evidenceFileId: null })
  })

  it('sums what a household took by contract, under the least cap of its versions', async () => {
    const { system, input, organisationId } = await handing()
    await makeInput(system, { ...input, amountFen: 100 })
    await makeInput(system, { ...input, amountFen: 50 })
    const other = await makeContract(system, { organisationId, inputCapBp: 500 })
    await makeInput(system, { ...input, contractVersionId: other, amountFen: 7 })
    const rows = (await standing(system, organisationId)).map(({ capBp, advancedFen }) => [capBp, advancedFen])
    expect(rows.toSorted((a, b) => a[0]! - b[0]!)).toEqual([
      [500, 7],
      [3000, 150],
    ])
  })

  it.each([
    ['signed_list_missing', {}, {}, null],
    ['inputs_not_in_contract', { inputCapBp: 0 }, {}, signedList],
    ['contract_not_in_force', {}, { handedOn: '2025-12-31' }, signedList],
    ['contract_not_in_force', { signed: false }, {}, signedList],
    ['handed_in_future', {}, { handedOn: '2026-06-19' }, signedList],
    ['file_type_refused', {}, {}, new Blob(['x'], { type: 'text/plain' })],
  ] as const)('refuses with %s and changes nothing', async (code, terms, changes, evidence) => {
    const { system, context, input, organisationId, householdId } = await handing(terms)
    if (code === 'contract_not_in_force' && 'handedOn' in changes)
      await system.county.run([sql`UPDATE members SET from_on = '2025-01-01' WHERE household_id = ${householdId}`])
    expect(problemOf(await recordInput(context, { ...input, ...changes }, evidence)).code).toBe(code)
    expect(await listInputs(system.county, system.actor, { organisationId })).toEqual([])
    expect(await books(system, organisationId, householdId)).toEqual([0, 0])
  })

  it('refuses a household that is no member on that day, or not on the contract’s list', async () => {
    const { system, context, input, organisationId, householdId } = await handing()
    const stranger = await makeHousehold(system)
    expect(problemOf(await recordInput(context, { ...input, householdId: stranger }, signedList)).code).toBe('not_a_member')
    const other = await makeMember(system, organisationId, await makeHousehold(system))
    const listed = await makeContract(system, { organisationId, inputCapBp: 1000, householdIds: [other] })
    expect(problemOf(await recordInput(context, { ...input, contractVersionId: listed }, signedList)).code).toBe('household_not_bound')
    valueOf(await endMembership(system, organisationId, { householdId, untilOn: '2026-05-31' }))
    expect(problemOf(await recordInput(context, input, signedList)).code).toBe('not_a_member')
    expect(await standing(system, organisationId)).toEqual([])
  })

  it('is for a manager and a clerk of the organisation only', async () => {
    const { system, input, organisationId } = await handing()
    const by = async (actor: Actor) => recordInput(actingAs(system, actor), input, signedList)
    expect(problemOf(await by(guest)).code).toBe('sign_in_required')
    expect(problemOf(await by(userWith({ role: 'office', scope: '431229000000' }))).code).toBe('forbidden')
    expect(problemOf(await by(userWith({ role: 'supervisor', scope: '431229000000' }))).code).toBe('forbidden')
    expect(problemOf(await by({ kind: 'household', householdId: input.householdId, cardId: 'x' })).code).toBe('forbidden')
    expect(problemOf(await by(userWith({ role: 'clerk', scope: await makeOrganisation(system) }))).code).toBe('not_found')
    expect(await standing(system, organisationId)).toEqual([])
    valueOf(await by(userWith({ role: 'manager', scope: organisationId })))
  })
})

describe('reverseInput', () => {
  it('takes a hand-out back by a second person, once', async () => {
    const { system, context, input, organisationId, householdId } = await handing()
    const id = valueOf(await recordInput(context, input, signedList))
    expect(problemOf(await reverseInput(context, id, '退回')).code).toBe('input_reversed_by_recorder')
    const second = manager(system, organisationId)
    valueOf(await reverseInput(second, id, '退回两袋，重新登记'))
    expect(problemOf(await reverseInput(second, id, '再退')).code).toBe('input_reversed')
    expect(await books(system, organisationId, householdId)).toEqual([0, 0])
    expect(await standing(system, organisationId)).toEqual([])
    expect(await findInput(system.county, system.actor, id)).toMatchObject({
      reversalReason: '退回两袋，重新登记',
      reversedBy: expect.any(String),
    })
  })

  it('is refused once a line deducts for it, and possible again for what is left', async () => {
    const { system, context, input, organisationId, householdId } = await handing()
    const [first, second] = [
      valueOf(await recordInput(context, input, signedList)),
      await makeInput(system, { ...input, amountFen: 10_000 }),
    ]
    const { contractId } = (await findInput(system.county, system.actor, first))!
    await deduct(system, input, contractId, 30_000)
    const other = manager(system, organisationId)
    expect(problemOf(await reverseInput(other, first, '退回')).code).toBe('input_deducted')
    expect(await books(system, organisationId, householdId)).toEqual([-42_000, 42_000])
    valueOf(await reverseInput(other, second, '退回'))
    expect(await inputBalances(system.county, { householdId })).toMatchObject([{ takenFen: 32_000, deductedFen: 30_000, openFen: 2000 }])
  })

  it('is for a manager and a clerk of the organisation only', async () => {
    const { system, input } = await handing()
    const id = await makeInput(system, input)
    const by = async (actor: Actor) => problemOf(await reverseInput(actingAs(system, actor), id, '退回')).code
    expect(await by(guest)).toBe('sign_in_required')
    expect(await by(userWith({ role: 'office', scope: '431229000000' }))).toBe('forbidden')
    expect(await by(userWith({ role: 'manager', scope: await makeOrganisation(system) }))).toBe('not_found')
    expect(await findInput(system.county, system.actor, id)).toMatchObject({ reversedAtMs: null })
  })
})

describe('the database itself', () => {
  it('refuses what no command would write', async () => {
    const { system, input, organisationId, contractVersionId } = await handing()
    const id = await makeInput(system, input)
    const { contractId } = (await findInput(system.county, system.actor, id))!
    expect(await deduct(system, input, contractId, 32_001)).toBe('busy_try_again')
    const { county } = system
    for (const change of [sql`UPDATE input_advances SET amount_fen = 1`, sql`DELETE FROM input_advances`])
      await expect(county.run([change])).rejects.toThrow('append_only:input_advances')
    await expect(county.run([sql`INSERT OR REPLACE INTO input_advances SELECT * FROM input_advances WHERE id = ${id}`])).rejects.toThrow(
      'duplicate:input_advances',
    )
    const stranger = await makeHousehold(system)
    const insert = (householdId: string, versionId: string, on: string, confirmedBy: string) =>
      county.run([
        sql`INSERT INTO input_advances VALUES (${crypto.randomUUID()}, ${organisationId}, ${householdId}, ${versionId}, 'x', 1, 'x', 1, ${on}, NULL, ${confirmedBy}, 'x', 1)`,
      ])
    expect(await insert(stranger, contractVersionId, '2026-06-01', 'pin')).toBe('not_a_member')
    expect(await insert(input.householdId, contractVersionId, '2026-06-01', 'signature')).toBe('signed_list_missing')
    const without = await makeContract(system, { organisationId })
    expect(await insert(input.householdId, without, '2026-06-01', 'pin')).toBe('inputs_not_in_contract')
    expect(await insert(input.householdId, contractVersionId, '2027-01-01', 'pin')).toBe('contract_not_in_force')
    const reverse = (by: string) => county.run([sql`INSERT INTO input_reversals VALUES (${id}, 'x', ${by}, 1)`])
    expect(await reverse('system:factory')).toBe('input_reversed_by_recorder')
    expect(await reverse('someone')).toBeNull()
    expect(await reverse('someone')).toBe('input_reversed')
    await expect(county.run([sql`UPDATE input_reversals SET reason = 'y'`])).rejects.toThrow('append_only:input_reversals')
    await expect(county.run([sql`DELETE FROM input_reversals`])).rejects.toThrow('append_only:input_reversals')
  })

  it('keeps what lines deduct as it was written, and stops a reversal behind it', async () => {
    const { system, input } = await handing()
    const id = await makeInput(system, input)
    const { contractId } = (await findInput(system.county, system.actor, id))!
    expect(await deduct(system, input, contractId, 5000)).toBeNull()
    const { county } = system
    await expect(county.run([sql`UPDATE settlement_credits SET credit_fen = 1`])).rejects.toThrow('append_only:settlement_credits')
    await expect(county.run([sql`DELETE FROM settlement_credits`])).rejects.toThrow('append_only:settlement_credits')
    await expect(
      county.run([sql`INSERT OR REPLACE INTO settlement_credits SELECT * FROM settlement_credits WHERE contract_id = ${contractId}`]),
    ).rejects.toThrow('duplicate:settlement_credits')
    expect(await county.run([sql`INSERT INTO input_reversals VALUES (${id}, 'x', 'someone', 1)`])).toBe('input_deducted')
  })
})

describe('what may be read', () => {
  it('is the organisation’s own and the household’s offices’', async () => {
    const { system, input, organisationId, householdId } = await handing()
    const id = await makeInput(system, input)
    const sees = async (actor: Actor) => (await findInput(system.county, actor, id)) !== null
    expect(await sees(userWith({ role: 'clerk', scope: organisationId }))).toBe(true)
    expect(await sees(userWith({ role: 'office', scope: '431229200000' }))).toBe(true)
    expect(await sees(userWith({ role: 'supervisor', scope: '431229000000' }))).toBe(true)
    expect(await sees(userWith({ role: 'office', scope: '431226000000' }))).toBe(false)
    expect(await sees(userWith({ role: 'manager', scope: await makeOrganisation(system) }))).toBe(false)
    expect(await sees({ kind: 'household', householdId, cardId: 'x' })).toBe(false)
    expect(await inputContracts(system.county, organisationId, householdId, '2026-06-01')).toMatchObject([{ inputCapBp: 3000 }])
  })
})
