/** Signs with an Ed25519 key (RFC 8032); `publicKey` is its 32 bytes. */
export type Signer = { publicKey: Uint8Array; sign: (text: Uint8Array) => Promise<Uint8Array> }

// What stands before the 32 bytes of a private Ed25519 key in PKCS #8 (RFC 8410, section 7).
const pkcs8Head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]

/** The signer of a private key: base64 of its 32 bytes. */
export async function signerOf(secret: string): Promise<Signer> {
  const seed = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0))
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array([...pkcs8Head, ...seed]), 'Ed25519', true, ['sign'])
  const { x } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey
  const letters = atob(x!.replaceAll('-', '+').replaceAll('_', '/'))
  return {
    publicKey: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
    sign: async (text) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, text)),
  }
}

/** Whether the holder of the public key signed this text. */
export async function isSigned(publicKey: Uint8Array, text: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, signature, text)
}
