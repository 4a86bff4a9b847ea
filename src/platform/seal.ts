import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'

const ivBytes = 12

/**
 * Seals text with AES-256-GCM under a key of 32 bytes in base64. `belongsTo` is bound to the text: sealed for one
 * subject, it does not open for another. Answers base64 of iv and ciphertext.
 */
export async function seal(key: CryptoKey, text: string, belongsTo: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: Buffer.from(belongsTo) }, key, Buffer.from(text))
  return Buffer.concat([iv, Buffer.from(sealed)]).toString('base64')
}

/** The text, or a throw when the key, the subject or a single bit is another. */
export async function unseal(key: CryptoKey, sealed: string, belongsTo: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64')
  const iv = bytes.subarray(0, ivBytes)
  const algorithm = { name: 'AES-GCM', iv, additionalData: Buffer.from(belongsTo) }
  return Buffer.from(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(ivBytes))).toString('utf8')
}

export async function sealingKey(base64: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', Buffer.from(base64, 'base64'), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** A keyed hash for finding without reading: HMAC-SHA-256 as 64 hex digits. */
export function blindHash(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}
