import { createUser, signIn } from '../../src/identity/commands.ts'
import type { Role } from '../../src/kernel/actor.ts'
import type { Context } from '../../src/platform/context.ts'
import { valueOf } from './context.ts'

let signedIn = 0

/** A new user with one role, signed in: the session's token, which a page takes as a cookie and the API as a bearer. */
export async function sessionOf(context: Context, role: Role, scope: string): Promise<string> {
  signedIn += 1
  const user = { username: `${role}.${signedIn}`, password: 'correct horse battery' }
  valueOf(await createUser(context, { ...user, name: '测试', role, scope }))
  return valueOf(await signIn(context, user, `10.9.0.${signedIn}`))
}
