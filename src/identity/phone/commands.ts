import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { build, must } from '../../platform/database.ts'
import { hmac, sameDigest } from '../../platform/digest.ts'
import { queueMessage } from '../../platform/message.ts'
import { limitTries } from '../../platform/rate-limit.ts'
import { openSession } from '../commands.ts'
import { users } from '../tables.ts'
import { signInCodes } from './tables.ts'

const codeMinutes = 10
const triesPerCode = 5

/** Sends a six-digit code to a phone, good for ten minutes; the one before is void. Answers the phone. */
export async function sendCode(context: Context, phone: string, address: string): Promise<Result<string>> {
  const limited = await limitTries(context, [`code:${phone}`, `code-from:${address}`], { tries: 5, minutes: 30 })
  if (limited) return { ok: false, problem: limited }
  const code = String(crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000).padStart(6, '0')
  const codeSha256 = await digestOf(context, phone, code)
  const expiresAtMs = context.clock.now() + codeMinutes * 60_000
  const body =
    context.locale === 'zh'
      ? `【四跟集市】登录验证码 ${code}，${codeMinutes} 分钟内有效，请勿告诉他人。`
      : `[Sigen] Your sign-in code is ${code}. It is good for ${codeMinutes} minutes; tell nobody.`
  await context.market.run([
    sql`INSERT INTO sign_in_codes (phone, code_sha256, tries, expires_at_ms) VALUES (${phone}, ${codeSha256}, 0, ${expiresAtMs})
      ON CONFLICT (phone) DO UPDATE SET code_sha256 = excluded.code_sha256, tries = 0, expires_at_ms = excluded.expires_at_ms`,
    queueMessage(context.clock, { channel: 'sms', recipient: phone, template: 'sign_in.code', body }),
  ])
  return ok(phone)
}

/** Signs a buyer in with the code sent to their phone, who becomes a user at the first time. Answers a session token. */
export async function signInByCode(context: Context, phone: string, code: string): Promise<Result<string>> {
  const now = context.clock.now()
  // The try is counted before the code is compared, so that tries made at the same time count too.
  const counted = await context.market.run([
    must(
      sql`EXISTS (SELECT 1 FROM sign_in_codes WHERE phone = ${phone} AND tries < ${triesPerCode} AND expires_at_ms > ${now})`,
      'code_wrong',
    ),
    sql`UPDATE sign_in_codes SET tries = tries + 1 WHERE phone = ${phone}`,
  ])
  if (counted) return refuse('code_wrong', {}, 'code')
  const sent = await context.market.row(signInCodes, sql`WHERE phone = ${phone}`)
  if (!sent || !sameDigest(sent.codeSha256, await digestOf(context, phone, code))) return refuse('code_wrong', {}, 'code')
  const used = await context.market.run([
    must(sql`EXISTS (SELECT 1 FROM sign_in_codes WHERE phone = ${phone} AND code_sha256 = ${sent.codeSha256})`, 'code_wrong'),
    sql`DELETE FROM sign_in_codes WHERE phone = ${phone}`,
    build
      .insert(users)
      .values({
        id: newId('usr', context.clock),
        username: null,
        phone,
        name: masked(phone),
        passwordHash: null,
        disabledAtMs: null,
        createdAtMs: now,
      })
      .onConflictDoNothing({ target: users.phone }),
  ])
  if (used) return refuse('code_wrong', {}, 'code')
  const user = await context.market.row(users, sql`WHERE phone = ${phone}`)
  return user && user.disabledAtMs === null ? openSession(context, { userId: user.id }) : refuse('code_wrong', {}, 'code')
}

function digestOf({ secrets }: Context, phone: string, code: string): Promise<string> {
  return hmac(secrets.passwordPepper, `${phone}:${code}`)
}

function masked(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
