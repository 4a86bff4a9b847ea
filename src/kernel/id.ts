import type { Ms } from './time.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A sortable id such as "lot_01jz…": prefix, 10 characters of time, 16 of the given 10 random bytes. */
export function makeId(prefix: string, at: Ms, random: Uint8Array): string {
  let time = ''
  for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
  let bits = 0n
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte)
  let tail = ''
  for (let i = 0; i < 16; i++, bits >>= 5n) tail = alphabet[Number(bits & 31n)] + tail
  return `${prefix}_${time}${tail}`
}
