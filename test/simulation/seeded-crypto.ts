import { createHash } from 'node:crypto'
import type { Random } from './random.ts'

const real = crypto

/** Calls of the runtime's own cryptography that have not answered yet; nothing else may move on meanwhile. */
export const native = { outstanding: 0 }

/**
 * Replaces the runtime's randomness by the seed's, so that a run replays with the same ids, and its digest by one that
 * answers at once. Answers how to put the runtime's own back.
 */
export function seedCrypto(random: Random): () => void {
  const subtle = new Proxy(real.subtle, {
    get(target, name) {
      if (name === 'digest') return digest
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => tracked(Reflect.apply(member, target, args) as Promise<unknown>)
    },
  })
  const seeded = {
    subtle,
    getRandomValues<T extends ArrayBufferView>(view: T): T {
      random.fillBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
      return view
    },
    randomUUID: () => {
      const bytes = new Uint8Array(16)
      random.fillBytes(bytes)
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  }
  Object.defineProperty(globalThis, 'crypto', { value: seeded, configurable: true, writable: true })
  return () => Object.defineProperty(globalThis, 'crypto', { value: real, configurable: true, writable: true })
}

async function digest(algorithm: string, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> {
  const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
  const hash = createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest()
  return new Uint8Array(hash).buffer
}

async function tracked<T>(work: Promise<T>): Promise<T> {
  native.outstanding += 1
  try {
    return await work
  } finally {
    native.outstanding -= 1
  }
}
