import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findActor } from '../../src/identity/queries.ts'
import { sendCode, signInByCode } from '../../src/identity/phone/commands.ts'
import type { Context } from '../../src/platform/context.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { problemOf, TestClock, testContext, valueOf } from '../support/context.ts'

async function codeSentTo(context: Context, phone: string): Promise<string> {
  const row = await context.market.first<{ body: string }>(
    sql`SELECT body AS body FROM messages WHERE recipient = ${phone} ORDER BY id DESC LIMIT 1`,
  )
  return /\d{6}/.exec(row!.body)![0]
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('signInByCode', () => {
  it('makes a buyer a user the first time, the same one the next, under a masked name', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const signIn = async () => {
      clock.pass(1000)
      valueOf(await sendCode(context, '13900000001', '10.0.0.1'))
      const token = valueOf(await signInByCode(context, '13900000001', await codeSentTo(context, '13900000001')))
      return findActor(context.market, await sha256(token), context.clock.now())
    }
    const first = await signIn()
    expect(first).toMatchObject({ kind: 'user', name: '139****0001', grants: [] })
    expect(await signIn()).toEqual(first)
  })

  it('takes a code once, for ten minutes, and not after five wrong tries', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const phone = '13900000002'
    valueOf(await sendCode(context, phone, '10.0.0.2'))
    const code = await codeSentTo(context, phone)
    for (let i = 0; i < 5; i++)
      expect(problemOf(await signInByCode(context, phone, other(code)))).toMatchObject({ code: 'code_wrong', field: 'code' })
    expect(problemOf(await signInByCode(context, phone, code)).code).toBe('code_wrong')
    clock.pass(1000)
    valueOf(await sendCode(context, phone, '10.0.0.2'))
    const fresh = await codeSentTo(context, phone)
    clock.pass(10 * 60_000)
    expect(problemOf(await signInByCode(context, phone, fresh)).code).toBe('code_wrong')
    valueOf(await sendCode(context, phone, '10.0.0.2'))
    const last = await codeSentTo(context, phone)
    const both = await Promise.all([signInByCode(context, phone, last), signInByCode(context, phone, last)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  it('sends at most five codes in half an hour', async () => {
    const context = testContext()
    for (let i = 0; i < 5; i++) valueOf(await sendCode(context, '13900000003', `10.1.0.${i}`))
    expect(problemOf(await sendCode(context, '13900000003', '10.1.0.9')).code).toBe('too_many_tries')
  })
})
