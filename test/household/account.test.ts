import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { addAdult, cancelAccountChange, changeAccount } from '../../src/household/account/commands.ts'
import { accountsInForce, changesOf, recentChanges, sharedWith } from '../../src/household/account/queries.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { hashOfAccount } from '../../src/household/vault/account/queries.ts'
import { identityOf } from '../../src/household/vault/queries.ts'
import { checkDigit } from '../../src/household/identity-number.ts'
import { applyImport, previewImport } from '../../src/household/import/commands.ts'
import { previewOf } from '../../src/household/import/queries.ts'
import { rosterHeadings } from '../../src/household/roster.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { hourMs } from '../../src/kernel/time.ts'
import { cancelMemberAccount, changeMemberAccount } from '../../src/organisation/account/commands.ts'
import type { Context } from '../../src/platform/context.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'

const jingzhou = '431229000000'
let accounts = 0
const newNumber = () => `6222000000${String((accounts += 1)).padStart(8, '0')}`
const scan = () => new Blob([`signed ${(accounts += 1)}`], { type: 'image/png' })

async function world() {
  const clock = new TestClock()
  const system = testContext({ clock })
  const organisationId = await makeOrganisation(system)
  const householdId = await makeHousehold(system)
  await makeMember(system, organisationId, householdId)
  const { name, bankAccount } = (await identityOf(system, householdId))!
  const { pin } = valueOf(await issueCard(asSystem(system), householdId))
  const as = (role: Role, scope: string): Context => ({ ...system, actor: userWith({ role, scope }) })
  const input = (own = {}) => ({
    holder: name,
    bankName: '中国农业银行',
    bankAccount: newNumber(),
    cnaps: '',
    reason: '原卡丢了',
    pin,
    ...own,
  })
  const inForce = async () => (await accountsInForce(system, [householdId], clock.now())).get(householdId)!.bankAccount
  return { clock, system, organisationId, householdId, name, old: bankAccount, pin, as, office: as('office', jingzhou), input, inForce }
}

describe('changeAccount', () => {
  it('leaves the old account in force for 72 hours, and not a moment longer', async () => {
    const { clock, office, householdId, input, inForce, old } = await world()
    const asked = input()
    valueOf(await changeAccount(office, householdId, asked))
    clock.pass(72 * hourMs - 1)
    expect(await inForce()).toBe(old)
    clock.pass(1)
    expect(await inForce()).toBe(asked.bankAccount)
  })

  it('needs the household there: its own PIN, or a signed sheet that is kept', async () => {
    const { office, householdId, input, pin } = await world()
    const code = async (own: object, signature: Blob | null = null) =>
      problemOf(await changeAccount(office, householdId, input(own), signature)).code
    expect(await code({ pin: null })).toBe('household_absent')
    expect(await code({ pin: pin === '000000' ? '111111' : '000000' })).toBe('pin_wrong')
    expect(await code({ pin: null }, new Blob(['x'], { type: 'text/html' }))).toBe('file_type_refused')
    expect(await changesOf(office.county, householdId)).toEqual([])
    valueOf(await changeAccount(office, householdId, input({ pin: null }), scan()))
    expect(await changesOf(office.county, householdId)).toMatchObject([
      { proof: 'signature', evidenceFileId: expect.stringMatching(/^\w{64}$/) },
    ])
  })

  it('takes only a grown-up of the household as holder, and never burns a PIN on a refusal', async () => {
    const { clock, office, householdId, input, pin } = await world()
    const wrong = pin === '000000' ? '111111' : '000000'
    const code = async (holder: string) => problemOf(await changeAccount(office, householdId, input({ holder, pin: wrong }))).code
    for (let tries = 0; tries < 6; tries++) expect(await code('路人甲')).toBe('account_holder_unknown')
    const bornOn = (digits: string) => {
      const first17 = `431229${digits}${String((accounts += 1)).padStart(3, '0')}`
      return first17 + checkDigit(first17)
    }
    valueOf(await addAdult(office, householdId, { name: '吴小满', idNumber: bornOn('20080619') }))
    expect(await code('吴小满')).toBe('account_holder_minor')
    clock.pass(24 * hourMs)
    valueOf(await changeAccount(office, householdId, input({ holder: ' 吴 小满' })))
  })

  it('waits for one change at a time, and is not the same account again', async () => {
    const { office, householdId, input, old } = await world()
    expect(problemOf(await changeAccount(office, householdId, input({ bankAccount: old }))).code).toBe('account_same')
    valueOf(await changeAccount(office, householdId, input()))
    expect(problemOf(await changeAccount(office, householdId, input())).code).toBe('account_change_pending')
  })

  it('is the office’s within its division; others are refused', async () => {
    const { as, system, organisationId, householdId, input } = await world()
    const code = async (context: Context) => problemOf(await changeAccount(context, householdId, input())).code
    expect(await code(as('office', '431226000000'))).toBe('not_found')
    expect(await code(as('supervisor', jingzhou))).toBe('forbidden')
    expect(await code(as('operator', '*'))).toBe('forbidden')
    expect(await code(as('clerk', organisationId))).toBe('not_found')
    expect(await code({ ...system, actor: { kind: 'household', householdId, cardId: 'card' } })).toBe('forbidden')
    expect(await code({ ...system, actor: { kind: 'guest' } })).toBe('sign_in_required')
  })

  it('is guarded by the database too: no shorter cooling, no second one waiting, no proof left out', async () => {
    const { system, householdId } = await world()
    const insert = (id: string, effective: number, proof = 'pin') =>
      system.county.run([
        sql`INSERT INTO account_changes (id, household_id, reason, proof, entered_by, entered_at_ms, effective_at_ms) VALUES (${id}, ${householdId}, 'test', ${proof}, 'x', 1000, ${effective})`,
      ])
    expect(await insert('acc_a', 259_200_999)).toBe('account_cooling')
    expect(await insert('acc_b', 259_201_000, 'signature')).toBe('account_proof_missing')
    expect(await insert('acc_c', 259_201_000)).toBeNull()
    expect(await insert('acc_d', 259_201_000)).toBe('account_change_pending')
    await expect(system.county.run([sql`UPDATE account_changes SET reason = 'other'`])).rejects.toThrow('append_only')
    await expect(system.county.run([sql`DELETE FROM account_changes`])).rejects.toThrow('append_only')
    await expect(
      system.vault.run([
        sql`INSERT INTO household_accounts VALUES ('acc_x', ${householdId}, 's', 1, ${'0'.repeat(64)}, 1)`,
        sql`UPDATE household_accounts SET sealed = ''`,
      ]),
    ).rejects.toThrow('append_only')
  })
})

describe('changeMemberAccount', () => {
  it('is entered by a clerk or a manager of an organisation the household belongs to', async () => {
    const { as, system, organisationId, householdId, input } = await world()
    const change = (context: Context, organisation = organisationId, household = householdId) =>
      changeMemberAccount(context, organisation, household, input())
    expect(problemOf(await change(as('clerk', 'org_other'))).code).toBe('not_found')
    expect(problemOf(await change(as('clerk', organisationId), organisationId, await makeHousehold(system))).code).toBe('not_found')
    expect(problemOf(await change(as('supervisor', jingzhou))).code).toBe('forbidden')
    valueOf(await change(as('clerk', organisationId)))
    expect(await changesOf(system.county, householdId)).toMatchObject([{ organisationId, proof: 'pin' }])
  })
})

describe('cancelAccountChange', () => {
  it('is the household’s on its card, the manager’s or the office’s, while the change waits', async () => {
    const { clock, as, system, office, organisationId, householdId, input, inForce, old } = await world()
    const household: Context = { ...system, actor: { kind: 'household', householdId, cardId: 'card' } }
    const reason = { reason: '不是我办的' }
    const first = valueOf(await changeMemberAccount(as('clerk', organisationId), organisationId, householdId, input()))
    expect(
      problemOf(
        await cancelAccountChange({ ...household, actor: { kind: 'household', householdId: 'hh_other', cardId: 'c' } }, first, reason),
      ).code,
    ).toBe('not_found')
    expect(problemOf(await cancelMemberAccount(as('clerk', organisationId), organisationId, first, reason)).code).toBe('forbidden')
    expect(problemOf(await cancelMemberAccount(as('manager', 'org_other'), organisationId, first, reason)).code).toBe('not_found')
    expect(problemOf(await cancelAccountChange(as('supervisor', jingzhou), first, reason)).code).toBe('forbidden')
    expect(problemOf(await cancelAccountChange(as('office', '431226000000'), first, reason)).code).toBe('not_found')
    valueOf(await cancelAccountChange(household, first, reason))
    expect(problemOf(await cancelAccountChange(office, first, reason)).code).toBe('account_change_cancelled')
    const second = valueOf(await changeAccount(office, householdId, input()))
    valueOf(await cancelMemberAccount(as('manager', organisationId), organisationId, second, reason))
    clock.pass(100 * hourMs)
    expect(await inForce()).toBe(old)
    const third = valueOf(await changeAccount(office, householdId, input()))
    clock.pass(72 * hourMs)
    expect(problemOf(await cancelAccountChange(household, third, reason)).code).toBe('account_in_force')
    expect(await system.county.run([sql`INSERT INTO account_cancellations VALUES (${third}, 'late', 'x', ${clock.now()})`])).toBe(
      'account_in_force',
    )
  })
})

describe('addAdult', () => {
  it('refuses a number that is somebody’s already, and everyone but the office', async () => {
    const { as, system, office, organisationId, householdId } = await world()
    const { idNumber } = (await identityOf(system, await makeHousehold(system)))!
    expect(problemOf(await addAdult(office, householdId, { name: '吴德贵', idNumber })).code).toBe('adult_taken')
    expect(problemOf(await addAdult(as('manager', organisationId), householdId, { name: '吴德贵', idNumber })).code).toBe('forbidden')
    expect(problemOf(await addAdult(as('office', '431226000000'), householdId, { name: '吴德贵', idNumber })).code).toBe('not_found')
  })
})

describe('the office', () => {
  it('sees every change of its division and which households share an account', async () => {
    const { system, office, as, householdId, input, clock } = await world()
    const other = await makeHousehold(system)
    const { bankAccount } = (await identityOf(system, other))!
    const id = valueOf(await changeAccount(office, householdId, input({ bankAccount })))
    const hash = hashOfAccount(system, bankAccount)
    expect((await sharedWith(system, [hash])).get(hash)?.toSorted()).toEqual([householdId, other].toSorted())
    const seen = async (context: Context) =>
      (await recentChanges(context.county, context.actor, clock.now(), 0)).some((change) => change.id === id)
    expect([await seen(office), await seen(as('supervisor', jingzhou)), await seen(as('office', '431226000000'))]).toEqual([
      true,
      true,
      false,
    ])
    valueOf(await cancelAccountChange(office, id, { reason: '账号是别户的' }))
    expect((await sharedWith(system, [hash])).get(hash)).toEqual([other])
  })
})

describe('an import that lists another account', () => {
  it('makes it a change that cools off and shows, and the same list again changes nothing', async () => {
    const { clock, system, office, householdId, inForce, old } = await world()
    const person = (await identityOf(system, householdId))!
    const other = newNumber()
    const line = [
      '431229200202',
      person.name,
      person.idNumber,
      person.phone,
      person.bankName,
      other,
      4,
      2,
      'registered',
      '2020-01-01',
    ].join(',')
    const file = Uint8Array.from(new TextEncoder().encode(`${rosterHeadings.en.join(',')}\r\n${line}\r\n`)).buffer
    // Everyone else of the village is missing from this list on purpose: only the one account is looked at.
    const id = valueOf(await previewImport(office, jingzhou, file))
    valueOf(await applyImport(office, id))
    expect(await changesOf(system.county, householdId)).toMatchObject([{ proof: 'register', reason: `import:${id}` }])
    expect(await inForce()).toBe(old)
    const again = await previewOf(office, { id: valueOf(await previewImport(office, jingzhou, file)), divisionCode: jingzhou })
    expect(again!.changed).toEqual([])
    clock.pass(72 * hourMs)
    expect(await inForce()).toBe(other)
  })
})
