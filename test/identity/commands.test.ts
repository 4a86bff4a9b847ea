import { describe, expect, it } from 'vitest'
import { createFirstOperator, createUser, signIn } from '../../src/identity/commands.ts'
import { findActor } from '../../src/identity/queries.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const clerk = { username: 'clerk.one', name: '吴会计', password: 'correct horse battery', role: 'clerk', scope: 'org_a' } as const

describe('createUser', () => {
  it('lets a manager add a clerk to their own cooperative, who can then sign in', async () => {
    const context = testContext({ actor: userWith({ role: 'manager', scope: 'org_a' }) })
    valueOf(await createUser(context, clerk))
    const token = valueOf(await signIn(context, clerk, '10.0.0.1'))
    const actor = await findActor(context.market, await sha256(token), context.clock.now())
    expect(actor).toMatchObject({ kind: 'user', grants: [{ role: 'clerk', scope: 'org_a' }] })
  })

  it('lets no manager appoint another one, who would be the second person of their own deeds', async () => {
    const deputy = { ...clerk, username: 'deputy', role: 'manager' } as const
    const by = (role: 'manager' | 'operator', scope: string) => createUser(testContext({ actor: userWith({ role, scope }) }), deputy)
    expect(problemOf(await by('manager', 'org_a')).code).toBe('forbidden')
    valueOf(await by('operator', '*'))
  })

  it('hides another cooperative from a manager and refuses a clerk', async () => {
    expect(problemOf(await createUser(testContext({ actor: userWith({ role: 'manager', scope: 'org_b' }) }), clerk)).code).toBe('not_found')
    expect(problemOf(await createUser(testContext({ actor: userWith({ role: 'clerk', scope: 'org_a' }) }), clerk)).code).toBe('forbidden')
    expect(problemOf(await createUser(testContext({ actor: { kind: 'guest' } }), clerk)).code).toBe('sign_in_required')
  })

  it('refuses a user name that is taken and leaves nothing behind', async () => {
    const context = testContext({ actor: userWith({ role: 'operator', scope: '*' }) })
    valueOf(await createUser(context, { ...clerk, username: 'taken' }))
    expect(problemOf(await createUser(context, { ...clerk, username: 'taken' })).code).toBe('username_taken')
  })
})

describe('createFirstOperator', () => {
  it('is refused once anybody exists', async () => {
    const context = testContext()
    const input = { username: 'first', name: '管理员', password: 'correct horse battery', setupToken: 'development-setup' }
    expect(problemOf(await createFirstOperator(context, input)).code).toBe('setup_done')
  })
})

describe('signIn', () => {
  it('locks a name for a while after eight wrong passwords', async () => {
    const context = testContext()
    const wrong = { username: 'nobody', password: 'wrong' }
    for (let i = 0; i < 8; i++) expect(problemOf(await signIn(context, wrong, `10.0.1.${i}`)).code).toBe('sign_in_failed')
    expect(problemOf(await signIn(context, wrong, '10.0.1.9')).code).toBe('too_many_tries')
  })
  it('forgets wrong passwords after the right one', async () => {
    const context = testContext({ actor: { kind: 'system', job: 'test' } })
    valueOf(await createUser(context, { ...clerk, username: 'forgetful' }))
    const tries = Array.from({ length: 7 }, () => 'wrong')
    for (const password of [...tries, clerk.password, ...tries, clerk.password]) {
      const answer = await signIn(context, { username: 'forgetful', password }, '10.0.2.1')
      expect(answer.ok).toBe(password === clerk.password)
    }
  })
})
