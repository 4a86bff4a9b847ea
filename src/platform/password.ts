import { Buffer } from 'node:buffer'
import { scrypt as scryptCallback, timingSafeEqual, type ScryptOptions } from 'node:crypto'

const cost = { N: 16384, r: 8, p: 1 }

/** Hashes a password or PIN as "scrypt$N$r$p$salt$hash"; the pepper is a secret outside the database. */
export async function hashPassword(password: string, pepper: string): Promise<string> {
  const salt = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
  const hash = await derive(password + pepper, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), Buffer.from(hash).toString('base64')].join('$')
}

/** Checks against a stored hash; a null hash takes as long and fails, so that nobody learns which names exist. */
export async function verifyPassword(password: string, stored: string | null, pepper: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = (stored ?? `scrypt$${cost.N}$${cost.r}$${cost.p}$AAAAAAAAAAAAAAAAAAAAAA==$`).split('$')
  const expected = Buffer.from(hash ?? '', 'base64')
  const actual = await derive(password + pepper, Buffer.from(salt ?? '', 'base64'), { N: Number(N), r: Number(r), p: Number(p) })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(secret: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scryptCallback(secret, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
