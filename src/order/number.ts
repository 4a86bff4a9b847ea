import { localDate, type Ms } from '../kernel/time.ts'

// No letters that look like digits: people read these out over the telephone.
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** "261121-7KQ3-M8PD": the day in China and eight characters of the given 8 random bytes. */
export function orderNumber(at: Ms, random: Uint8Array): string {
  const tail = Array.from(random.subarray(0, 8), (byte) => alphabet[byte % alphabet.length]).join('')
  return `${localDate(at).replace(/-/g, '').slice(2)}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

/** An order number as somebody typed it - lower case, spaces, no dashes - in the form it is stored; null if it is none. */
export function readOrderNumber(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  const match = /^(\d{6})([0-9A-Z]{4})([0-9A-Z]{4})$/.exec(plain)
  return match ? `${match[1]}-${match[2]}-${match[3]}` : null
}
