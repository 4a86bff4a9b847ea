import { describe, expect, it } from 'vitest'
import { registerHousehold } from '../../src/household/commands.ts'
import { findHousehold } from '../../src/household/queries.ts'
import { findByTerm, identityOf, identityStatements, namesOf } from '../../src/household/vault/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { inventPerson } from '../support/factories/people.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

describe('the vault', () => {
  it('forgets old terms when a person is called or called up otherwise', async () => {
    const context = testContext()
    const id = await makeHousehold(context, { identity: { name: '覃老三', phone: '13900001234' } })
    const identity = { ...(await identityOf(context, id))!, name: '诸葛长生', phone: '' }
    await context.vault.run(await identityStatements(context, [{ householdId: id, identity }]))
    for (const term of ['覃老三', '覃', 'qls', '1234']) expect(await findByTerm(context, term), term).not.toContain(id)
    for (const term of ['诸葛长生', '诸葛', 'zgcs', 'Zhuge Changsheng']) expect(await findByTerm(context, term), term).toContain(id)
  })

  it('knows nothing of a household it never saw', async () => {
    const context = testContext()
    expect(await namesOf(context, ['hh_nobody'])).toEqual(new Map())
    expect(await namesOf(context, [])).toEqual(new Map())
    expect(await identityOf(context, 'hh_nobody')).toBeNull()
    expect(await findByTerm(context, "' OR 1=1")).toEqual([])
  })
})

describe('registerHousehold', () => {
  const input = {
    villageCode: '431229200202',
    people: 4,
    workers: 2,
    status: 'registered',
    statusFromOn: '2020-01-01',
    identity: inventPerson(7001),
  } as const

  it('takes up an identity that a fault left without a household', async () => {
    const context = testContext()
    await context.vault.run(await identityStatements(context, [{ householdId: 'hh_left_over', identity: input.identity }]))
    expect(valueOf(await registerHousehold(context, input))).toBe('hh_left_over')
    expect(await findHousehold(context.county, 'hh_left_over')).toMatchObject({ villageCode: '431229200202', people: 4 })
  })

  it('refuses a number twice, an unknown village, and codes that are no village', async () => {
    const context = testContext()
    const other = { ...input, identity: inventPerson(7002) }
    valueOf(await registerHousehold(context, other))
    expect(problemOf(await registerHousehold(context, other)).code).toBe('id_number_taken')
    const next = { ...input, identity: inventPerson(7003) }
    expect(problemOf(await registerHousehold(context, { ...next, villageCode: '431229999999' })).code).toBe('village_unknown')
    expect(problemOf(await registerHousehold(context, { ...next, villageCode: '431229200000' })).code).toBe('village_unknown')
    expect(await findByTerm(context, next.identity.name)).toEqual([])
  })

  it('is the office’s of that village', async () => {
    const asked = async (actor: Actor) =>
      problemOf(await registerHousehold(testContext({ actor }), { ...input, identity: inventPerson(7004) })).code
    expect(await asked(userWith({ role: 'office', scope: '431226000000' }))).toBe('not_found')
    expect(await asked(userWith({ role: 'manager', scope: 'org_a' }))).toBe('forbidden')
    expect(await asked({ kind: 'guest' })).toBe('sign_in_required')
  })
})
