/** What the commands need of R2: put once, get again. */
export function memoryBucket(): R2Bucket {
  const kept = new Map<string, Uint8Array>()
  const bucket = {
    put: async (key: string, value: string | ArrayBuffer | Uint8Array) => {
      kept.set(key, typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value))
      return { key }
    },
    get: async (key: string) => {
      const bytes = kept.get(key)
      if (!bytes) return null
      return {
        key,
        size: bytes.byteLength,
        text: async () => new TextDecoder().decode(bytes),
        arrayBuffer: async () => bytes.slice().buffer,
        body: new Blob([bytes.slice()]).stream(),
      }
    },
    head: async (key: string) => (kept.has(key) ? { key } : null),
    delete: async (key: string) => {
      kept.delete(key)
    },
    list: async ({ prefix = '' }: { prefix?: string } = {}) => ({
      objects: [...kept.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
      truncated: false,
    }),
  }
  return bucket as unknown as R2Bucket
}
